import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noCounts, type ReplayOutcome } from '#domain/replay.ts';
import { recordReplayItems } from '#persistence/replay-items.ts';
import { findReplay, listReplays, updateReplay } from '#persistence/replays.ts';
import { freshRegistrationId, openStore, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
  company = await store.company();
});
afterAll(() => store.close());

test('a replay that has ended tells the same counts as before, and counts anew when it plans again', async () => {
  const replayId = randomUUID();
  const done = (outcome: ReplayOutcome) =>
    company.in((transaction) =>
      recordReplayItems(transaction, replayId, [
        { registrationId: freshRegistrationId(), outcome, reason: null },
      ]),
    );
  const counts = async () => (await company.in((transaction) => findReplay(transaction, replayId)))?.counts;

  await company.begins(replayId);
  await done('created');
  const running = await counts();
  await company.in((transaction) => updateReplay(transaction, replayId, { state: 'completed' }));
  expect(await counts()).toEqual(running);
  expect((await company.in((transaction) => listReplays(transaction, 1)))[0]?.counts).toEqual(running);
  await company.begins(replayId);
  await done('updated');
  expect(await counts()).toEqual({ ...noCounts, created: 1, updated: 1 });
});
