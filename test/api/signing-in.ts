import { openApi, type TestApi } from './api.ts';
import {
  clientId,
  clientSecret,
  openIdentityProvider,
  type Roles,
  type TestIdentityProvider,
} from './identity-provider.ts';
import { listen } from './listening.ts';
import { webBrowser, type Visit, type WebBrowser } from './web-browser.ts';

/** The service and an identity provider, both listening, and persons who go from one to the other. */
export interface SigningIn {
  readonly api: TestApi;
  readonly origin: string;
  readonly cookieName: string;
  readonly provider: TestIdentityProvider;
  /** Moves the service's clock on. */
  advance(minutes: number): void;
  person(account: string): Person;
  close(): Promise<void>;
}

export interface Person {
  readonly browser: WebBrowser;
  /** Where the service sends this browser to sign in. */
  begins(returnTo?: string): Promise<string>;
  /** Signs in from beginning to end. @returns where the browser ends up. */
  signsIn(returnTo?: string): Promise<string>;
  /** Comes back from the provider to this address. @returns where the service sends the browser then. */
  returns(callback: string): Promise<string>;
  session(): Promise<SessionBody>;
  /** As the console calls: with the session's CSRF token unless the headers say otherwise. */
  calls(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Visit>;
  token(): string | undefined;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests assert on whatever the API answers
type SessionBody = any;

export async function openSigningIn(roles: Roles): Promise<SigningIn> {
  const { server, origin, close } = await listen();
  const provider = await openIdentityProvider(0, `${origin}/sign-in/callback`, roles);
  let advancedMinutes = 0;
  const api = await openApi({
    consoleOrigin: origin,
    signIn: { issuer: provider.issuer, clientId, clientSecret },
    now: () => new Date(Date.now() + advancedMinutes * 60_000),
  });
  await api.server.ready();
  server.on('request', (request, response) => api.server.routing(request, response));
  const cookieName = `absence_sync_session_${new URL(origin).port}`;
  return {
    api,
    origin,
    cookieName,
    provider,
    advance: (minutes) => void (advancedMinutes += minutes),
    person: (account) => personWith(account, { origin, cookieName, provider }),
    async close() {
      await close();
      await Promise.all([api.close(), provider.close()]);
    },
  };
}

function personWith(
  account: string,
  { origin, cookieName, provider }: Pick<SigningIn, 'origin' | 'cookieName' | 'provider'>,
): Person {
  const browser = webBrowser();
  const locationOf = (visit: Visit): string => visit.headers.get('location') ?? `${visit.status}`;
  const person: Person = {
    browser,
    begins: async (returnTo = '/') =>
      locationOf(await browser.go(`${origin}/sign-in/entra?returnTo=${encodeURIComponent(returnTo)}`)),
    async signsIn(returnTo) {
      const authorizationUrl = await person.begins(returnTo);
      return person.returns(await provider.signsIn(browser, authorizationUrl, account));
    },
    returns: async (callback) => locationOf(await browser.go(callback)),
    session: async () => JSON.parse((await browser.go(`${origin}/v1/session`)).text),
    async calls(method, path, body, headers = {}) {
      const { csrfToken } = await person.session();
      return browser.go(`${origin}${path}`, {
        method,
        headers: {
          ...(csrfToken !== null && { 'x-csrf-token': csrfToken }),
          ...(body && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body && { body: JSON.stringify(body) }),
      });
    },
    token: () => browser.cookie(cookieName),
  };
  return person;
}
