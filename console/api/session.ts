import type { SessionAnswer } from '#api/sign-in/session.ts';
import { call } from './http.ts';

/** Who is signed in; answered also where nobody is. */
export const readSession = () => call<SessionAnswer>('GET', '/v1/session');
export const signInOnce = (oneTimeToken: string) =>
  call<SessionAnswer>('POST', '/v1/session', { json: { oneTimeToken } });
export const signOut = () => call<void>('DELETE', '/v1/session');
