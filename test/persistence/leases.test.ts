import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RegistrationId } from '#domain/identifiers.ts';
import { holdLeases, readSecondsLeft, takeLeases, type Lease } from '#persistence/leases.ts';
import { freshRegistrationId, openStore, present, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
  company = await store.company();
});
afterAll(() => store.close());

/** Null where somebody else has it. */
async function take(registrationId: RegistrationId, seconds: number, by = company): Promise<Lease | null> {
  const leases = await by.in((transaction) => takeLeases(transaction, [registrationId], seconds));
  return leases.get(registrationId) ?? null;
}
const taken = async (registrationId: RegistrationId, seconds: number): Promise<Lease> =>
  present(await take(registrationId, seconds), 'lease');
const secondsLeft = async (registrationId: RegistrationId): Promise<number> =>
  present(
    (await company.in((transaction) => readSecondsLeft(transaction, [registrationId]))).get(registrationId),
    'lease',
  );
/** Which of these are still the newest. */
const heldOf = (leases: readonly Lease[], isReleased = false) =>
  company.in((transaction) =>
    holdLeases(
      transaction,
      leases.map((lease) => ({ lease, isReleased })),
    ),
  );
const holds = async (lease: Lease): Promise<boolean> => (await heldOf([lease])).has(lease.registrationId);
const release = (lease: Lease) => heldOf([lease], true);

test('a lease has one holder at a time; the other learns how long it may last', async () => {
  const registrationId = freshRegistrationId();
  const lease = await taken(registrationId, 3_600);
  expect(await take(registrationId, 3_600)).toBeNull();
  expect(await secondsLeft(registrationId)).toBeGreaterThan(3_000);
  expect(await secondsLeft(registrationId)).toBeLessThanOrEqual(3_600);
  expect(await holds(lease)).toBe(true);
});

test('of many that take it at once one gets it', async () => {
  const registrationId = freshRegistrationId();
  const answers = await Promise.all(Array.from({ length: 8 }, () => take(registrationId, 3_600)));
  expect(answers.filter((lease) => lease !== null)).toHaveLength(1);
});

test('of many that take an expired one at once one gets it', async () => {
  const registrationId = freshRegistrationId();
  await taken(registrationId, 0);
  const answers = await Promise.all(Array.from({ length: 8 }, () => take(registrationId, 3_600)));
  expect(answers.flatMap((lease) => lease?.token ?? [])).toEqual([2]);
});

test('a taking that is rolled back leaves the lease to whoever waits for it', async () => {
  const registrationId = freshRegistrationId();
  let waiting: ReturnType<typeof take> | undefined;
  await expect(
    company.in(async (transaction) => {
      await takeLeases(transaction, [registrationId], 3_600);
      waiting = take(registrationId, 3_600);
      throw new Error('given up');
    }),
  ).rejects.toThrow('given up');
  expect(await present(waiting, 'second taking')).toEqual({ registrationId, token: 1 });
});

test('an expired lease can be taken; the token rises and the old holder has lost it', async () => {
  const registrationId = freshRegistrationId();
  const leases = [
    await taken(registrationId, 0),
    await taken(registrationId, 0),
    await taken(registrationId, 60),
  ];
  expect(leases.map(({ token }) => token)).toEqual([1, 2, 3]);
  expect(await Promise.all(leases.map(holds))).toEqual([false, false, true]);
});

test('an expired lease that nobody else has taken is still the newest', async () => {
  expect(await holds(await taken(freshRegistrationId(), 0))).toBe(true);
});

test('a released lease is free at once, and the token goes on rising', async () => {
  const registrationId = freshRegistrationId();
  const first = await taken(registrationId, 3_600);
  await release(first);
  const second = await taken(registrationId, 3_600);
  expect(second.token).toBe(2);
  expect(await holds(first)).toBe(false);
});

test('an old holder that releases takes nothing from the new one', async () => {
  const registrationId = freshRegistrationId();
  const old = await taken(registrationId, 0);
  const present = await taken(registrationId, 3_600);
  await release(old);
  expect(await take(registrationId, 3_600)).toBeNull();
  expect(await holds(present)).toBe(true);
});

test('a lease is of one registration of one company', async () => {
  const registrationId = freshRegistrationId();
  const lease = await taken(registrationId, 3_600);
  expect(await take(freshRegistrationId(), 3_600)).not.toBeNull();
  const other = await store.company();
  expect((await take(registrationId, 3_600, other))?.token).toBe(1);
  expect(await holds(lease)).toBe(true);
});

test('a lease that was never taken is not held', async () => {
  expect(await holds({ registrationId: freshRegistrationId(), token: 1 })).toBe(false);
});

test('who holds the lease in a transaction keeps others from taking it until that ends', async () => {
  const registrationId = freshRegistrationId();
  const lease = await taken(registrationId, 0);
  let order = '';
  let successor: Promise<unknown> | undefined;
  await company.in(async (transaction) => {
    expect([...(await holdLeases(transaction, [{ lease, isReleased: false }]))]).toEqual([registrationId]);
    successor = take(registrationId, 60).then(() => (order += ' taken'));
    await expect
      .poll(() =>
        store.asOwner(
          "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        ),
      )
      .not.toEqual([]);
    order += 'recorded';
  });
  await successor;
  expect(order).toBe('recorded taken');
});

test('of several asked for together those that somebody has are missing, and the others are taken', async () => {
  const [free, busy] = [freshRegistrationId(), freshRegistrationId()];
  await taken(busy, 3_600);
  const leases = await company.in((transaction) => takeLeases(transaction, [busy, free], 60));
  expect([...leases]).toEqual([[free, { registrationId: free, token: 1 }]]);
});

test('of several held together each stands for itself: lost, kept or given back', async () => {
  const [lost, kept, givenBack] = [
    await taken(freshRegistrationId(), 0),
    await taken(freshRegistrationId(), 3_600),
    await taken(freshRegistrationId(), 3_600),
  ];
  await taken(lost.registrationId, 3_600);
  const held = await company.in((transaction) =>
    holdLeases(
      transaction,
      [lost, kept, givenBack].map((lease) => ({ lease, isReleased: lease === givenBack })),
    ),
  );
  expect(held).toEqual(new Set([kept.registrationId, givenBack.registrationId]));
  expect(await take(kept.registrationId, 60)).toBeNull();
  expect(await take(givenBack.registrationId, 60)).toMatchObject({ token: 2 });
});

test('nothing asked for is nothing taken, held or told', async () => {
  const [leases, left, held] = await company.in((transaction) =>
    Promise.all([
      takeLeases(transaction, [], 60),
      readSecondsLeft(transaction, []),
      holdLeases(transaction, []),
    ]),
  );
  expect([leases.size, left.size, held.size]).toEqual([0, 0, 0]);
});
