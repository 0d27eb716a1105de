import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RegistrationId } from '#domain/identifiers.ts';
import { SequenceConflict } from '#persistence/event-store.ts';
import { takeLeases } from '#persistence/leases.ts';
import { retrying } from '#persistence/retrying.ts';
import { freshRegistrationId, openStore, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
beforeAll(async () => {
  store = await openStore();
  company = await store.company();
});
afterAll(() => store.close());

const postgresError = (code: string): Error => Object.assign(new Error('words'), { code });

/** Runs something that fails so many times with this, and tells how it ended after how many attempts. */
async function run(
  failures: number,
  error: Error,
): Promise<{ readonly end: unknown; readonly attempts: number }> {
  let attempts = 0;
  const end = await retrying(async () => {
    attempts += 1;
    if (attempts <= failures) throw error;
    return 'done';
  }).catch((thrown: unknown) => thrown);
  return { end, attempts };
}

test.each([
  ['a sequence that somebody else took', new SequenceConflict()],
  ['a deadlock', postgresError('40P01')],
  ['a serialization failure', postgresError('40001')],
])('a transaction that is lost to %s is run again', async (_, error) => {
  expect(await run(3, error)).toEqual({ end: 'done', attempts: 4 });
});

test.each([
  ['a broken rule', postgresError('23503')],
  ['a broken connection', postgresError('ECONNRESET')],
  ['anything else', new TypeError('words')],
])('one that fails by %s is not', async (_, error) => {
  expect(await run(1, error)).toEqual({ end: error, attempts: 1 });
});

test('it is given up after 20 attempts, with what it was lost by', async () => {
  const error = postgresError('40P01');
  expect(await run(100, error)).toEqual({ end: error, attempts: 20 });
});

test('two transactions that Postgres finds waiting for one another both succeed', async () => {
  const [one, other] = [freshRegistrationId(), freshRegistrationId()];
  let attempts = 0;
  const haveOne = new Set<string>();
  const bothHaveOne = Promise.withResolvers<void>();
  const takes = (name: string, first: RegistrationId, second: RegistrationId) =>
    retrying(() =>
      company.in(async (transaction) => {
        attempts += 1;
        await takeLeases(transaction, [first], 0);
        haveOne.add(name);
        if (haveOne.size === 2) bothHaveOne.resolve();
        await bothHaveOne.promise;
        return takeLeases(transaction, [second], 0);
      }),
    );
  const leases = await Promise.all([takes('a', one, other), takes('b', other, one)]);
  expect(leases.map(({ size }) => size)).toEqual([1, 1]);
  // One of them at least was lost; the one that is run again may meet the other once more.
  expect(attempts).toBeGreaterThan(2);
});
