/** An answer of the token endpoint that isn't a token. */
export class TokenFailure extends Error {
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.number = number;
  }

  body(traceId: string, correlationId: string, now: string): string {
    const timestamp = `${now.slice(0, 19).replace('T', ' ')}Z`;
    return JSON.stringify({
      error: this.error,
      error_description: `AADSTS${this.number}: ${this.message}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
      error_codes: [this.number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${this.number}`,
    });
  }
}

export const tokenFailures = {
  secretExpired: (appId: string) =>
    new TokenFailure(
      401,
      'invalid_client',
      7000222,
      `The provided client secret keys for app '${appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ),
  secretInvalid: (appId: string) =>
    new TokenFailure(
      401,
      'invalid_client',
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`,
    ),
  credentialMissing: () =>
    new TokenFailure(
      401,
      'invalid_client',
      7000216,
      "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
  assertionInvalid: () =>
    new TokenFailure(
      401,
      'invalid_client',
      700027,
      'Client assertion contains an invalid signature. [Reason - The key was not found.]',
    ),
  clientIdMissing: () =>
    new TokenFailure(
      400,
      'invalid_request',
      900144,
      "The request body must contain the following parameter: 'client_id'.",
    ),
  grantNotSupported: (grant: string) =>
    new TokenFailure(
      400,
      'unsupported_grant_type',
      70003,
      `The app requested an unsupported grant type '${grant}'.`,
    ),
  applicationNotFound: (appId: string, tenantName: string) =>
    new TokenFailure(
      400,
      'unauthorized_client',
      700016,
      `Application with identifier '${appId}' was not found in the directory '${tenantName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
    ),
  servicePrincipalMissing: (appId: string, tenantId: string) =>
    new TokenFailure(
      401,
      'invalid_client',
      7000229,
      `The client application ${appId} is missing service principal in the tenant ${tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    ),
  applicationDisabled: (appId: string, name: string) =>
    new TokenFailure(400, 'unauthorized_client', 7000112, `Application '${appId}'(${name}) is disabled.`),
  tenantNotFound: (tenant: string) =>
    new TokenFailure(
      400,
      'invalid_request',
      90002,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  tenantMalformed: (tenant: string) =>
    new TokenFailure(
      400,
      'invalid_request',
      900023,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  scopeInvalid: (scope: string) =>
    new TokenFailure(
      400,
      'invalid_scope',
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  resourceNotFound: (resource: string, tenantId: string) =>
    new TokenFailure(
      400,
      'invalid_resource',
      500011,
      `The resource principal named ${resource} was not found in the tenant named ${tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
    ),
};
