import { readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { RunningProcess } from '#stack/process.ts';

/** A process of the service, and the file that takes all it says. */
export interface Piece {
  readonly running: RunningProcess;
  readonly log: string;
}

/**
 * Waits until it has said so.
 * @returns false where it has ended without.
 */
export function hasSaid({ running, log }: Piece, words: string): Promise<boolean> {
  return vi.waitFor(
    () => {
      // Before its log is read, which it may still write to.
      const hasEnded = running.exit !== undefined;
      if (readFileSync(log, 'utf8').includes(words)) return true;
      if (hasEnded) return false;
      throw new Error(`${running.name} doesn't say "${words}"\n${running.lastLines()}`);
    },
    { timeout: 45_000, interval: 100 },
  );
}

/** Waits until it has said so, which it must. */
export async function untilSaid(piece: Piece, words: string): Promise<void> {
  if (!(await hasSaid(piece, words)))
    throw new Error(`${piece.running.name} has ended\n${piece.running.lastLines()}`);
}
