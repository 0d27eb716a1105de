import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { noCounts, type ReplayOutcome, type ReplayScope } from '#domain/replay.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import {
  listReplayItems,
  planReplayItems,
  readHeldItems,
  recordReplayItems,
} from '#persistence/replay-items.ts';
import { countInScope, readReplayPage } from '#persistence/replay-pages.ts';
import {
  beginReplay,
  findReplay,
  findRunningReplayId,
  listReplays,
  updateReplay,
} from '#persistence/replays.ts';
import { markForRefresh } from '#persistence/undelivered.ts';
import {
  anna,
  annaVacation,
  bo,
  freshRegistrationId,
  message,
  openStore,
  present,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  company = await store.company();
});
afterAll(() => store.close());

const begin: StoredCompany['begins'] = (replayId, change) =>
  company.begins(replayId, { scope: { scope: 'unsynced' }, ...change });
const replay = async (replayId: string) =>
  present(await company.in((transaction) => findReplay(transaction, replayId)), 'replay');
const update = (replayId: string, change: Parameters<typeof updateReplay>[2]) =>
  company.in((transaction) => updateReplay(transaction, replayId, change));

describe('a replay', () => {
  test('is noted once, however often it begins', async () => {
    const replayId = randomUUID();
    await begin(replayId, { scope: { scope: 'all', employeeId: '7' }, isDryRun: true });
    await update(replayId, { state: 'running', total: 5 });
    await begin(replayId);
    expect(await replay(replayId)).toMatchObject({
      state: 'running',
      total: 5,
      scope: { scope: 'all', employeeId: '7' },
      isDryRun: true,
      endedAt: null,
      counts: noCounts,
    });
    expect(await company.in((transaction) => findRunningReplayId(transaction))).toBe(replayId);
  });

  test('that begins ends one that was never noted as ended, as failed', async () => {
    const [stale, next] = [randomUUID(), randomUUID()];
    await begin(stale);
    await begin(next);
    expect(await replay(stale)).toMatchObject({ state: 'failed', endedAt: expect.any(String) });
    expect(await company.in((transaction) => findRunningReplayId(transaction))).toBe(next);
  });

  test('that begins leaves alone how others ended, and what another company runs', async () => {
    const [done, next, elsewhere] = [randomUUID(), randomUUID(), randomUUID()];
    const other = await store.company();
    await other.in((transaction) =>
      beginReplay(transaction, {
        replayId: elsewhere,
        cause: 'import',
        scope: { scope: 'all' },
        isDryRun: false,
      }),
    );
    await begin(done);
    await update(done, { state: 'completed' });
    const before = await replay(done);
    await begin(next);
    expect(await replay(done)).toEqual(before);
    expect(await other.in((transaction) => findRunningReplayId(transaction))).toBe(elsewhere);
  });

  test.each(['completed', 'cancelled', 'failed'] as const)('that is %s stays so', async (state) => {
    const replayId = randomUUID();
    await begin(replayId);
    await update(replayId, { state, reason: { code: 'secret-expired' } });
    await update(replayId, { state: 'running', total: 9, reason: null });
    expect(await replay(replayId)).toMatchObject({ state, total: 0, reason: { code: 'secret-expired' } });
    expect(await company.in((transaction) => findRunningReplayId(transaction))).toBeNull();
  });

  test('are listed newest first, page by page', async () => {
    const ids = Array.from({ length: 5 }, randomUUID);
    for (const [index, id] of ids.entries()) {
      await begin(id);
      await store.asOwner('update replays set started_at = $1 where replay_id = $2', [
        new Date(Date.UTC(2026, 10, 23, 8, index)),
        id,
      ]);
    }
    const page = (before?: string) => company.in((transaction) => listReplays(transaction, 2, before));
    const seen: string[] = [];
    for (let rows = await page(); rows.length > 0; rows = await page(rows.at(-1)?.startedAt))
      seen.push(...rows.map(({ replayId }) => replayId));
    expect(seen).toEqual(ids.toReversed());
  });
});

describe('the items of a replay', () => {
  const registrationId = toRegistrationId('4711');
  const record = (replayId: string, ...outcomes: ReplayOutcome[]) =>
    company.in(async (transaction) => {
      for (const outcome of outcomes)
        await recordReplayItems(transaction, replayId, [
          { registrationId, outcome, reason: outcome === 'failed' ? { code: 'mailbox-full' } : null },
        ]);
    });
  const items = (replayId: string, outcome?: ReplayOutcome) =>
    company.in((transaction) =>
      listReplayItems(transaction, replayId, { outcome, isHeld: false }, undefined, 100),
    );

  test.each(['created', 'updated', 'removed'] as const)(
    '%s is not overwritten by unchanged when a page is done again',
    async (outcome) => {
      const replayId = randomUUID();
      await begin(replayId);
      await record(replayId, outcome, 'unchanged');
      expect(await items(replayId)).toEqual([{ registrationId, outcome, reason: null }]);
      expect((await replay(replayId)).counts).toEqual({ ...noCounts, [outcome]: 1 });
    },
  );

  test.each([
    ['failed', 'created'],
    ['unchanged', 'failed'],
    ['skipped', 'updated'],
  ] as const)('%s is overwritten by %s', async (first, second) => {
    const replayId = randomUUID();
    await begin(replayId);
    await record(replayId, first, second);
    expect(await items(replayId)).toMatchObject([{ outcome: second }]);
  });

  test.each(['failed', 'skipped'] as const)(
    'what %s and is found right when the page is done again is unchanged',
    async (outcome) => {
      const replayId = randomUUID();
      await begin(replayId);
      await record(replayId, outcome, 'unchanged');
      expect(await items(replayId)).toEqual([{ registrationId, outcome: 'unchanged', reason: null }]);
    },
  );

  test('are planned, set aside, told again and reported in any number', async () => {
    const replayId = randomUUID();
    await begin(replayId);
    const ids = Array.from({ length: 17_000 }, (_, index) => toRegistrationId(`many-${index}`));
    await company.in(async (transaction) => {
      await planReplayItems(
        transaction,
        replayId,
        ids.map((registrationId) => ({ registrationId, planned: 'removed', isHeld: true })),
      );
      expect(await readHeldItems(transaction, replayId)).toHaveLength(ids.length);
      expect((await readRegistrations(transaction, store.keyring, ids)).size).toBe(ids.length);
      await recordReplayItems(
        transaction,
        replayId,
        ids.map((registrationId) => ({ registrationId, outcome: 'skipped', reason: null })),
      );
      await markForRefresh(transaction, ids);
    });
    expect((await replay(replayId)).counts).toEqual({ ...noCounts, skipped: ids.length });
  });

  test('what this replay created and then had to update is created', async () => {
    const replayId = randomUUID();
    await begin(replayId);
    await record(replayId, 'created', 'updated');
    expect(await items(replayId)).toEqual([{ registrationId, outcome: 'created', reason: null }]);
  });

  test('are listed by outcome and page by page, each once', async () => {
    const replayId = randomUUID();
    await begin(replayId);
    const all = Array.from({ length: 7 }, (_, index) => ({
      registrationId: freshRegistrationId(),
      outcome: index % 2 === 0 ? ('created' as const) : ('unchanged' as const),
      reason: null,
    }));
    await company.in((transaction) => recordReplayItems(transaction, replayId, all));
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await company.in((transaction) =>
        listReplayItems(transaction, replayId, { outcome: undefined, isHeld: false }, cursor, 3),
      );
      if (page.length === 0) break;
      seen.push(...page.map((item) => item.registrationId));
      cursor = seen.at(-1);
    }
    expect(seen.toSorted()).toEqual(all.map((item) => item.registrationId).toSorted());
    expect(await items(replayId, 'unchanged')).toHaveLength(3);
    expect((await replay(replayId)).counts).toEqual({ ...noCounts, created: 4, unchanged: 3 });
  });

  test('of no replay, or none, are recorded as nothing', async () => {
    await record(randomUUID());
    await expect(record(randomUUID(), 'created')).rejects.toMatchObject({ code: '23503' });
  });
});

describe('the pages of a replay', () => {
  const winter = { from: '2026-12-01', to: '2026-12-05' };
  const summer = { from: '2027-07-01', to: '2027-07-14' };
  const combinations = [anna, bo].flatMap((employee) =>
    [winter, summer].flatMap((period) => [true, false].map((approved) => ({ employee, period, approved }))),
  );

  test.each<readonly [string, ReplayScope, number]>([
    ['all', { scope: 'all' }, 24],
    ['unsynced', { scope: 'unsynced' }, 24],
    ['of an employee', { scope: 'all', employeeId: anna.id }, 12],
    ['from a day', { scope: 'all', from: '2026-12-06' }, 12],
    ['from a registration’s last day', { scope: 'all', from: '2026-12-05' }, 24],
    ['to a registration’s first day', { scope: 'all', to: '2026-12-01' }, 12],
    [
      'of an employee within days',
      { scope: 'all', employeeId: bo.id, from: '2027-01-01', to: '2027-12-31' },
      6,
    ],
    ['of nobody', { scope: 'all', employeeId: 'nobody' }, 0],
  ])('%s: cover each registration once', async (_title, scope, count) => {
    const messages = Array.from({ length: 3 }, () => combinations)
      .flat()
      .map((data) => message('created', freshRegistrationId(), 1, { ...annaVacation, ...data }));
    await company.records(messages, { deliver: false });
    const inScope = messages.filter(
      ({ event: { data } }) =>
        data !== null &&
        (scope.employeeId === undefined || data.employee.id === scope.employeeId) &&
        (scope.from === undefined || data.period.to >= scope.from) &&
        (scope.to === undefined || data.period.from <= scope.to),
    );
    const seen: string[] = [];
    for (let after = ''; ;) {
      const page = await company.in((transaction) => readReplayPage(transaction, scope, after, 5));
      const last = page.at(-1);
      if (last === undefined) break;
      seen.push(...page.map(({ registrationId }) => registrationId));
      after = last.replayOrder;
    }
    expect(seen.toSorted()).toEqual(inScope.map(({ registrationId }) => registrationId).toSorted());
    expect(seen).toHaveLength(count);
    expect(await company.in((transaction) => countInScope(transaction, scope))).toBe(count);
  });

  test('of one registration hold that one, and unsynced leaves out what is synced', async () => {
    const [synced, parked] = [freshRegistrationId(), freshRegistrationId()];
    await company.records([synced, parked].map((id) => message('created', id, 1, annaVacation)));
    await store.asOwner("update registrations set state = 'synced' where registration_id = $1", [synced]);
    const ids = async (scope: ReplayScope) =>
      (await company.in((transaction) => readReplayPage(transaction, scope, '', 10))).map(
        ({ registrationId }) => registrationId,
      );
    expect(await ids({ scope: 'all', registrationId: synced })).toEqual([synced]);
    expect(await ids({ scope: 'unsynced', registrationId: synced })).toEqual([]);
    expect(await ids({ scope: 'unsynced' })).toEqual([parked]);
  });
});
