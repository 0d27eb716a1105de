import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionHours } from '#persistence/sessions.ts';

export const attemptMinutes = 10;

/** The browser's two cookies: who is signed in, and who is at the identity provider at the moment. */
export interface SignInCookies {
  readonly session: Cookie;
  readonly attempt: Cookie;
}

export interface Cookie {
  read(request: FastifyRequest): string | null;
  set(reply: FastifyReply, token: string): void;
  clear(reply: FastifyReply): void;
}

/**
 * Neither is readable by scripts nor sent along by another site's forms. Where the console is reached by https, the
 * prefix `__Host-` makes browsers refuse one that came another way or from a subdomain.
 */
export function cookiesOf(consoleOrigin: string): SignInCookies {
  const { protocol, port } = new URL(consoleOrigin);
  const isSecure = protocol === 'https:';
  // Browsers don't tell ports of one host apart, and two services may run side by side on a machine.
  const nameOf = (name: string): string =>
    `${isSecure ? '__Host-' : ''}absence_sync_${name}${port === '' ? '' : `_${port}`}`;
  const options: CookieSerializeOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure };
  const cookie = (name: string, maxAge: number): Cookie => ({
    read: (request) => request.cookies[name] ?? null,
    set: (reply, token) => void reply.setCookie(name, token, { ...options, maxAge }),
    clear: (reply) => void reply.clearCookie(name, options),
  });
  return {
    session: cookie(nameOf('session'), sessionHours * 3600),
    attempt: cookie(nameOf('attempt'), attemptMinutes * 60),
  };
}
