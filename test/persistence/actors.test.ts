import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actingAs } from '#persistence/acting.ts';
import { noteActivity } from '#persistence/activity.ts';
import { findCandidate, insertCandidate } from '#persistence/connections.ts';
import { noteReplayAsker } from '#persistence/replay-askers.ts';
import { openStore, present, type Store, type StoredCompany } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const ida = 'ida@contoso.example';

const acts = (company: StoredCompany) =>
  company.in((transaction) =>
    transaction
      .selectFrom('activity')
      .select(['actor', 'actor_name', 'action'])
      .orderBy('activity_id', 'desc')
      .execute(),
  );

test('a replay that a person has asked for is that person’s, also where a worker begins it first', async () => {
  const company = await store.company();
  const [hers, nobodys] = [randomUUID(), randomUUID()];
  await company.in((transaction) => actingAs(ida, () => noteReplayAsker(transaction, hers)));
  await company.in((transaction) => noteReplayAsker(transaction, nobodys));
  for (const replayId of [hers, nobodys]) await company.begins(replayId);
  expect((await acts(company)).slice(0, 2)).toEqual([
    { actor: 'administrator', actor_name: null, action: 'replay-started' },
    { actor: 'administrator', actor_name: ida, action: 'replay-started' },
  ]);
});

test('a connection that a worker saves is the work of the person who has asked for it', async () => {
  const company = await store.company();
  const candidateId = randomUUID();
  const candidate = { candidateId, tenantId: 't', clientId: 'c', secret: Buffer.from('sealed') };
  await company.in((transaction) => actingAs(ida, () => insertCandidate(transaction, candidate)));
  const found = await company.in((transaction) => findCandidate(transaction, candidateId));
  expect(present(found, 'candidate').askedBy).toBe(ida);
});

test('what the service does by itself carries no name, whoever is at work', async () => {
  const company = await store.company();
  await company.in((transaction) =>
    actingAs(ida, () =>
      noteActivity(transaction, {
        actor: 'absence-sync',
        action: 'connection-opened',
        details: { state: 'healthy' },
      }),
    ),
  );
  expect((await acts(company))[0]).toMatchObject({ actor: 'absence-sync', actor_name: null });
});
