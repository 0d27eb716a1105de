import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerWithConsole } from './console.ts';
import type { Dependencies } from './dependencies.ts';
import { answerProblem, Problem } from './problems.ts';

interface KnownRoute {
  readonly pattern: RegExp;
  readonly method: string;
}

/** Notes the routes that are registered from now on. */
export function noteRoutes(server: FastifyInstance): readonly KnownRoute[] {
  const routes: KnownRoute[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replaceAll('.', String.raw`\.`).replaceAll(/:\w+/g, '[^/]+')}/?$`);
    for (const one of [method].flat()) routes.push({ pattern, method: one });
  });
  return routes;
}

/** Where no route answers: the console may have a page there, or the address is unknown, or only the method is. */
export function answerUnknown(routes: readonly KnownRoute[], dependencies: Dependencies) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?')[0] ?? '';
    const allow = [
      ...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
    ];
    if (allow.length === 0 && (await answerWithConsole(dependencies, request, reply))) return reply;
    const problem =
      allow.length === 0
        ? new Problem(404, 'not-found', 'There is nothing at this address; /openapi.json lists all there is.')
        : new Problem(405, 'method-not-allowed', `This address takes ${allow.join(', ')}.`, {
            headers: { allow: allow.join(', ') },
          });
    return answerProblem(problem, request, reply);
  };
}
