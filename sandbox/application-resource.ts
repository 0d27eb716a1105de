import { secretHint, type Application } from './application.ts';
import { GraphFailure } from './graph-failure.ts';

/** `GET /applications(appId='…')`: the registration with what Entra shows of its secrets, never their values. */
export function representApplication(
  application: Application,
  query: URLSearchParams,
): Record<string, unknown> {
  const whole: Record<string, unknown> = {
    id: application.objectId,
    appId: application.appId,
    displayName: application.displayName,
    signInAudience: 'AzureADMyOrg',
    keyCredentials: [],
    passwordCredentials: application.secrets.map((secret) => ({
      customKeyIdentifier: null,
      displayName: secret.displayName,
      endDateTime: secret.endDateTime,
      hint: secretHint(secret),
      keyId: secret.keyId,
      secretText: null,
      startDateTime: secret.startDateTime,
    })),
  };
  const select = query
    .get('$select')
    ?.split(',')
    .map((name) => name.trim());
  const chosen = select
    ? Object.fromEntries(Object.entries(whole).filter(([name]) => select.includes(name)))
    : whole;
  return {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#applications${select ? `(${select.join(',')})` : ''}/$entity`,
    ...chosen,
  };
}

export function resourceNotFound(name: string): GraphFailure {
  return new GraphFailure(
    404,
    'Request_ResourceNotFound',
    `Resource '${name}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
