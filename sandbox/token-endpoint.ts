import { randomUUID } from 'node:crypto';
import { graphAudience, type AccessTokens } from './access-token.ts';
import type { Answer } from './answer.ts';
import { isSecretValid, type Application } from './application.ts';
import type { SandboxState } from './sandbox-state.ts';
import { TokenFailure, tokenFailures } from './token-failure.ts';

/** Resources that a token can be asked for; all but Graph's own are refused by Graph for their audience. */
const knownResources = new Set([
  graphAudience,
  'https://outlook.office365.com',
  'https://outlook.office.com',
]);

const headers = {
  'cache-control': 'no-store, no-cache',
  pragma: 'no-cache',
  expires: '-1',
  'content-type': 'application/json; charset=utf-8',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
  'x-ms-ests-server': '2.1.11397.13 - SEASLR1 ProdSlices',
};

export interface TokenRequest {
  readonly tenant: string;
  readonly parameters: URLSearchParams;
  readonly clientRequestId: string | undefined;
}

export function answerTokenRequest(state: SandboxState, tokens: AccessTokens, request: TokenRequest): Answer {
  const traceId = randomUUID();
  try {
    const body = issueToken(state, tokens, request);
    return { status: 200, headers: { ...headers, 'x-ms-request-id': traceId }, body, errorCode: null };
  } catch (error) {
    if (!(error instanceof TokenFailure)) throw error;
    const correlationId =
      request.parameters.get('client-request-id') ?? request.clientRequestId ?? randomUUID();
    return {
      status: error.status,
      headers: { ...headers, 'x-ms-request-id': traceId },
      body: error.body(traceId, correlationId, state.nowText()),
      errorCode: `AADSTS${error.number}`,
    };
  }
}

function issueToken(
  state: SandboxState,
  tokens: AccessTokens,
  { tenant: name, parameters }: TokenRequest,
): string {
  const tenantName = name.toLowerCase();
  if (!/^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.test(tenantName))
    throw tokenFailures.tenantMalformed(name);
  const tenant = state.tenant(tenantName);
  if (!tenant) throw tokenFailures.tenantNotFound(name);
  if (parameters.get('grant_type') !== 'client_credentials')
    throw tokenFailures.grantNotSupported(parameters.get('grant_type') ?? '');
  const clientId = parameters.get('client_id');
  if (!clientId) throw tokenFailures.clientIdMissing();
  const application = state.application(tenant.id, clientId);
  if (!application) throw tokenFailures.applicationNotFound(clientId, tenant.displayName);
  if (!application.servicePrincipal) throw tokenFailures.servicePrincipalMissing(clientId, tenant.id);
  if (!application.enabled) throw tokenFailures.applicationDisabled(clientId, application.displayName);
  const resource = resourceOf(parameters.get('scope') ?? '', tenant.id);
  checkCredential(application, parameters, state.now());

  const issuedAt = Math.floor(state.now() / 1000);
  const lifetime = state.settings.tokenLifetimeSeconds;
  const accessToken = tokens.issue({
    aud: resource,
    iss: `https://sts.windows.net/${tenant.id}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetime,
    appid: application.appId,
    app_displayname: application.displayName,
    appidacr: '1',
    idtyp: 'app',
    oid: application.servicePrincipalId,
    sub: application.servicePrincipalId,
    tid: tenant.id,
    uti: randomUUID().replaceAll('-', '').slice(0, 22),
    ver: '1.0',
    // A token without a granted role has no roles claim at all.
    ...(application.roles.length > 0 ? { roles: application.roles } : {}),
  });
  return JSON.stringify({
    token_type: 'Bearer',
    expires_in: lifetime,
    ext_expires_in: lifetime,
    access_token: accessToken,
  });
}

function resourceOf(scope: string, tenantId: string): string {
  const resource = /^(\S+?)\/?\/\.default$/.exec(scope.trim())?.[1];
  if (resource === undefined) throw tokenFailures.scopeInvalid(scope);
  if (!knownResources.has(resource)) throw tokenFailures.resourceNotFound(resource, tenantId);
  return resource;
}

function checkCredential(application: Application, parameters: URLSearchParams, now: number): void {
  if (parameters.has('client_assertion')) throw tokenFailures.assertionInvalid();
  const value = parameters.get('client_secret');
  if (!value) throw tokenFailures.credentialMissing();
  const matching = application.secrets.filter((secret) => secret.value === value);
  const started = matching.filter((secret) => Date.parse(secret.startDateTime) <= now);
  if (started.length === 0) throw tokenFailures.secretInvalid(application.appId);
  if (!started.some((secret) => isSecretValid(secret, now)))
    throw tokenFailures.secretExpired(application.appId);
}
