import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionTestResult } from '#domain/connection-test.ts';
import {
  findConnectionTest,
  insertConnectionTest,
  noteSecretExpiry,
  recordConnectionTest,
  takeConnectionTest,
  type NewConnectionTest,
} from '#persistence/connection-tests.ts';
import { findConnection, patchConnection, saveConnection } from '#persistence/connections.ts';
import {
  approvedVacation,
  freshRegistrationId,
  message,
  annaVacation,
  openStore,
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

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

const save = (secretExpiresAt: string | null = null) =>
  company.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from('sealed'), hint: 'Abc' },
      secretExpiresAt,
    }),
  );

async function ask(change: Partial<NewConnectionTest> = {}): Promise<string> {
  const test = { testId: randomUUID(), mailbox: null, outsideMailbox: null, ...change };
  await company.in((transaction) => insertConnectionTest(transaction, test));
  return test.testId;
}
const find = (testId: string) => company.in((transaction) => findConnectionTest(transaction, testId));
const take = (testId: string) => company.in((transaction) => takeConnectionTest(transaction, testId));
const result: ConnectionTestResult = {
  ok: true,
  missing: [],
  checks: [{ name: 'tenant', ok: true, reason: null }],
};

const address = (name: string): string => `${name}@contoso.example`;
const employee = (name: string) => ({ id: name, name, mailbox: address(name) });
/** Each in a transaction of its own, so that they are recorded one after another. */
async function registered(...names: readonly string[]): Promise<void> {
  for (const name of names)
    await company.records([approvedVacation(freshRegistrationId(), { employee: employee(name) })]);
}

describe('what a test tries', () => {
  test('is the five mailboxes of approved registrations that were heard of last, each once', async () => {
    await save();
    await registered('anna', 'bo', 'carl', 'anna', 'dora', 'eva', 'finn');
    const pending = message('created', freshRegistrationId(), 1, {
      ...annaVacation,
      employee: employee('gry'),
    });
    await company.records([pending]);
    expect((await find(await ask()))?.mailboxes).toEqual(
      ['finn', 'eva', 'dora', 'anna', 'carl'].map(address),
    );
  });

  test('begins with the mailbox that was named, and never has the one from outside', async () => {
    await save();
    await registered('anna', 'bo', 'carl', 'dora', 'eva', 'finn');
    const named = await find(await ask({ mailbox: address('gry'), outsideMailbox: address('finn') }));
    expect(named).toMatchObject({
      mailboxes: ['gry', 'eva', 'dora', 'carl', 'bo'].map(address),
      outsideMailbox: address('finn'),
    });
    const twice = await find(await ask({ mailbox: address('bo') }));
    expect(twice?.mailboxes).toEqual(['bo', 'finn', 'eva', 'dora', 'carl'].map(address));
  });

  test('is nothing without a connection, or where nobody waits for it', async () => {
    expect(await find(await ask())).toBeNull();
    await save();
    expect(await find(randomUUID())).toBeNull();
  });

  test('is tried while the connection is OFF too, with the saved secret and the day that is known of it', async () => {
    await save('2099-01-01T00:00:00.000Z');
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    expect(await find(await ask())).toMatchObject({
      credential: { tenantId: 'tenant-1', clientId: 'client-1', secretHint: 'Abc', secretVersion: 1 },
      secretExpiresAt: '2099-01-01T00:00:00.000Z',
    });
  });
});

describe('a result', () => {
  test('is taken once, and nothing of the test is left', async () => {
    await save();
    const testId = await ask({ mailbox: address('anna') });
    await company.in((transaction) => recordConnectionTest(transaction, testId, result));
    expect(await take(testId)).toEqual(result);
    expect(await take(testId)).toBeNull();
    expect(
      await store.asOwner('select 1 from connection_tests where company_id = $1', [company.companyId]),
    ).toEqual([]);
  });

  test('that comes after everybody has gone is not kept', async () => {
    const testId = await ask();
    expect(await take(testId)).toBeNull();
    await company.in((transaction) => recordConnectionTest(transaction, testId, result));
    expect(await take(testId)).toBeNull();
  });

  test('that nobody takes is forgotten with the next test after some minutes', async () => {
    const [old, recent] = [await ask(), await ask()];
    await store.asOwner(
      "update connection_tests set created_at = now() - interval '11 minutes' where test_id = $1",
      [old],
    );
    const newest = await ask();
    const left = await store.asOwner<{ test_id: string }>(
      'select test_id from connection_tests where company_id = $1',
      [company.companyId],
    );
    expect(left.map((row) => row.test_id).toSorted()).toEqual([recent, newest].toSorted());
  });
});

describe('the last day that Entra tells', () => {
  const note = (secretVersion: number, expiresAt: string) =>
    company.in((transaction) => noteSecretExpiry(transaction, secretVersion, expiresAt));
  const connection = () => company.in(findConnection);

  test('replaces what was known, and changes neither epoch nor state', async () => {
    const saved = await save('2098-01-01T00:00:00.000Z');
    await note(saved.secretVersion, '2099-01-01T00:00:00.000Z');
    expect(await connection()).toEqual({
      ...saved,
      credential: { ...saved.credential, expiresAt: '2099-01-01T00:00:00.000Z' },
    });
  });

  test('is not taken for that of a secret that has been renewed meanwhile', async () => {
    const { secretVersion } = await save();
    await save('2098-01-01T00:00:00.000Z');
    await note(secretVersion, '2099-01-01T00:00:00.000Z');
    expect((await connection())?.credential?.expiresAt).toBe('2098-01-01T00:00:00.000Z');
  });

  test('that is near makes the connection read as expiring, while the stored state stays healthy', async () => {
    const { secretVersion, since } = await save();
    await note(secretVersion, inDays(59));
    expect(await connection()).toMatchObject({
      state: 'expiring',
      since,
      reason: { code: 'secret-expiring' },
      epoch: 1,
    });
    expect(
      await store.asOwner('select state, reason from connections where company_id = $1', [company.companyId]),
    ).toEqual([{ state: 'healthy', reason: null }]);
    await note(secretVersion, inDays(61));
    expect(await connection()).toMatchObject({ state: 'healthy', reason: null });
  });
});
