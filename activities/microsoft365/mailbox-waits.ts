import { setTimeout } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { Microsoft365Error, type GraphAnswer } from './failures.ts';

/** Mailboxes that Microsoft has asked to leave alone for a while. */
export interface MailboxWaits {
  /** A 429 with Retry-After concerns all that the application sends to this mailbox, not the refused request alone. */
  note(path: string, answer: GraphAnswer): void;
  /**
   * Waits until a request may be sent there.
   * @throws Microsoft365Error as throttled, for the time that is left, where that is longer than a request can wait;
   * the signal's reason where that ends the wait.
   */
  untilOver(path: string, signal: AbortSignal): Promise<void>;
}

interface Wait {
  /** By `performance.now()`. */
  readonly endsAt: number;
  readonly answer: GraphAnswer;
}

/**
 * Exchange Online throttles by application and mailbox, and what is sent too early counts against the limit as well
 * (https://learn.microsoft.com/graph/throttling).
 * @param longestSeconds what waits longer would outlive its right to write.
 */
export function mailboxWaits(longestSeconds: number): MailboxWaits {
  const waits = new LRUCache<string, Wait>({ max: 10_000 });
  return {
    note(path, answer) {
      const mailbox = mailboxOf(path);
      if (mailbox === null || answer.status !== 429 || answer.retryAfterSeconds === null) return;
      const endsAt = performance.now() + answer.retryAfterSeconds * 1000;
      if (endsAt > (waits.get(mailbox)?.endsAt ?? 0)) waits.set(mailbox, { endsAt, answer });
    },
    async untilOver(path, signal) {
      const mailbox = mailboxOf(path);
      if (mailbox === null) return;
      for (;;) {
        const wait = waits.get(mailbox);
        const seconds = wait === undefined ? 0 : (wait.endsAt - performance.now()) / 1000;
        if (wait === undefined || seconds <= 0) return;
        if (seconds > longestSeconds) throw new Microsoft365Error(throttled(wait.answer, seconds));
        await setTimeout(Math.ceil(seconds * 1000), undefined, { signal }).catch(() =>
          signal.throwIfAborted(),
        );
      }
    },
  };
}

const mailboxOf = (path: string): string | null =>
  /^\/users\/([^/?]+)/.exec(path)?.[1]?.toLowerCase() ?? null;

const throttled = ({ status, code, requestId }: GraphAnswer, seconds: number) =>
  ({
    kind: 'throttled',
    reason: { code: 'throttled', microsoft: { status, code, requestId } },
    retryAfterSeconds: seconds,
  }) as const;
