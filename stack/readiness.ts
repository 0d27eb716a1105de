import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from './process.ts';

/** A piece that died, or didn't answer in time, while it was starting; `detail` holds what it last wrote. */
class NotReady extends Error {
  override readonly name = 'NotReady';
}

/**
 * Asks again and again until the answer is no error.
 * @throws NotReady when the process ends first or `timeoutSeconds` are over.
 */
export async function untilReady(
  process: RunningProcess,
  timeoutSeconds: number,
  ask: () => Promise<unknown>,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (process.exit)
        throw new NotReady(`${process.name} ended while it was starting${lastWords(process)}`);
      if (Date.now() > deadline)
        throw new NotReady(`${process.name} did not answer within ${timeoutSeconds} s${lastWords(process)}`, {
          cause: error,
        });
    }
    await delay(100);
  }
}

const lastWords = (process: RunningProcess): string => {
  const lines = process.lastLines();
  return lines === '' ? '' : `; it last wrote:\n${lines}`;
};
