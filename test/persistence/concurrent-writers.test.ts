import { afterAll, beforeAll, expect, test } from 'vitest';
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
  for (let round = 0; round < 5; round += 1) {
    const ids = Array.from({ length: 300 }, freshRegistrationId);
    const results = await Promise.all([
      company.records(ids.map((id) => message('created', id, 1, annaVacation))),
      company.records(ids.toReversed().map((id) => message('approved', id, 2))),
    ]);
    expect(kindsOf(results)).toEqual(['recorded', 'recorded']);
  }
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
