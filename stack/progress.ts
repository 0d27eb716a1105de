import { Presets, SingleBar } from 'cli-progress';

export type Progress = { show(done: number, total: number): void; end(): void };

const secondsBetweenLines = 3;

/** A bar on a terminal; elsewhere a plain line every few seconds. */
export function createProgress(what: string, say: (line: string) => void): Progress {
  if (!process.stdout.isTTY) {
    let toldAt = 0;
    return {
      show(done, total) {
        if (total === 0 || (done < total && Date.now() - toldAt < secondsBetweenLines * 1000)) return;
        toldAt = Date.now();
        say(`${what}: ${done} of ${total}`);
      },
      end: () => undefined,
    };
  }
  const bar = new SingleBar({ format: `${what} {bar} {value} of {total}` }, Presets.shades_classic);
  let isStarted = false;
  return {
    show(done, total) {
      if (total === 0) return;
      if (!isStarted) bar.start(total, done);
      isStarted = true;
      bar.setTotal(total);
      bar.update(done);
    },
    end() {
      if (isStarted) bar.stop();
    },
  };
}
