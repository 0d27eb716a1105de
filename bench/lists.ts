import { Client } from 'pg';
import type { BenchStack } from './bench-stack.ts';
import { percentile, type Figure } from './figures.ts';
import { seedPast, seedRegistrations } from './many-registrations.ts';

const repetitions = 15;
const many = { registrations: 100_000, mailboxes: 5_000 };
const past = { replays: 10, acts: 20_000 };

/** Every list and search of a company with 100,000 registrations, beside another as large: whole requests, one at a time. */
export async function benchLists(stack: BenchStack): Promise<Figure[]> {
  const [company, other] = [await stack.company(1), await stack.company(1)];
  const owner = new Client({ connectionString: stack.databaseUrl });
  await owner.connect();
  try {
    for (const { companyId } of [other, company]) {
      await seedRegistrations(owner, companyId, many);
      await seedPast(owner, companyId, past);
    }
  } finally {
    await owner.end();
  }
  const path = `/v1/companies/${company.companyId}`;
  const { items } = await stack.administer<{ items: { replayId: string; endedAt: string | null }[] }>(
    'GET',
    `${path}/replays`,
  );
  const replayId = items.find(({ endedAt }) => endedAt !== null)?.replayId ?? '';
  const figures: Figure[] = [];
  for (const [name, query] of await requestsOf(stack, path, replayId)) {
    const samples: number[] = [];
    for (let index = 0; index < repetitions; index += 1) {
      const startedAt = performance.now();
      await stack.administer('GET', query);
      samples.push(performance.now() - startedAt);
    }
    figures.push({ name: `100,000 registrations: ${name}, p95`, value: percentile(samples, 95), unit: 'ms' });
  }
  return figures;
}

async function requestsOf(
  stack: BenchStack,
  path: string,
  replayId: string,
): Promise<readonly (readonly [name: string, path: string])[]> {
  const registrations = `${path}/registrations`;
  const byChange = await deepCursor(stack, `${registrations}?sort=changed`);
  const activity = await deepCursor(stack, `${path}/activity?limit=1000`);
  return [
    ['companies', '/v1/companies'],
    ['overview', `${path}/overview`],
    ['overview, 30 days', `${path}/overview?days=30`],
    ['list', registrations],
    ['list, after the 90,000th', `${registrations}?cursor=r-90000`],
    ['list, a state', `${registrations}?state=attention`],
    ['list, a mailbox', `${registrations}?mailbox=employee4711@contoso.example`],
    ['list, an employee', `${registrations}?employeeId=4711`],
    ['list, a week', `${registrations}?from=2026-11-23&to=2026-11-29`],
    ['list, days without any', `${registrations}?from=2031-01-01&to=2031-12-31`],
    ['list, days before all', `${registrations}?from=2020-01-01&to=2020-12-31`],
    ['list, last changed', `${registrations}?sort=changed`],
    ['list, last changed, 20 pages on', `${registrations}?sort=changed&cursor=${byChange}`],
    ['list, last changed, a state', `${registrations}?sort=changed&state=attention`],
    ['search, part of many names', `${registrations}?q=holm`],
    ['search, one employee', `${registrations}?q=employee4711@`],
    ['search, one registration', `${registrations}?q=r-99999`],
    ['search, nothing', `${registrations}?q=nobody-like-that`],
    ['search, nothing, last changed', `${registrations}?q=nobody-like-that&sort=changed`],
    ['search, a state', `${registrations}?q=holm&state=parked`],
    ['mailboxes', `${path}/mailboxes`],
    ['mailboxes, in trouble', `${path}/mailboxes?state=attention`],
    ['mailboxes, search', `${path}/mailboxes?q=employee4711`],
    ['mailboxes, search, nothing', `${path}/mailboxes?q=nobody-like-that`],
    ['activity', `${path}/activity`],
    ['activity, 20 pages on', `${path}/activity?cursor=${activity}`],
    ['activity, an administrator', `${path}/activity?actor=administrator`],
    ['replays', `${path}/replays`],
    ['replay items', `${path}/replays/${replayId}/items`],
    ['replay items, an outcome', `${path}/replays/${replayId}/items?outcome=created`],
    ['replay items, an outcome without any', `${path}/replays/${replayId}/items?outcome=failed`],
  ];
}

/** The cursor of a page far on. */
async function deepCursor(stack: BenchStack, query: string): Promise<string> {
  let cursor = '';
  for (let page = 0; page < 20; page += 1) {
    const next = cursor === '' ? query : `${query}&cursor=${cursor}`;
    const { nextCursor } = await stack.administer<{ nextCursor: string | null }>('GET', next);
    cursor = nextCursor ?? cursor;
  }
  return cursor;
}
