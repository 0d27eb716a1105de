import type { Logger } from 'pino';
import type { RequestCounts } from '#activities/microsoft365/request-counts.ts';
import type { Database } from '#persistence/database.ts';
import { addMicrosoftRequests } from '#persistence/microsoft-requests.ts';
import { startLoop, type BackgroundLoop } from './background-loop.ts';

export interface RequestCountingDependencies {
  readonly database: Database;
  readonly requests: RequestCounts;
  readonly logger: Logger;
}

const flushMilliseconds = 5000;

/**
 * Adds this process's count of requests to Microsoft to the store's, every few seconds and when it stops: a worker has
 * no port that Prometheus could ask. What a process has counted since the last time dies with it.
 */
export function startRequestCounting(dependencies: RequestCountingDependencies): BackgroundLoop {
  const loop = startLoop({
    name: 'storing the count of requests to Microsoft',
    pauseMilliseconds: flushMilliseconds,
    work: () => flush(dependencies),
    logger: dependencies.logger,
  });
  return {
    async stop() {
      await loop.stop();
      await flush(dependencies).catch(() => {});
    },
  };
}

/** What can't be stored is counted on. */
async function flush({ database, requests }: RequestCountingDependencies): Promise<void> {
  const counts = requests.take();
  try {
    await addMicrosoftRequests(database, counts);
  } catch (error) {
    requests.putBack(counts);
    throw error;
  }
}
