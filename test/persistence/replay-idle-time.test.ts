import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findReplay, updateReplay } from '#persistence/replays.ts';
import { openStore, present, type Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test('a replay counts the time for which it has stood still, once it goes on', async () => {
  const company = await store.company();
  const replayId = randomUUID();
  const enters = (state: 'running' | 'paused' | 'awaiting-approval') =>
    company.in((transaction) => updateReplay(transaction, replayId, { state }));
  await company.begins(replayId);
  for (const state of ['paused', 'awaiting-approval'] as const) {
    await enters(state);
    await store.asOwner(
      `update replays set idle_since = idle_since - interval '1 hour' where replay_id = '${replayId}'`,
    );
    await enters(state);
    await enters('running');
  }
  await enters('running');
  const replay = present(await company.in((transaction) => findReplay(transaction, replayId)), 'replay');
  expect(Math.floor(replay.idleSeconds / 3600)).toBe(2);
});
