import { setTimeout as delay } from 'node:timers/promises';
import { Presets, SingleBar } from 'cli-progress';
import type { ReplayAnswer } from '#api/replays.ts';
import { remark, type Context } from './context.ts';
import { Trouble } from './trouble.ts';

/** How often the replay is asked after; a person's eye needs no more. */
const everyMilliseconds = 500;
/** Where no terminal shows a bar, a line that often is enough. */
const linesEverySeconds = 10;

/**
 * Follows a replay to its end, with a bar on a terminal and lines elsewhere.
 * @throws Trouble where it fails, is cancelled, or waits for somebody to approve its removals.
 */
export async function followReplay(
  { api, isJson }: Context,
  companyId: string,
  replayId: string,
): Promise<ReplayAnswer> {
  const show = process.stderr.isTTY && !isJson ? bar() : isJson ? silence() : lines();
  for (;;) {
    const replay = await api.replay(companyId, replayId);
    show.update(replay);
    if (replay.endedAt !== null || replay.state === 'awaiting-approval') {
      show.end();
      refuseUnfinished(replay, companyId);
      return replay;
    }
    await delay(everyMilliseconds);
  }
}

function refuseUnfinished(replay: ReplayAnswer, companyId: string): void {
  if (replay.state === 'completed') return;
  if (replay.state === 'awaiting-approval')
    throw new Trouble(
      `All else is done; ${replay.removals} removals wait for approval, because they are unusually many.`,
      `absence-sync replay approve --company ${companyId}, or reject`,
    );
  throw new Trouble(
    `The replay ended ${replay.state} after ${replay.done} of ${replay.total}. ${replay.reason?.message ?? ''}`.trim(),
    replay.reason?.remedy,
  );
}

interface Progress {
  update(replay: ReplayAnswer): void;
  end(): void;
}

function bar(): Progress {
  const one = new SingleBar(
    {
      format: 'To Outlook {bar} {value}/{total}, {eta_formatted} left',
      stream: process.stderr,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update({ total, done }) {
      if (total === 0) return;
      if (!isStarted) one.start(total, 0);
      isStarted = true;
      one.setTotal(total);
      one.update(done);
    },
    end: () => one.stop(),
  };
}

function lines(): Progress {
  let lastAt = 0;
  return {
    update({ state, total, done, endedAt }) {
      if (endedAt === null && Date.now() - lastAt < linesEverySeconds * 1000) return;
      lastAt = Date.now();
      remark(`Replay ${state}: ${done} of ${total}.`);
    },
    end: () => undefined,
  };
}

const silence = (): Progress => ({ update: () => undefined, end: () => undefined });

/** What a replay has done, in one line. */
export function inOneLine({ counts, dryRun }: ReplayAnswer): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  const what =
    parts.length === 0 ? 'nothing' : parts.map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  return `${dryRun ? 'Would be' : 'Done'}: ${what}.`;
}
