import cookie from '@fastify/cookie';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
} from 'fastify';
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { absenceTypePreviews } from './absence-type-preview.ts';
import { absenceTypes } from './absence-types.ts';
import { activity } from './activity.ts';
import { automaticReplies } from './automatic-replies.ts';
import { companies } from './companies.ts';
import { connectionGuides } from './connection-guide.ts';
import { serveConsole } from './console.ts';
import { connectionTests } from './connection-tests.ts';
import { connections } from './connections.ts';
import type { Dependencies } from './dependencies.ts';
import { health } from './health.ts';
import { hrEvents } from './hr-events.ts';
import { imports } from './imports.ts';
import { parseJsonBody } from './json.ts';
import { createLogger } from './logger.ts';
import { mailboxes } from './mailboxes.ts';
import { metrics } from './metrics.ts';
import { describeInterface } from './openapi.ts';
import { overview } from './overview.ts';
import { answerProblem, InvalidInput } from './problems.ts';
import { registrations } from './registrations.ts';
import { replayProgress } from './replay-progress.ts';
import { replayReports } from './replay-report.ts';
import { replayItems } from './replay-items.ts';
import { replays } from './replays.ts';
import { guardRoutes } from './sign-in/access.ts';
import { entraSignIn } from './sign-in/entra.ts';
import { limitRates } from './sign-in/limit.ts';
import { sessions } from './sign-in/session.ts';
import { answerUnknown, noteRoutes } from './unknown-routes.ts';

/**
 * The HTTP API, not yet listening. It needs the database to answer anything; Temporal only where a route says so.
 */
export async function buildServer(
  dependencies: Dependencies,
  logger: FastifyBaseLogger = createLogger('silent'),
): Promise<FastifyInstance> {
  const server = Fastify({
    loggerInstance: logger,
    // Its own lines carry the URL, and with it names and mailboxes that are searched for.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 320, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    trustProxy: dependencies.trustedProxies ?? false,
    frameworkErrors: (error, request, reply) => void answerProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  server.setValidatorCompiler<z.ZodType>(({ schema }) => (input) => {
    const parsed = schema.safeParse(input);
    return parsed.success ? { value: parsed.data } : { error: new InvalidInput(parsed.error, input) };
  });
  server.setSerializerCompiler(serializerCompiler);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_: FastifyRequest, body: Buffer) => parseJsonBody(body),
  );
  server.setErrorHandler(answerProblem);
  const routes = noteRoutes(server);
  server.setNotFoundHandler(answerUnknown(routes, dependencies));
  logRequests(server);
  await server.register(cookie);
  await limitRates(server);
  await serveConsole(server, dependencies);
  guardRoutes(server, dependencies);

  await describeInterface(server);
  await server.register(metrics, dependencies);
  await server.register(health, dependencies);
  await server.register(hrEvents, dependencies);
  await server.register(async (administration) => {
    for (const routes of [
      sessions,
      entraSignIn,
      companies,
      overview,
      connections,
      connectionGuides,
      connectionTests,
      absenceTypes,
      absenceTypePreviews,
      automaticReplies,
      registrations,
      replays,
      replayItems,
      replayProgress,
      replayReports,
      imports,
      mailboxes,
      activity,
    ])
      await administration.register(routes, dependencies);
  });
  return server;
}

/** The route's pattern stands for the address. */
function logRequests(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    const { companyId } = (request.params ?? {}) as { companyId?: string };
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        companyId,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      },
      'answered',
    );
  });
}
