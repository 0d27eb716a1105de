import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { ControlProblem } from './control-input.ts';
import { addControlRoutes } from './control-routes.ts';
import { addMicrosoftRoutes } from './microsoft-routes.ts';
import { isFromOtherOrigin } from './pages/own-origin.ts';
import type { Companion } from './pages/page.ts';
import { addPages } from './pages/page-routes.ts';
import { openSandbox } from './sandbox.ts';
import { applySeed } from './seed.ts';

export interface SandboxOptions {
  readonly port?: number;
  readonly host?: string;
  /** The folder that keeps everything over a restart; without it all is in memory. */
  readonly data?: string;
  /** Tenants to add where they don't exist yet; the shape is seed.ts's. */
  readonly seed?: unknown;
  /** Another program's page to show beside the calendars, by its address alone. */
  readonly companion?: Companion;
  /** Told about defects of the sandbox itself; what it answers on purpose is in its request log. */
  readonly onDefect?: (error: unknown) => void;
}

export interface RunningSandbox {
  readonly origin: string;
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { port = 0, host = '127.0.0.1', data, seed, companion = null, onDefect = () => {} } = options;
  const sandbox = await openSandbox(data ?? null);
  if (seed !== undefined) applySeed(sandbox.state, seed);
  const app = fastify({
    forceCloseConnections: true,
    bodyLimit: 4 * 1024 * 1024,
    // Mutable ids are longer than the router's limit of 100, and mailbox names may hold any character.
    routerOptions: { maxParamLength: 2_000 },
    // Longer than clients keep an idle connection, so that it is never the server that cuts one in use.
    keepAliveTimeout: 120_000,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  // The control API is for programs; a browser says where a request comes from.
  app.addHook('onRequest', async (request) => {
    const { method, url } = request;
    if (method !== 'GET' && url.startsWith('/sandbox/') && isFromOtherOrigin(request))
      throw new ControlProblem(403, 'The control API takes nothing from pages of other origins.');
  });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlProblem)
      return reply.code(error.status).send({ error: { message: error.message } });
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status >= 500) onDefect(error);
    return reply
      .code(status)
      .send({ error: { message: error instanceof Error ? error.message : String(error) } });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: { message: `There is nothing at ${request.method} ${request.url}.` } }),
  );
  addMicrosoftRoutes(app, sandbox, onDefect);
  addControlRoutes(app, sandbox);
  addPages(app, sandbox, companion);
  try {
    await app.listen({ port, host });
  } catch (error) {
    sandbox.close();
    throw error;
  }
  // A TCP server's address is never a string; only a pipe's is.
  const address = app.server.address() as AddressInfo;
  return {
    origin: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: async () => {
      sandbox.stop();
      await app.close();
      sandbox.close();
    },
  };
}
