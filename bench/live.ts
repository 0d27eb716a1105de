import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, type Figure } from './figures.ts';
import type { BenchCompany, BenchStack } from './bench-stack.ts';

const posts = 100;
const changesPerSecond = 10;
const loadSeconds = 20;
/** How closely the sandbox is watched; no figure is finer than this. */
const pollMilliseconds = 20;

/** From the HR system's POST to the event in the employee's calendar, as seen from Microsoft's side. */
export async function benchLive(stack: BenchStack): Promise<Figure[]> {
  const underLoadCount = changesPerSecond * loadSeconds;
  const company = await stack.company(1 + posts + 3 * underLoadCount);
  const watch = watchSandbox(stack);
  try {
    const [warmUp = '', ...mailboxes] = company.mailboxes;
    await timeOne(company, warmUp, watch);
    const single: number[] = [];
    for (const mailbox of mailboxes.slice(0, posts)) single.push(await timeOne(company, mailbox, watch));
    const share = (index: number) =>
      mailboxes.slice(posts + index * underLoadCount, posts + (index + 1) * underLoadCount);
    const loaded = await underLoad(company, share(0), watch);
    const healthy = await stack.company(1);
    const besideHealthy = await beside(healthy, () => underLoad(company, share(1), watch));
    const expired = await stack.company(1);
    await expired.expires();
    const besideExpired = await beside(expired, () => underLoad(company, share(2), watch));
    const figures = (title: string, samples: readonly number[]): Figure[] =>
      [50, 95].map((percent) => ({
        name: `POST to Outlook, ${title}, p${percent}`,
        value: percentile(samples, percent),
        unit: 'ms',
      }));
    return [
      ...figures(`${posts} one after another`, single),
      ...figures(`${changesPerSecond}/s for ${loadSeconds} s`, loaded),
      ...figures('the same beside as many of a healthy company', besideHealthy),
      ...figures('the same beside as many of a company whose secret has expired', besideExpired),
    ];
  } finally {
    watch.stop();
  }
}

/** Posts for the other company, as often as the load does, while it lasts. */
async function beside<Result>(other: BenchCompany, load: () => Promise<Result>): Promise<Result> {
  const [mailbox = ''] = other.mailboxes;
  const posted: Promise<void>[] = [];
  const timer = setInterval(() => posted.push(other.posts(randomUUID(), mailbox)), 1000 / changesPerSecond);
  try {
    return await load();
  } finally {
    clearInterval(timer);
    await Promise.all(posted);
  }
}

async function underLoad(
  company: BenchCompany,
  mailboxes: readonly string[],
  watch: SandboxWatch,
): Promise<number[]> {
  const running: Promise<number>[] = [];
  const startedAt = performance.now();
  for (const [index, mailbox] of mailboxes.entries()) {
    await delay(Math.max(0, startedAt + (index * 1000) / changesPerSecond - performance.now()));
    running.push(timeOne(company, mailbox, watch));
  }
  return Promise.all(running);
}

export async function timeOne(company: BenchCompany, mailbox: string, watch: SandboxWatch): Promise<number> {
  const startedAt = performance.now();
  const seen = watch.created(mailbox);
  await company.posts(randomUUID(), mailbox);
  await seen;
  return performance.now() - startedAt;
}

interface SandboxWatch {
  /** Fulfilled when an event has been made in the mailbox; each mailbox gets one. */
  created(mailbox: string): Promise<void>;
  stop(): void;
}

/** One watcher for all, so that watching costs the same however many are under way. */
export function watchSandbox(stack: BenchStack): SandboxWatch {
  const waiting = new Map<string, () => void>();
  const stopping = new AbortController();
  void (async () => {
    for (let after = 0; !stopping.signal.aborted;) {
      const { requests, last } = await stack.control<{
        requests: { operation: string; mailbox: string | null; status: number | null }[];
        last: number;
      }>('GET', `/sandbox/requests?after=${after}&limit=1000`);
      for (const { operation, mailbox, status } of requests)
        if (operation === 'createEvent' && status === 201) waiting.get(mailbox ?? '')?.();
      after = last;
      await delay(pollMilliseconds);
    }
  })();
  return {
    created: (mailbox) => new Promise((resolve) => waiting.set(mailbox, resolve)),
    stop: () => stopping.abort(),
  };
}
