import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toRegistrationId, type RegistrationId } from '#domain/identifiers.ts';
import { noCounts, type ReplayOutcome } from '#domain/replay.ts';
import {
  listReplayItems,
  planReplayItems,
  readHeldItems,
  readPlannedItems,
  recordReplayItems,
} from '#persistence/replay-items.ts';
import { findReplay, listReplays } from '#persistence/replays.ts';
import { freshRegistrationId, openStore, present, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
let replayId: string;
beforeAll(async () => {
  store = await openStore();
});
beforeEach(async () => {
  company = await store.company();
  replayId = await begun(company);
});
afterAll(() => store.close());

async function begun(owner: StoredCompany): Promise<string> {
  const id = randomUUID();
  await owner.begins(id);
  return id;
}

const registrationId = toRegistrationId('4711');
const plans = (planned: ReplayOutcome, isHeld: boolean, id: RegistrationId = registrationId) =>
  company.in((transaction) =>
    planReplayItems(transaction, replayId, [{ registrationId: id, planned, isHeld }]),
  );
const setsAside = (id: RegistrationId = registrationId) => plans('removed', true, id);
const records = (outcome: ReplayOutcome, id: RegistrationId = registrationId) =>
  company.in((transaction) =>
    recordReplayItems(transaction, replayId, [{ registrationId: id, outcome, reason: null }]),
  );

const held = (limit?: number) => company.in((transaction) => readHeldItems(transaction, replayId, limit));
const planned = () => company.in((transaction) => readPlannedItems(transaction, replayId));
const replay = async () =>
  present(await company.in((transaction) => findReplay(transaction, replayId)), 'replay');
const rows = (isHeld: boolean, cursor?: string, limit = 100) =>
  company.in((transaction) =>
    listReplayItems(transaction, replayId, { outcome: undefined, isHeld }, cursor, limit),
  );

describe('a removal that is set aside', () => {
  test('is held, counted and listed as waiting, and not yet a row of the report', async () => {
    await setsAside();
    expect(await held()).toEqual([registrationId]);
    expect(await planned()).toEqual([]);
    expect(await replay()).toMatchObject({ removals: 1, counts: noCounts });
    expect(await rows(true)).toEqual([
      { registrationId, outcome: 'removed', reason: { code: 'deletion-limit' } },
    ]);
    expect(await rows(false)).toEqual([]);
  });

  test('is held once, however often its page is planned', async () => {
    await setsAside();
    await setsAside();
    expect(await held()).toEqual([registrationId]);
    expect((await replay()).removals).toBe(1);
  });

  test.each(['skipped', 'failed', 'unchanged', 'removed', 'updated'] as const)(
    'that has ended as %s is held no longer',
    async (outcome) => {
      await setsAside();
      await records(outcome);
      expect(await held()).toEqual([]);
      expect(await rows(true)).toEqual([]);
      expect(await replay()).toMatchObject({ removals: 0, counts: { ...noCounts, [outcome]: 1 } });
    },
  );

  test('and is found unchanged was not done: nobody had begun it', async () => {
    await setsAside();
    await records('unchanged');
    expect(await rows(false)).toMatchObject([{ outcome: 'unchanged' }]);
  });

  test.each(['skipped', 'failed', 'unchanged', 'updated'] as const)(
    'after it had ended as %s is held anew when the replay plans again',
    async (outcome) => {
      await setsAside();
      await records(outcome);
      await setsAside();
      expect(await held()).toEqual([registrationId]);
      expect(await replay()).toMatchObject({ removals: 1, counts: noCounts });
    },
  );

  test('of what this replay had planned or done otherwise is held too', async () => {
    await plans('updated', false);
    await setsAside();
    expect(await planned()).toEqual([]);
    expect(await held()).toEqual([registrationId]);
    expect(await rows(true)).toMatchObject([{ outcome: 'removed' }]);
  });
});

describe('a removal that is done after it was set aside', () => {
  beforeEach(async () => {
    await setsAside();
    await plans('removed', false);
  });

  test('is planned like any other, and waits no longer', async () => {
    expect(await held()).toEqual([]);
    expect(await planned()).toEqual([registrationId]);
    expect(await replay()).toMatchObject({ removals: 0, counts: noCounts });
  });

  test('is removed, even where the page is done again after a crash and finds nothing to do', async () => {
    await records('unchanged');
    expect(await replay()).toMatchObject({ removals: 0, counts: { ...noCounts, removed: 1 } });
    await records('unchanged');
    expect(await rows(false)).toMatchObject([{ outcome: 'removed' }]);
  });

  test('and fails is a failure', async () => {
    await records('failed');
    expect((await replay()).counts).toEqual({ ...noCounts, failed: 1 });
  });
});

test('what was set aside and is wanted again meanwhile is what it is planned as then', async () => {
  await setsAside();
  await plans('updated', false);
  await records('unchanged');
  expect((await replay()).counts).toEqual({ ...noCounts, updated: 1 });
});

test('what was planned first stays so when its page is planned again after a crash', async () => {
  await plans('created', false);
  await plans('updated', false);
  await records('unchanged');
  expect((await replay()).counts).toEqual({ ...noCounts, created: 1 });
});

test('what has ended keeps its outcome when it is planned again and not held', async () => {
  await records('created');
  await plans('updated', false);
  expect(await planned()).toEqual([]);
  expect((await replay()).counts).toEqual({ ...noCounts, created: 1 });
});

describe('many removals', () => {
  test('are read in the order of their registrations, at most so many', async () => {
    const ids = Array.from({ length: 7 }, freshRegistrationId);
    for (const id of ids) await setsAside(id);
    const sorted = ids.toSorted();
    expect((await held()).toSorted()).toEqual(sorted);
    expect(await held(3)).toEqual((await held()).slice(0, 3));
    await records('removed', present((await held(1))[0], 'held removal'));
    expect(await held()).toHaveLength(6);
    expect(await replay()).toMatchObject({ removals: 6, counts: { removed: 1 } });
  });

  test('are listed page by page, each once', async () => {
    const ids = Array.from({ length: 7 }, freshRegistrationId);
    for (const id of ids) await setsAside(id);
    await records('created', freshRegistrationId());
    const seen: string[] = [];
    for (let page = await rows(true, undefined, 3); page.length > 0; page = await rows(true, seen.at(-1), 3))
      seen.push(...page.map((row) => row.registrationId));
    expect(seen.toSorted()).toEqual(ids.toSorted());
    expect(seen).toHaveLength(7);
  });

  test('are counted beside what is done, in the list of replays too', async () => {
    for (const id of Array.from({ length: 3 }, freshRegistrationId)) await setsAside(id);
    await records('updated', freshRegistrationId());
    await plans('created', false, freshRegistrationId());
    const counted = { removals: 3, counts: { ...noCounts, updated: 1 } };
    expect(await replay()).toMatchObject(counted);
    expect(await company.in((transaction) => listReplays(transaction, 10))).toMatchObject([counted]);
  });

  test('of another replay, or of another company, are that one’s', async () => {
    await setsAside();
    const other = await store.company();
    const elsewhere = await begun(other);
    const next = await begun(company);
    expect(await company.in((transaction) => readHeldItems(transaction, next))).toEqual([]);
    expect(await other.in((transaction) => readHeldItems(transaction, replayId))).toEqual([]);
    expect(await other.in((transaction) => readHeldItems(transaction, elsewhere))).toEqual([]);
    expect(await held()).toEqual([registrationId]);
  });
});

test('no plans are no rows', async () => {
  await company.in((transaction) => planReplayItems(transaction, replayId, []));
  expect(await held()).toEqual([]);
  expect(await replay()).toMatchObject({ removals: 0, counts: noCounts });
});
