import type { FastifyInstance } from 'fastify';
import { actingAs } from '#persistence/acting.ts';
import { unauthorized } from '#api/authentication.ts';
import type { Dependencies } from '#api/dependencies.ts';
import { notFound, Problem } from '#api/problems.ts';
import { findCaller, personOf, refuseForgery } from './callers.ts';
import { administersCompany, administersService, seesCompany, type Role } from './roles.ts';

/**
 * What a route asks of whoever calls it. `read-service` is for everybody who is signed in and shows only what that
 * person may see; `hr-system` is a company's own key or signature; `anyone` needs nobody to be signed in.
 */
export type Access =
  | 'read-company'
  | 'administer-company'
  | 'read-service'
  | 'administer-service'
  | 'hr-system'
  | 'anyone';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route below /v1 declares it: the server refuses to start without. */
    access?: Access;
  }
}

/**
 * Lets only those in whom a route's `access` names, before a byte of the body is read. Call it before the routes.
 * A company that somebody may not see is answered for like one that there isn't.
 */
export function guardRoutes(server: FastifyInstance, dependencies: Dependencies): void {
  server.addHook('onRoute', ({ method, url, config }) => {
    if (url.startsWith('/v1') && config?.access === undefined)
      throw new Error(`${String(method)} ${url} does not declare who has access to it`);
  });
  server.decorateRequest('caller', null);
  server.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config;
    if (access === undefined || access === 'anyone' || access === 'hr-system') return;
    const caller = await findCaller(dependencies, request);
    if (caller === null) throw notSignedIn();
    refuseForgery(dependencies, request, caller);
    const { companyId = '' } = (request.params ?? {}) as { companyId?: string };
    refuseWithoutRole(access, caller.roles, companyId);
    request.caller = caller;
  });
  // After the body has been read: what is read from the socket runs on outside of the hook before.
  server.addHook('preHandler', (request, _, done) => actingAs(personOf(request.caller), done));
}

function refuseWithoutRole(
  access: 'read-company' | 'administer-company' | 'read-service' | 'administer-service',
  roles: readonly Role[],
  companyId: string,
): void {
  switch (access) {
    case 'read-service':
      return;
    case 'administer-service':
      if (!administersService(roles)) throw forbidden(['administrator']);
      return;
    case 'read-company':
    case 'administer-company':
      if (!seesCompany(roles, companyId)) throw notFound(`company ${companyId}`);
      if (access === 'administer-company' && !administersCompany(roles, companyId))
        throw forbidden(['administrator', `company-administrator:${companyId}`]);
      return;
  }
}

const notSignedIn = (): Problem =>
  unauthorized(
    'Sign in to the console, or give the administrator key: Authorization: Bearer <administrator key>.',
  );

function forbidden(roles: readonly string[]): Problem {
  return new Problem(
    403,
    'forbidden',
    `This needs the role ${roles.join(' or ')}. Whoever administers Entra ID assigns roles; sign in again afterwards.`,
  );
}
