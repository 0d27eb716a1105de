import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, type Figure } from './figures.ts';
import type { BenchCompany, BenchStack } from './bench-stack.ts';

const posts = 100;
const changesPerSecond = 10;
const loadSeconds = 20;
/** How closely the sandbox is watched; no figure is finer than this. */
const pollMilliseconds = 10;

/** From the HR system's POST to the event in the employee's calendar, as seen from Microsoft's side. */
export async function benchLive(stack: BenchStack): Promise<Figure[]> {
  const company = await stack.company(20);
  await timeOne(stack, company, 0);
  const single: number[] = [];
  for (let index = 0; index < posts; index += 1) single.push(await timeOne(stack, company, index));
  const loaded = await underLoad(stack, company);
  return [
    { name: `POST to Outlook, ${posts} one after another, p50`, value: percentile(single, 50), unit: 'ms' },
    { name: `POST to Outlook, ${posts} one after another, p95`, value: percentile(single, 95), unit: 'ms' },
    {
      name: `POST to Outlook at ${changesPerSecond}/s for ${loadSeconds} s, p50`,
      value: percentile(loaded, 50),
      unit: 'ms',
    },
    {
      name: `POST to Outlook at ${changesPerSecond}/s for ${loadSeconds} s, p95`,
      value: percentile(loaded, 95),
      unit: 'ms',
    },
  ];
}

async function underLoad(stack: BenchStack, company: BenchCompany): Promise<number[]> {
  const running: Promise<number>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < changesPerSecond * loadSeconds; index += 1) {
    await delay(Math.max(0, startedAt + (index * 1000) / changesPerSecond - performance.now()));
    running.push(timeOne(stack, company, index));
  }
  return Promise.all(running);
}

async function timeOne(stack: BenchStack, company: BenchCompany, index: number): Promise<number> {
  const mailbox = company.mailboxes[index % company.mailboxes.length] ?? '';
  const registrationId = randomUUID();
  const mark = `${company.companyId}/${registrationId}`;
  const startedAt = performance.now();
  await company.posts(registrationId, mailbox);
  for (;;) {
    const { events } = await stack.control<{ events: { extendedProperties: { value: string }[] }[] }>(
      'GET',
      `/sandbox/tenants/${company.tenantId}/mailboxes/${mailbox}/events`,
    );
    if (events.some((event) => event.extendedProperties.some(({ value }) => value === mark)))
      return performance.now() - startedAt;
    await delay(pollMilliseconds);
  }
}
