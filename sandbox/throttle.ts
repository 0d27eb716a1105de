import { GraphFailure } from './graph-failure.ts';
import type { SandboxState } from './sandbox-state.ts';

const windowMilliseconds = 10 * 60 * 1000;

interface Gate {
  running: number;
  windowStartedAt: number;
  requestsInWindow: number;
}

/** Outlook's limits by application and mailbox: requests at once, and requests in ten minutes. */
export class Throttle {
  readonly #state: SandboxState;
  readonly #gates = new Map<string, Gate>();
  /** The most that callers have tried at once on one mailbox, refused ones included. */
  maximumConcurrent = 0;

  constructor(state: SandboxState) {
    this.#state = state;
  }

  /** Takes a slot until `leave`; a refused request counts in the window too. */
  enter(appId: string, mailbox: string): { leave: () => void } | GraphFailure {
    const key = `${appId} ${mailbox}`;
    const now = this.#state.now();
    let gate = this.#gates.get(key);
    if (!gate) {
      gate = { running: 0, windowStartedAt: now, requestsInWindow: 0 };
      this.#gates.set(key, gate);
    }
    if (now - gate.windowStartedAt >= windowMilliseconds || now < gate.windowStartedAt) {
      gate.windowStartedAt = now;
      gate.requestsInWindow = 0;
    }
    gate.requestsInWindow += 1;
    const { requestsPerMailboxWindow, concurrencyPerMailbox, retryAfterSeconds } = this.#state.settings;
    if (gate.requestsInWindow > requestsPerMailboxWindow)
      return throttled('RequestRate', Math.ceil((gate.windowStartedAt + windowMilliseconds - now) / 1000));
    this.maximumConcurrent = Math.max(this.maximumConcurrent, gate.running + 1);
    if (gate.running >= concurrencyPerMailbox) return throttled('MailboxConcurrency', retryAfterSeconds);
    gate.running += 1;
    const entered = gate;
    return {
      leave: () => {
        entered.running -= 1;
      },
    };
  }

  forgetWindows(): void {
    for (const [key, gate] of this.#gates) {
      gate.requestsInWindow = 0;
      if (gate.running === 0) this.#gates.delete(key);
    }
  }
}

function throttled(limit: string, retryAfterSeconds: number | null): GraphFailure {
  return new GraphFailure(429, 'ApplicationThrottled', `Application is over its ${limit} limit.`, {
    headers: retryAfterSeconds === null ? {} : { 'retry-after': String(retryAfterSeconds) },
  });
}
