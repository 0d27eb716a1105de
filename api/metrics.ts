import type { FastifyPluginAsync } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Dependencies } from './dependencies.ts';
import { storeFigures } from './store-figures.ts';

/** Figures for Prometheus: of this process, and of the store. */
export const metrics: FastifyPluginAsync<Dependencies> = async (server, { database }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const figure of storeFigures(database)) registry.registerMetric(figure);

  const durations = new Histogram({
    name: 'absence_sync_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  server.addHook('onResponse', async (request, reply) => {
    durations.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: String(reply.statusCode),
      },
      reply.elapsedTime / 1000,
    );
  });

  server.get(
    '/metrics',
    { schema: { summary: 'Figures for Prometheus', security: [] }, logLevel: 'warn' },
    async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
};
