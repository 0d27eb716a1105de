import * as client from 'openid-client';
import { z } from 'zod';

export interface IdentityProviderSettings {
  /** Such as https://login.microsoftonline.com/{tenant}/v2.0; plain http on loopback alone. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the console tells a person who isn't signed in after all. */
export type SignInTrouble = 'sign-in-failed' | 'no-role' | 'cancelled' | 'unavailable';

export class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
  readonly trouble: SignInTrouble;
  /** For the log: a code, and nothing of the person. */
  readonly code: string;
  constructor(trouble: SignInTrouble, code: string) {
    super(`not signed in: ${trouble}`);
    this.trouble = trouble;
    this.code = code;
  }
}

/** What binds an answer of the provider to the browser that was sent there. */
export interface Challenge {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface Person {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly string[];
}

export interface IdentityProvider {
  /** Where the browser goes to sign in. @throws SignInFailed where the provider doesn't answer. */
  addressFor(challenge: Challenge): Promise<URL>;
  /** Who came back, by the address that the browser came back to. @throws SignInFailed. */
  personOf(returned: URL, challenge: Challenge): Promise<Person>;
}

export const makeChallenge = (): Challenge => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
});

const timeoutSeconds = 10;

/** An OpenID Connect provider, by the authorization code flow with PKCE. It is first asked when somebody signs in. */
export function identityProvider(settings: IdentityProviderSettings, redirectUri: string): IdentityProvider {
  let discovered: Promise<client.Configuration> | null = null;
  const configuration = (): Promise<client.Configuration> => {
    discovered ??= discover(settings);
    return discovered.catch((error: unknown) => {
      discovered = null;
      throw new SignInFailed('unavailable', codeOf(error));
    });
  };
  return {
    async addressFor({ state, nonce, codeVerifier }) {
      return client.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
      });
    },
    async personOf(returned, { state, nonce, codeVerifier }) {
      const provider = await configuration();
      try {
        const tokens = await client.authorizationCodeGrant(provider, returned, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        });
        return personIn(tokens.claims());
      } catch (error) {
        throw new SignInFailed(troubleOf(error), codeOf(error));
      }
    },
  };
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: IdentityProviderSettings): Promise<client.Configuration> {
  const url = new URL(issuer);
  return client.discovery(url, clientId, undefined, client.ClientSecretPost(clientSecret), {
    timeout: timeoutSeconds,
    execute: [
      // The token's signature too, and not only the connection that it came by.
      client.enableNonRepudiationChecks,
      ...(url.protocol === 'http:' ? [client.allowInsecureRequests] : []),
    ],
  });
}

const claimsSchema = z.object({
  sub: z.string().min(1),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  name: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

const maximumNameLength = 200;

function personIn(claims: unknown): Person {
  const { sub, preferred_username, email, name, roles } = claimsSchema.parse(claims);
  const shown = [preferred_username, email, name].find((one) => one !== undefined && one !== '') ?? sub;
  return { subject: sub, name: shown.slice(0, maximumNameLength), roles };
}

function troubleOf(error: unknown): SignInTrouble {
  if (error instanceof client.AuthorizationResponseError) {
    if (error.error === 'access_denied') return 'cancelled';
    return ['temporarily_unavailable', 'server_error'].includes(error.error)
      ? 'unavailable'
      : 'sign-in-failed';
  }
  if (error instanceof client.ResponseBodyError)
    return error.status >= 500 ? 'unavailable' : 'sign-in-failed';
  // What `fetch` throws where nobody answers is a TypeError.
  const isAway =
    error instanceof TypeError || (error instanceof client.ClientError && error.code === 'OAUTH_TIMEOUT');
  return isAway ? 'unavailable' : 'sign-in-failed';
}

/** The provider's or the library's code: descriptions may name the person. */
function codeOf(error: unknown): string {
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
    return error.error;
  if (error instanceof client.ClientError) return error.code ?? error.name;
  return error instanceof Error ? error.name : 'unknown';
}
