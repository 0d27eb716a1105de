import type { FastifyRequest } from 'fastify';
import { findSession } from '#persistence/sessions.ts';
import { bearerOf, unauthorized } from '#api/authentication.ts';
import type { Dependencies } from '#api/dependencies.ts';
import { Problem } from '#api/problems.ts';
import { cookiesOf } from './cookies.ts';
import { administratorRole, readRoles, type Role } from './roles.ts';
import { csrfTokenOf, hashToken, isSameSecret } from './tokens.ts';

/** Who asks: the holder of the administrator key, or whoever is signed in with this browser. */
export type Caller =
  | { readonly kind: 'administrator-key'; readonly name: string; readonly roles: readonly Role[] }
  | {
      readonly kind: 'entra' | 'one-time-link';
      readonly name: string;
      readonly roles: readonly Role[];
      readonly tokenHash: Buffer;
      readonly csrfToken: string;
      readonly expiresAt: Date;
    };

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where the route asks for nobody. */
    caller: Caller | null;
  }
}

const administrator = 'administrator';

/** The person's name for the activity log; null where it is known that an administrator asks, but not who. */
export const personOf = (caller: Caller | null): string | null =>
  caller?.kind === 'entra' ? caller.name : null;

/**
 * Who asks, by the key where one is given and by the session's cookie otherwise.
 * @returns null where neither is given, or the session has ended.
 * @throws Problem (401) where the key is wrong.
 */
export async function findCaller(
  { administratorKey, database, consoleOrigin, now }: Dependencies,
  request: FastifyRequest,
  { isUse }: { readonly isUse: boolean } = { isUse: true },
): Promise<Caller | null> {
  const key = bearerOf(request);
  if (key !== undefined) {
    if (!isSameSecret(key, administratorKey)) throw unauthorized('This is not the administrator key.');
    return { kind: 'administrator-key', name: administrator, roles: [administratorRole] };
  }
  const token = cookiesOf(consoleOrigin).session.read(request);
  if (token === null) return null;
  const tokenHash = hashToken(token);
  const session = await findSession(database, tokenHash, now(), { isUse });
  if (session === null) return null;
  const { kind, name, expiresAt } = session;
  return {
    kind,
    name,
    roles: readRoles(session.roles),
    tokenHash,
    csrfToken: csrfTokenOf(token),
    expiresAt,
  };
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site has a signed-in person's browser send. A key needs no such care: no browser adds it by
 * itself.
 * @throws Problem (403).
 */
export function refuseForgery(dependencies: Dependencies, request: FastifyRequest, caller: Caller): void {
  if (caller.kind === 'administrator-key' || safeMethods.has(request.method)) return;
  const given = request.headers['x-csrf-token'];
  if (typeof given !== 'string' || !isSameSecret(given, caller.csrfToken)) throw forgery();
  refuseOtherOrigins(dependencies, request);
}

/**
 * @throws Problem (403) where the browser says that another site's page has sent this. Behind a proxy the console's
 * address is the setting's; reached another way (localhost) it is the one that was asked.
 */
export function refuseOtherOrigins({ consoleOrigin }: Dependencies, request: FastifyRequest): void {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOwn =
    origin === undefined || origin === consoleOrigin || (URL.parse(origin)?.host ?? '') === (host ?? '-');
  if (!isOwn || (site !== undefined && site !== 'same-origin')) throw forgery();
}

const forgery = (): Problem =>
  new Problem(
    403,
    'forbidden',
    'This request does not come from the console’s own page. Reload the page and try again.',
  );
