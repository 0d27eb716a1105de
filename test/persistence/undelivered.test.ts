import { saveConnection } from '#persistence/connections.ts';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { RegistrationId } from '#domain/identifiers.ts';
import {
  markDelivered,
  markUndelivered,
  readUndelivered,
  undeliveredChannel,
} from '#persistence/undelivered.ts';
import {
  annaVacation,
  approvedVacation,
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
afterAll(() => store.close());

let listener: Client;
let heard: string[];
beforeEach(async () => {
  company = await store.company();
  heard = [];
  listener = new Client({ connectionString: store.url });
  await listener.connect();
  listener.on('notification', ({ channel }) => heard.push(channel));
  await listener.query(`listen ${undeliveredChannel}`);
  await listener.query('listen marker');
});
afterEach(() => listener.end());

const owed = async () =>
  (await readUndelivered(store.database, 1_000)).filter(({ companyId }) => companyId === company.companyId);
const owedOf = async (registrationId: RegistrationId) =>
  present(
    (await owed()).find((each) => each.registrationId === registrationId),
    'delivery owed',
  );

/** Postgres delivers announcements in the order of the commits, so what stands before the marker is all there was. */
async function heardUntilMarker(): Promise<string[]> {
  await store.asOwner("select pg_notify('marker', '')");
  await vi.waitFor(() => expect(heard).toContain('marker'), { timeout: 30_000 });
  return heard;
}

test('a registration is owed one delivery, of its newest sequence, however many events it got', async () => {
  const registrationId = freshRegistrationId();
  await company.records([
    message('created', registrationId, 1, annaVacation),
    message('approved', registrationId, 2),
  ]);
  await company.records([message('deleted', registrationId, 3)]);
  expect(await owed()).toMatchObject([{ registrationId, sequence: 3, companyId: company.companyId }]);
});

test('the mark never falls back to an older sequence', async () => {
  const registrationId = freshRegistrationId();
  await company.records([approvedVacation(registrationId)]);
  await company.records([message('deleted', registrationId, 2)]);
  const [first] = await company.stream(registrationId);
  await company.in((transaction) => markUndelivered(transaction, [present(first, 'event')]));
  expect((await owedOf(registrationId)).sequence).toBe(2);
});

test('what was delivered is owed no more', async () => {
  const registrationId = freshRegistrationId();
  await company.records([approvedVacation(registrationId)]);
  await markDelivered(store.database, await owedOf(registrationId));
  expect(await owed()).toEqual([]);
});

test('an event recorded while the one before is being delivered stays owed', async () => {
  const registrationId = freshRegistrationId();
  await company.records([approvedVacation(registrationId)]);
  const underway = await owedOf(registrationId);
  await company.records([message('deleted', registrationId, 2)]);
  await markDelivered(store.database, underway);
  expect((await owedOf(registrationId)).sequence).toBe(2);
});

test('a repetition is owed no second delivery', async () => {
  const registrationId = freshRegistrationId();
  const vacation = approvedVacation(registrationId);
  await company.records([vacation]);
  await markDelivered(store.database, await owedOf(registrationId));
  await company.records([vacation]);
  expect(await owed()).toEqual([]);
});

test('what an import records is owed to nobody', async () => {
  await company.records([approvedVacation(freshRegistrationId())], { deliver: false });
  expect(await owed()).toEqual([]);
  expect(await heardUntilMarker()).toEqual(['marker']);
});

test('the oldest are read first, as many as asked for', async () => {
  const ids = [freshRegistrationId(), freshRegistrationId(), freshRegistrationId()];
  for (const id of ids) await company.records([approvedVacation(id)]);
  expect((await owed()).map(({ registrationId }) => registrationId)).toEqual(ids);
  expect(await readUndelivered(store.database, 2)).toHaveLength(2);
});

test('what can only be parked is read after what somebody’s calendar may wait for', async () => {
  const connected = await store.company();
  await connected.in((transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from('sealed'), hint: 'abc' },
      secretExpiresAt: null,
    }),
  );
  const [parked, live] = [freshRegistrationId(), freshRegistrationId()];
  await company.records([approvedVacation(parked)]);
  await connected.records([approvedVacation(live)]);
  const read = (await readUndelivered(store.database, 1_000)).filter(({ registrationId }) =>
    [parked, live].includes(registrationId),
  );
  expect(read.map(({ registrationId, isUrgent }) => [registrationId, isUrgent])).toEqual([
    [live, true],
    [parked, false],
  ]);
});

test('a delivery of one company marks nothing of another’s registration of the same id', async () => {
  const registrationId = freshRegistrationId();
  const other = await store.company();
  for (const each of [company, other]) await each.records([approvedVacation(registrationId)]);
  await markDelivered(store.database, { ...(await owedOf(registrationId)), companyId: other.companyId });
  expect(await owed()).toHaveLength(1);
});

test('the announcement is heard after the commit and not before', async () => {
  await company.in(async (transaction) => {
    await markUndelivered(transaction, [
      {
        registrationId: freshRegistrationId(),
        sequence: 1,
        recordedAt: '2026-11-23T08:00:00Z',
        event: { type: 'RegistrationApproved', version: 1, data: null },
      },
    ]);
    expect(await heardUntilMarker()).toEqual(['marker']);
  });
  await vi.waitFor(() => expect(heard).toEqual(['marker', undeliveredChannel]), { timeout: 30_000 });
});

test('a transaction that is rolled back announces nothing and owes nothing', async () => {
  await expect(
    company.in(async (transaction) => {
      await markUndelivered(transaction, [
        {
          registrationId: freshRegistrationId(),
          sequence: 1,
          recordedAt: '2026-11-23T08:00:00Z',
          event: { type: 'RegistrationApproved', version: 1, data: null },
        },
      ]);
      throw new Error('given up');
    }),
  ).rejects.toThrow('given up');
  expect(await heardUntilMarker()).toEqual(['marker']);
  expect(await owed()).toEqual([]);
});
