import { setTimeout } from 'node:timers/promises';
import { Readable } from 'node:stream';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Dependencies } from './dependencies.ts';
import { findCaller } from './sign-in/callers.ts';
import { inKnownCompany } from './known-company.ts';
import { notFound } from './problems.ts';
import { findReplayAnswer, replayParams, type ReplayAnswer } from './replays.ts';
import { languageFor } from './schemas.ts';

/** How often the store is asked how far the replay is. */
const pollMilliseconds = 500;
/** Proxies close a connection that is silent for long; a comment keeps it open. */
const silenceMilliseconds = 15_000;

/** A replay's progress as server-sent events, each a whole replay, until it has ended. */
export const replayProgress: FastifyPluginAsyncZod<Dependencies> = async (server, dependencies) => {
  server.get(
    '/v1/companies/:companyId/replays/:replayId/progress',
    {
      config: { access: 'read-company' },
      schema: {
        summary: 'The progress of a replay as server-sent events, until it has ended',
        params: replayParams,
        response: { 200: z.string().meta({ description: 'text/event-stream; each data is a replay' }) },
      },
    },
    async (request, reply) => {
      const { companyId, replayId } = request.params;
      const read = () =>
        inKnownCompany(dependencies.database, companyId, async (transaction, company) => {
          const language = languageFor(request, company.settings.language);
          const replay = await findReplayAnswer(transaction, replayId, language);
          if (replay === null) throw notFound('such replay');
          return replay;
        });
      // Who has signed out meanwhile is told nothing more.
      const stillMay = async () => (await findCaller(dependencies, request, { isUse: false })) !== null;
      const first = await read();
      const closed = new AbortController();
      request.raw.once('close', () => closed.abort());
      return (
        reply
          .type('text/event-stream')
          .header('cache-control', 'no-store')
          // A stream goes out as it comes, past the schema, which only describes it.
          .send(Readable.from(events(first, read, stillMay, closed.signal)) as never)
      );
    },
  );
};

async function* events(
  first: ReplayAnswer,
  read: () => Promise<ReplayAnswer>,
  stillMay: () => Promise<boolean>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let sent = '';
  let sentAt = performance.now();
  let askedAt = performance.now();
  for (let replay = first; !signal.aborted; replay = await read()) {
    const data = JSON.stringify(replay);
    if (performance.now() - askedAt > silenceMilliseconds) {
      if (!(await stillMay())) return;
      askedAt = performance.now();
    }
    const isSilent = performance.now() - sentAt > silenceMilliseconds;
    if (data !== sent || isSilent) {
      yield data === sent ? ': still running\n\n' : `event: progress\ndata: ${data}\n\n`;
      sent = data;
      sentAt = performance.now();
    }
    if (replay.endedAt !== null) return;
    await setTimeout(pollMilliseconds, undefined, { signal }).catch(() => {});
  }
}
