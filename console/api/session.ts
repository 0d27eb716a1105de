import { call } from './http.ts';

export type Role = 'administrator' | 'company-administrator' | 'reader';

export interface SessionAnswer {
  readonly actor: {
    readonly name: string;
    readonly kind: 'administrator-key' | 'entra' | 'one-time-link';
  } | null;
  /** A company of null means all. */
  readonly access: readonly { readonly role: Role; readonly companyId: string | null }[];
  readonly csrfToken: string | null;
  readonly signIn: { readonly entra: boolean };
  readonly links: {
    readonly temporalUi: string | null;
    readonly temporalNamespace: string;
    readonly sandbox: string | null;
  };
  readonly isEmbedded: boolean;
  readonly expiresAt: string | null;
}

/** Who is signed in; answered also where nobody is. */
export const readSession = () => call<SessionAnswer>('GET', '/v1/session');
export const signInOnce = (oneTimeToken: string) =>
  call<SessionAnswer>('POST', '/v1/session', { json: { oneTimeToken } });
export const signOut = () => call<void>('DELETE', '/v1/session');
