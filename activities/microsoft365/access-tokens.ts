import {
  AuthError,
  ConfidentialClientApplication,
  InteractionRequiredAuthError,
  ServerError,
  type INetworkModule,
} from '@azure/msal-node';
import { LRUCache } from 'lru-cache';
import type { MicrosoftAnswer, Reason } from '#domain/reasons.ts';
import { Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import { fetchFromMicrosoft, type Microsoft365Settings } from './transport.ts';

/** What a token is asked for with. */
export interface ApplicationCredential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccessTokens {
  /**
   * A token for Graph; asks Entra only where none is at hand, and once however many ask at the same time.
   * @throws Microsoft365Error with what Entra answered.
   */
  get(options?: { readonly refresh?: boolean }): Promise<string>;
}

/**
 * The tokens of one credential. A secret is fixed in the library's client when it is made, and its cache doesn't look
 * at the secret: a new secret needs a new instance of this.
 */
export function accessTokens(
  credential: ApplicationCredential,
  settings: Microsoft365Settings,
): AccessTokens {
  const application = new ConfidentialClientApplication({
    auth: {
      clientId: credential.clientId,
      authority: `https://login.microsoftonline.com/${credential.tenantId}`,
      clientSecret: credential.clientSecret,
    },
    system: { networkClient: networkClient(settings) },
  });
  let atHand: { readonly token: string; readonly until: number } | null = null;
  const ask = async (skipCache: boolean): Promise<string> => {
    try {
      const result = await application.acquireTokenByClientCredential({
        scopes: ['https://graph.microsoft.com/.default'],
        skipCache,
      });
      if (!result?.accessToken) throw new Microsoft365Error(unanswered('no_token'));
      const until = (result.expiresOn?.getTime() ?? 0) - renewalMilliseconds;
      atHand = { token: result.accessToken, until };
      return result.accessToken;
    } catch (error) {
      throw error instanceof Microsoft365Error ? error : new Microsoft365Error(tokenFailureOf(error));
    }
  };
  let asking: Promise<string> | null = null;
  let refreshing: Promise<string> | null = null;
  return {
    get: ({ refresh = false } = {}) => {
      if (refresh)
        refreshing ??= ask(true).finally(() => {
          refreshing = null;
        });
      if (refreshing) return refreshing;
      if (atHand !== null && Date.now() < atHand.until) return Promise.resolve(atHand.token);
      asking ??= ask(false).finally(() => {
        asking = null;
      });
      return asking;
    },
  };
}

/** The library asks for a new token this long before the old one ends; until then its cache needs no asking. */
const renewalMilliseconds = 5 * 60 * 1000;

/** Keeps one `AccessTokens` a credential version, so that all of a worker process share its token. */
export function accessTokensPerConnection(settings: Microsoft365Settings) {
  const known = new LRUCache<string, AccessTokens>({ max: 2000 });
  return (version: string, credential: ApplicationCredential): AccessTokens => {
    const cached = known.get(version);
    if (cached) return cached;
    const made = accessTokens(credential, settings);
    known.set(version, made);
    return made;
  };
}

/** The library's own has no timeout. */
function networkClient(settings: Microsoft365Settings): INetworkModule {
  const send = async (url: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(settings.timeoutSeconds * 1000);
    const response = await fetchFromMicrosoft(url, { ...init, signal }, settings);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.json(),
    };
  };
  return {
    sendGetRequestAsync: async <T>(url: string, options?: { headers?: Record<string, string> }) =>
      (await send(url, { method: 'GET', headers: options?.headers ?? {} })) as {
        status: number;
        headers: Record<string, string>;
        body: T;
      },
    sendPostRequestAsync: async <T>(
      url: string,
      options?: { headers?: Record<string, string>; body?: string },
    ) =>
      (await send(url, {
        method: 'POST',
        headers: options?.headers ?? {},
        body: options?.body ?? null,
      })) as { status: number; headers: Record<string, string>; body: T },
  };
}

/**
 * What Entra's refusal means. `error` decides, the AADSTS number only refines: Microsoft warns against depending on
 * numbers (https://learn.microsoft.com/entra/identity-platform/reference-error-codes).
 */
function tokenFailureOf(error: unknown): Microsoft365Failure {
  if (!(error instanceof ServerError || error instanceof InteractionRequiredAuthError))
    return unanswered(error instanceof AuthError ? error.errorCode : 'network_error');
  // After a 429 or 5xx the library refuses by itself for a while, with a bare number as its code.
  if (/^\d+$/.test(error.errorCode)) return unanswered(error.errorCode);
  const number = Number(error.errorNo ?? 0);
  const status = error instanceof ServerError ? (error.status ?? 400) : 400;
  const microsoft: MicrosoftAnswer = {
    status,
    code: number ? `AADSTS${number}` : error.errorCode,
    requestId: error.correlationId,
  };
  if (status === 429 || status >= 500 || transientCodes.has(error.errorCode))
    return { ...unanswered(error.errorCode), reason: { code: 'microsoft-unavailable', microsoft } };
  const code = reasonCodes.get(number) ?? reasonOfError(error.errorCode);
  return {
    kind: 'connection',
    closes: code === 'secret-expired' ? 'expired' : 'misconfigured',
    reason: { code, microsoft },
  };
}

const transientCodes = new Set(['temporarily_unavailable', 'server_error']);

const reasonCodes = new Map<number, Reason['code']>([
  [7_000_222, 'secret-expired'],
  [7_000_215, 'secret-invalid'],
  [700_016, 'application-not-found'],
  [7_000_229, 'application-not-found'],
  [7_000_112, 'application-disabled'],
  [90_002, 'tenant-not-found'],
  [900_023, 'tenant-not-found'],
  // Of another cloud.
  [90_038, 'tenant-not-found'],
  [900_382, 'tenant-not-found'],
  // Conditional Access for workload identities.
  [53_003, 'access-blocked'],
]);

function reasonOfError(error: string): Reason['code'] {
  if (error === 'invalid_client') return 'secret-invalid';
  if (error === 'unauthorized_client') return 'application-not-found';
  return 'rejected-by-microsoft';
}

/** Nothing reached Graph, whatever became of the token request. */
const unanswered = (code: string) =>
  ({
    kind: 'unavailable',
    reason: { code: 'microsoft-unavailable', microsoft: { status: 0, code, requestId: '' } },
    retryAfterSeconds: null,
    mayHaveHappened: false,
  }) satisfies Microsoft365Failure;
