import { Client as PostgresClient } from 'pg';
import type { Logger } from 'pino';
import type { Database } from '#persistence/database.ts';
import {
  markDelivered,
  readUndelivered,
  undeliveredChannel,
  type Undelivered,
} from '#persistence/undelivered.ts';

export interface RelayDependencies {
  readonly database: Database;
  readonly databaseUrl: string;
  /** Tells the registration's workflow, starting it where none runs. */
  readonly signal: (undelivered: Undelivered) => Promise<void>;
  /** Tells the registration's workflow only where it runs. */
  readonly refresh: (undelivered: Undelivered) => Promise<void>;
  readonly logger: Logger;
}

/** What Postgres announces is delivered at once; this finds what nobody announced, after a crash or a lost connection. */
const pollMilliseconds = 1000;
const batchSize = 200;
/** Of what can wait, so few at a time that the next urgent delivery doesn't wait for them. */
const patientBatchSize = 20;
const concurrency = 20;

/**
 * Tells registrations' workflows what the store has recorded: the only way from the store to Temporal, so what is
 * committed while Temporal is away is delivered when it is back. Several relays at once deliver twice, which is
 * harmless.
 */
export function startRelay(dependencies: RelayDependencies): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const bell = wakeUps(stopping.signal);
  const done = Promise.all([
    listen(dependencies, bell.ring, stopping.signal),
    deliverUntilStopped(dependencies, bell.wait, stopping.signal),
  ]);
  return {
    async stop() {
      stopping.abort();
      bell.ring();
      await done;
    },
  };
}

/** Rings that come while nobody waits are kept as one. */
function wakeUps(signal: AbortSignal) {
  let isRung = false;
  let wake: (() => void) | null = null;
  return {
    ring(this: void) {
      isRung = true;
      wake?.();
    },
    async wait(this: void) {
      if (!isRung && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMilliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      isRung = false;
      wake = null;
    },
  };
}

async function deliverUntilStopped(
  dependencies: RelayDependencies,
  wait: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      const isMoreOwed = await deliverBatch(dependencies, signal);
      if (isFailing) dependencies.logger.info('the relay delivers again');
      isFailing = false;
      if (!isMoreOwed) await wait();
    } catch (error) {
      if (!isFailing)
        dependencies.logger.warn({ error: nameOf(error) }, 'the relay can’t deliver; it goes on trying');
      isFailing = true;
      await wait();
    }
  }
}

/** @returns whether more was owed than it has delivered. */
async function deliverBatch(
  { database, signal: deliver, refresh }: RelayDependencies,
  signal: AbortSignal,
): Promise<boolean> {
  const owed = await readUndelivered(database, batchSize);
  const urgent = owed.filter(({ isUrgent }) => isUrgent);
  const queue = urgent.length > 0 ? urgent : owed.slice(0, patientBatchSize);
  const isMoreOwed = owed.length > queue.length || owed.length === batchSize;
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      await (next.isRefresh ? refresh : deliver)(next);
      await markDelivered(database, next);
    }
  };
  const results = await Promise.allSettled(
    Array.from({ length: Math.min(concurrency, queue.length) }, worker),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return isMoreOwed;
}

/** Keeps one connection listening; where it breaks, polling goes on until it is back. */
async function listen(
  { databaseUrl, logger }: RelayDependencies,
  ring: () => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new PostgresClient({ connectionString: databaseUrl, keepAlive: true });
    const broken = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', ring);
    try {
      await client.connect();
      await client.query(`listen ${undeliveredChannel}`);
      ring();
      await broken;
    } catch (error) {
      logger.debug({ error: nameOf(error) }, 'the relay can’t listen');
    }
    await client.end().catch(() => {});
    if (!signal.aborted)
      await new Promise<void>((resolve) => {
        setTimeout(resolve, pollMilliseconds);
      });
  }
}

/** Messages of the database may carry values of a row. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
