import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RequestCounts } from '#activities/microsoft365/request-counts.ts';
import type { Database } from '#persistence/database.ts';
import { addMicrosoftRequests } from '#persistence/microsoft-requests.ts';

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
export function startRequestCounting(dependencies: RequestCountingDependencies): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = run(dependencies, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(dependencies: RequestCountingDependencies, signal: AbortSignal): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    await setTimeout(flushMilliseconds, undefined, { signal }).catch(() => {});
    const isStored = await flush(dependencies);
    if (!isStored && !isFailing)
      dependencies.logger.warn('requests to Microsoft are counted and not stored; trying on');
    isFailing = !isStored;
  }
}

async function flush({ database, requests }: RequestCountingDependencies): Promise<boolean> {
  const counts = requests.take();
  try {
    await addMicrosoftRequests(database, counts);
    return true;
  } catch {
    requests.putBack(counts);
    return false;
  }
}
