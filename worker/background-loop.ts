import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { kindOf } from '#persistence/loggable-errors.ts';

export interface BackgroundLoop {
  /** Resolves when the round that is under way is over. */
  stop(): Promise<void>;
}

export interface LoopOptions {
  /** As the log calls it. */
  readonly name: string;
  readonly pauseMilliseconds: number;
  /** One round; rounds are counted from 0. */
  readonly work: (round: number, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
}

/**
 * Does the same work round after round, with a pause between. A round that fails ends nothing; of several in a row the
 * log tells once. Only the kind of an error is told, because its message may carry values of a row.
 */
export function startLoop(options: LoopOptions): BackgroundLoop {
  const stopping = new AbortController();
  const done = run(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(
  { name, pauseMilliseconds, work, logger }: LoopOptions,
  signal: AbortSignal,
): Promise<void> {
  let isFailing = false;
  for (let round = 0; !signal.aborted; round += 1) {
    try {
      await work(round, signal);
      isFailing = false;
    } catch (error) {
      if (!isFailing && !signal.aborted) logger.warn({ error: kindOf(error) }, `${name} fails; trying on`);
      isFailing = true;
    }
    await setTimeout(pauseMilliseconds, undefined, { signal }).catch(() => {});
  }
}
