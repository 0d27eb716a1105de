import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId, type RegistrationId } from '#domain/identifiers.ts';
import type { RecordResult } from '#persistence/hr-messages.ts';
import {
  annaVacation,
  approvedVacation,
  freshRegistrationId,
  message,
  openStore,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
let company: StoredCompany;

beforeAll(async () => {
  store = await openStore();
  company = await store.company();
});
afterAll(() => store.close());

const kindsOf = (results: readonly RecordResult[]): string[] => results.map(({ kind }) => kind);

test('writers of one registration at once all succeed, and its sequences have no gap', async () => {
  const registrationId = freshRegistrationId();
  const results = await Promise.all([
    company.records([message('created', registrationId, 1, annaVacation)]),
    ...Array.from({ length: 7 }, (_, index) =>
      company.records([message('approved', registrationId, index + 2)]),
    ),
  ]);
  expect(new Set(kindsOf(results))).toEqual(new Set(['recorded']));
  const stream = await company.stream(registrationId);
  expect(stream.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect((await company.registration(registrationId)).approval).toEqual({ version: 8, value: 'approved' });
  expect(
    await store.asOwner('select sequence from registrations where registration_id = $1', [registrationId]),
  ).toEqual([{ sequence: 8 }]);
});

test('one message sent several times at once is recorded once and acknowledged each time', async () => {
  const registrationId = freshRegistrationId();
  const vacation = approvedVacation(registrationId);
  const results = await Promise.all(Array.from({ length: 6 }, () => company.records([vacation])));
  const acknowledged = results.flatMap((result) => (result.kind === 'recorded' ? result.messages : []));
  expect(acknowledged.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
  expect(acknowledged.map(({ sequence }) => sequence)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(await company.stream(registrationId)).toHaveLength(1);
});

test('two batches that name the same registrations in opposite orders both succeed', async () => {
  const [first, oneMiddle, otherMiddle, last] = ['a', 'b', 'c', 'd'].map((letter) =>
    toRegistrationId(`${letter}-${freshRegistrationId()}`),
  ) as [RegistrationId, RegistrationId, RegistrationId, RegistrationId];
  // Holds each batch up half-way, when it has written its first registration and not yet the other's.
  const holder = new Client({ connectionString: store.url });
  await holder.connect();
  await holder.query('begin');
  for (const id of [oneMiddle, otherMiddle])
    await holder.query(
      `insert into registration_events (company_id, registration_id, sequence, type, data) values ($1, $2, 1, 'held', '{}')`,
      [company.companyId, id],
    );
  const creates = (id: RegistrationId) => message('created', id, 1, annaVacation);
  const approves = (id: RegistrationId) => message('approved', id, 2);
  const batches = Promise.all([
    company.records([first, oneMiddle, last].map(creates)),
    company.records([last, otherMiddle, first].map(approves)),
  ]).then(kindsOf, String);
  await expect
    .poll(() =>
      store.asOwner(
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      ),
    )
    .toHaveLength(2);
  await holder.query('rollback');
  await holder.end();
  expect(await batches).toEqual(['recorded', 'recorded']);
  expect(await company.stream(first)).toHaveLength(2);
});

test('an HR message and a fact of our own that meet are both recorded', async () => {
  const registrationId = freshRegistrationId();
  await company.records([approvedVacation(registrationId)]);
  await Promise.all([
    company.records([message('deleted', registrationId, 2)]),
    company
      .notes(registrationId, { type: 'Parked', reason: { code: 'secret-expired' }, epoch: 1 })
      .catch(() =>
        company.notes(registrationId, { type: 'Parked', reason: { code: 'secret-expired' }, epoch: 1 }),
      ),
  ]);
  const types = (await company.stream(registrationId)).map(({ event }) => event.type);
  expect(types.toSorted()).toEqual(['Parked', 'RegistrationCreated', 'RegistrationDeleted']);
});
