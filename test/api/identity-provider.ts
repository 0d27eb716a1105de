import { Provider } from 'oidc-provider';
import { listen } from './listening.ts';
import type { WebBrowser } from './web-browser.ts';

/** A real OpenID Connect provider on this machine, in the place of Entra ID. */
export interface TestIdentityProvider {
  readonly issuer: string;
  /** Signs the person in who is now at the address that the service has sent the browser to. */
  signsIn(browser: WebBrowser, authorizationUrl: string, account: string): Promise<string>;
  /** The person gives up there. @returns the address that the browser is sent back to. */
  cancels(browser: WebBrowser, authorizationUrl: string): Promise<string>;
  close(): Promise<void>;
}

export const clientId = 'absence-sync-console';
export const clientSecret = 'the-sign-in-secret-itself';

/** App roles by account, as Entra puts them into the token. */
export type Roles = Readonly<Record<string, readonly string[]>>;

/** @param port 0 for any that is free. */
export async function openIdentityProvider(
  port: number,
  callback: string,
  roles: Roles,
): Promise<TestIdentityProvider> {
  const { server, origin: issuer, close } = await listen(port);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [callback],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub', 'roles'], profile: ['preferred_username', 'name'] },
    // As Entra does: what the scopes ask for stands in the token itself.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({
        sub: accountId,
        preferred_username: `${accountId}@contoso.example`,
        roles: [...(roles[accountId] ?? [])],
      }),
    }),
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({
        accountId: oidc.session?.accountId,
        clientId: oidc.client?.clientId,
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  server.on('request', provider.callback());

  return {
    issuer,
    async signsIn(browser, authorizationUrl, account) {
      const form = await browser.follow(authorizationUrl, callback);
      if (form.url.startsWith(callback)) return form.url;
      const submitted = await browser.go(form.url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ prompt: 'login', login: account, password: 'x' }),
      });
      return (await browser.follow(submitted.headers.get('location') ?? '', callback)).url;
    },
    async cancels(browser, authorizationUrl) {
      const form = await browser.follow(authorizationUrl);
      const { url } = await browser.follow(`${form.url}/abort`, callback);
      return url;
    },
    close,
  };
}
