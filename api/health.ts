import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import protocol from '@temporalio/proto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askDatabase, askSchema } from '#persistence/availability.ts';
import { taskQueue } from '#workflows/messages.ts';
import type { Dependencies } from './dependencies.ts';

const { TaskQueueType } = protocol.temporal.api.enums.v1;

const healthSchema = z.object({
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type HealthAnswer = z.infer<typeof healthSchema>;
type Check = HealthAnswer['checks'][number];

const timeoutSeconds = 3;
/** A worker's poll lasts up to a minute, and only its beginning is noted. */
const pollerAgeSeconds = 70;

/** Whether the service is alive, and whether it has all that it works with. */
export const health: FastifyPluginAsyncZod<Dependencies> = async (server, { database, temporal }) => {
  const alive = () => [check('database', async () => (await askDatabase(database), 'answers'))];
  const ready = () => [
    ...alive(),
    check('migrations', async () => (await askSchema(database), 'applied')),
    check('temporal', async () => (await temporal.workflowService.getSystemInfo({}), 'answers')),
    check('worker', () => askWorker(temporal)),
  ];

  for (const [url, summary, checks] of [
    ['/healthz', 'Whether the process is alive and its database answers', alive],
    ['/readyz', 'Whether all is there, a polling worker too', ready],
  ] as const)
    server.get(
      url,
      {
        schema: { summary, security: [], response: { 200: healthSchema, 503: healthSchema } },
        logLevel: 'warn',
      },
      async (_, reply) => {
        const results = await Promise.all(checks());
        return reply.code(results.every(({ ok }) => ok) ? 200 : 503).send({ checks: results });
      },
    );
};

/** An error's own words may quote an address or a role: the kind of it is enough here. */
async function check(name: string, ask: () => Promise<string>): Promise<Check> {
  const late = new AbortController();
  const timeout = delay(timeoutSeconds * 1000, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new NotOk(`does not answer within ${timeoutSeconds} s`);
  });
  timeout.catch(() => undefined);
  try {
    return { name, ok: true, detail: await Promise.race([ask(), timeout]) };
  } catch (error) {
    return { name, ok: false, detail: error instanceof NotOk ? error.message : 'does not answer' };
  } finally {
    late.abort();
  }
}

class NotOk extends Error {
  override readonly name = 'NotOk';
}

async function askWorker(temporal: Client): Promise<string> {
  const { pollers } = await temporal.workflowService.describeTaskQueue({
    namespace: temporal.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const newest = Math.max(
    0,
    ...(pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0)),
  );
  if (Date.now() / 1000 - newest > pollerAgeSeconds) throw new NotOk('no worker polls');
  return 'polls';
}
