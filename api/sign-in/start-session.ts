import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Dependencies } from '#api/dependencies.ts';
import { replaceSession, type NewSession } from '#persistence/sessions.ts';
import type { Caller } from './callers.ts';
import { cookiesOf } from './cookies.ts';
import { readRoles } from './roles.ts';
import { csrfTokenOf, hashToken, makeToken } from './tokens.ts';

/**
 * Signs a person in with this browser. Always by a new token: what the browser held before, whoever gave it, leads
 * nowhere from now on.
 */
export async function startSession(
  { database, consoleOrigin, now }: Dependencies,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Omit<NewSession, 'tokenHash'>,
): Promise<Caller> {
  const cookie = cookiesOf(consoleOrigin).session;
  const former = cookie.read(request);
  const token = makeToken();
  const tokenHash = hashToken(token);
  const { kind, name, roles, expiresAt } = await replaceSession(
    database,
    former === null ? null : hashToken(former),
    { ...person, tokenHash },
    now(),
  );
  cookie.set(reply, token);
  return { kind, name, roles: readRoles(roles), tokenHash, csrfToken: csrfTokenOf(token), expiresAt };
}
