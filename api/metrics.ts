import type { FastifyPluginAsync } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { listCompanyIds } from '#persistence/companies.ts';
import { inCompany } from '#persistence/database.ts';
import { countRegistrationsByState } from '#persistence/registration-counts.ts';
import { readUndelivered } from '#persistence/undelivered.ts';
import type { Dependencies } from './dependencies.ts';

/** Figures for Prometheus. What the store knows is asked for when somebody looks. */
export const metrics: FastifyPluginAsync<Dependencies> = async (server, { database }) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const durations = new Histogram({
    name: 'absence_sync_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  const registrations = new Gauge({
    name: 'absence_sync_registrations',
    help: 'Registrations by company and state.',
    labelNames: ['company', 'state'] as const,
    registers: [registry],
    async collect() {
      this.reset();
      for (const companyId of await listCompanyIds(database)) {
        const counts = await inCompany(database, companyId, countRegistrationsByState);
        for (const [state, count] of counts) this.set({ company: companyId, state }, count);
      }
    },
  });
  const relayLag = new Gauge({
    name: 'absence_sync_relay_lag_seconds',
    help: 'Age of the oldest recorded event that has not been handed to Temporal.',
    registers: [registry],
    async collect() {
      const [oldest] = await readUndelivered(database, 1);
      this.set(oldest ? Math.max(0, (Date.now() - oldest.recordedAt.getTime()) / 1000) : 0);
    },
  });
  server.log.debug({ metrics: [durations, registrations, relayLag].length }, 'metrics are collected');

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
