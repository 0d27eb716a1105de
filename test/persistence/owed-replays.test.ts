import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { claimProbe, readCompaniesToProbe, reopenConnection } from '#persistence/connection-probes.ts';
import { closeConnection, findConnection, saveConnection } from '#persistence/connections.ts';
import {
  oweReplay,
  readCompaniesLeftBehind,
  readCompaniesOwedAReplay,
  settleOwedReplay,
  type OwedReplay,
} from '#persistence/owed-replays.ts';
import {
  approvedVacation,
  freshRegistrationId,
  message,
  annaVacation,
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
afterAll(() => store.close());
beforeEach(async () => {
  company = await store.company();
  await company.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: randomUUID(),
      clientId: randomUUID(),
      secret: { encrypted: Buffer.from('sealed'), hint: 'abc' },
      secretExpiresAt: null,
    }),
  );
  // Of the first connection itself.
  await settles();
});

const owes = (owed: OwedReplay): Promise<void> => company.in((transaction) => oweReplay(transaction, owed));
const settles = (): Promise<OwedReplay | null> =>
  settleOwedReplay(store.database, company.companyId, async (owed) => owed);
const imported: OwedReplay = { cause: 'import', scope: { scope: 'unsynced' } };
const changed: OwedReplay = { cause: 'administrator', scope: { scope: 'all' } };
const expired = { code: 'secret-expired' } as const;
const closes = async (): Promise<number> => {
  const { epoch } = present(await company.in(findConnection), 'connection');
  await company.in((transaction) => closeConnection(transaction, epoch, 'expired', expired));
  return epoch + 1;
};

test('what is owed is started once, and is then owed no more', async () => {
  await owes(imported);
  expect(await readCompaniesOwedAReplay(store.database, 0)).toContain(company.companyId);
  expect(await settles()).toEqual(imported);
  expect(await settles()).toBeNull();
  expect(await readCompaniesOwedAReplay(store.database, 0)).not.toContain(company.companyId);
});

test.each([
  ['a narrower scope', changed, imported],
  ['a wider scope', imported, changed],
])('owed with %s as well, the wider one is started', async (_which, first, second) => {
  await owes(first);
  await owes(second);
  expect(await settles()).toMatchObject({ scope: { scope: 'all' } });
});

test('what is owed while a replay is being started stays owed', async () => {
  await owes(imported);
  await settleOwedReplay(store.database, company.companyId, () => owes(changed));
  expect(await settles()).toMatchObject({ scope: { scope: 'all' } });
});

test('where the start fails it stays owed', async () => {
  await owes(imported);
  const away = new Error('Temporal is away');
  await expect(settleOwedReplay(store.database, company.companyId, () => Promise.reject(away))).rejects.toBe(
    away,
  );
  expect(await settles()).toEqual(imported);
});

test('an import owes its replay with its rows, and only while the connection is open', async () => {
  await company.records([approvedVacation(freshRegistrationId())], { deliver: false, owesReplay: true });
  expect(await settles()).toEqual(imported);
  await closes();
  await company.records([approvedVacation(freshRegistrationId())], { deliver: false, owesReplay: true });
  expect(await settles()).toBeNull();
});

test('a company is left behind where something approved is not in Outlook and nothing has happened for long', async () => {
  const left = (minutes: number) => readCompaniesLeftBehind(store.database, minutes);
  await company.records([message('created', freshRegistrationId(), 1, annaVacation)], { deliver: false });
  expect(await left(0), 'waits for its approval').not.toContain(company.companyId);
  await company.records([approvedVacation(freshRegistrationId())], { deliver: false });
  expect(await left(0)).toContain(company.companyId);
  expect(await left(10)).not.toContain(company.companyId);
  await closes();
  expect(await left(0), 'its connection is closed').not.toContain(company.companyId);
});

test('a closed connection is tried by one worker at a time, and not again at once', async () => {
  const due = () => readCompaniesToProbe(store.database, 0);
  expect(await due()).not.toContain(company.companyId);
  await closes();
  expect(await due()).toContain(company.companyId);
  const claim = () => company.in((transaction) => claimProbe(transaction, 60));
  expect(await claim(), 'has been closed only now').toBe(false);
  const claims = await Promise.all(
    Array.from({ length: 5 }, () => company.in((transaction) => claimProbe(transaction, 0))),
  );
  expect(claims).toContain(true);
  expect(await claim()).toBe(false);
});

test('a connection opens again only where it is still the one that was tried, and owes the replay with it', async () => {
  const epoch = await closes();
  expect(await company.in((transaction) => reopenConnection(transaction, epoch - 1))).toBe(false);
  expect(await company.in(findConnection)).toMatchObject({ state: 'expired', reason: expired });
  expect(await company.in((transaction) => reopenConnection(transaction, epoch))).toBe(true);
  expect(await company.in(findConnection)).toMatchObject({ state: 'healthy', reason: null });
  expect(await settles()).toEqual({ cause: 'healed', scope: { scope: 'unsynced' } });
});
