import { setTimeout as delay } from 'node:timers/promises';
import type { RunningProcess } from './process.ts';

export type Piece = {
  readonly name: string;
  /** Starts it and waits until it is ready; tells of the process as soon as there is one. */
  start(onSpawn: (process: RunningProcess) => void): Promise<RunningProcess>;
  /** Whether `start` can tell that it is ready; else a start is no sign of it. */
  readonly tellsReadiness: boolean;
};

export type Supervised = {
  readonly name: string;
  /** Fulfilled when it is ready for the first time; rejected when its first start fails. */
  readonly ready: Promise<void>;
  /** The end of what it wrote. */
  lastLines(): string;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

const shortestPauseSeconds = 0.5;
const longestPauseSeconds = 15;
/** One that lived this long had started well: the next death begins with the shortest pause again. */
const goodLifeSeconds = 30;
const deathsUntilShown = 4;

/** Runs a piece and brings it back whenever it dies, until it is told to stop. */
export function supervise(
  piece: Piece,
  told: { say: (line: string) => void; onChange: (process: RunningProcess) => void },
): Supervised {
  let current: RunningProcess | undefined;
  const leaving = new AbortController();
  const first = Promise.withResolvers<void>();
  // A piece that is told to stop before it was ready has nobody waiting.
  first.promise.catch(() => undefined);

  const onSpawn = (process: RunningProcess): void => {
    current = process;
    told.onChange(process);
    void process.exited.then(() => told.onChange(process));
    if (leaving.signal.aborted) void process.stop();
  };

  const live = async (): Promise<void> => {
    let pauseSeconds = shortestPauseSeconds;
    let deaths = 0;
    let hasBeenReady = false;
    while (!leaving.signal.aborted) {
      const startedAt = Date.now();
      let trouble: string;
      try {
        const process = await piece.start(onSpawn);
        if (deaths > 0 && piece.tellsReadiness) told.say(`${piece.name} is back`);
        hasBeenReady = true;
        first.resolve();
        const { code, signal } = await process.exited;
        trouble = `ended (${signal ?? `exit code ${code}`})`;
        if (Date.now() - startedAt > goodLifeSeconds * 1000) {
          pauseSeconds = shortestPauseSeconds;
          deaths = 0;
        }
      } catch (error) {
        if (!hasBeenReady) {
          first.reject(error);
          return;
        }
        trouble = `did not come back: ${(error as Error).message}`;
      }
      if (leaving.signal.aborted) return;
      deaths += 1;
      if (deaths < deathsUntilShown || deaths % deathsUntilShown > 0)
        told.say(`${piece.name} ${trouble}; it is started again`);
      else
        told.say(`${piece.name} ${trouble} and keeps dying; it last wrote:\n${current?.lastLines() ?? ''}`);
      await delay(pauseSeconds * 1000, undefined, { signal: leaving.signal }).catch(() => undefined);
      pauseSeconds = Math.min(pauseSeconds * 2, longestPauseSeconds);
    }
  };
  const life = live();

  return {
    name: piece.name,
    ready: first.promise,
    lastLines: () => current?.lastLines() ?? '',
    async stop() {
      leaving.abort();
      await current?.stop();
      await life;
    },
    async kill() {
      leaving.abort();
      await current?.kill();
    },
  };
}
