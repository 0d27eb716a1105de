import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendEvents, SequenceConflict, type Append } from '#persistence/event-store.ts';
import {
  annaVacation,
  approvedVacation,
  freshRegistrationId,
  message,
  openStore,
  present,
  source,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
let company: StoredCompany;

beforeAll(async () => {
  store = await openStore();
  company = await store.company();
  await company.records([approvedVacation(freshRegistrationId())]);
});
afterAll(() => store.close());

const changes = [
  "update registration_events set type = 'RegistrationDeleted'",
  'delete from registration_events',
  'truncate registration_events',
];

describe('registration_events is append-only', () => {
  test.each(changes)('the service may not: %s', async (statement) => {
    await expect(company.in((transaction) => sql.raw(statement).execute(transaction))).rejects.toMatchObject({
      code: '42501',
    });
  });

  test.each([
    ...changes,
    'truncate companies cascade',
    `insert into registration_events select * from registration_events limit 1
       on conflict (company_id, registration_id, sequence) do update set type = 'RegistrationDeleted'`,
  ])('the owner is refused: %s', async (statement) => {
    await expect(store.asOwner(statement)).rejects.toThrow(/append-only/);
  });

  test('a company that has registration events can not be deleted', async () => {
    await expect(
      company.in((transaction) => transaction.deleteFrom('companies').execute()),
    ).rejects.toMatchObject({ code: '23503' });
  });

  test('after all that was refused the event stands as it was recorded', async () => {
    expect(
      await store.asOwner('select type, sequence from registration_events where company_id = $1', [
        company.companyId,
      ]),
    ).toEqual([{ type: 'RegistrationCreated', sequence: 1 }]);
  });
});

describe('an append names the sequence that it takes', () => {
  const approvalAt = (
    registrationId: ReturnType<typeof freshRegistrationId>,
    sequence: number,
    eventId: string,
  ): Append => ({
    registrationId,
    sequence,
    event: { type: 'RegistrationApproved', version: sequence, data: null },
    message: { source, eventId },
  });
  const append = (...appends: readonly Append[]) =>
    company.in((transaction) => appendEvents(transaction, store.keyring, appends));

  test('a sequence that is taken is a SequenceConflict, and nothing is appended', async () => {
    const registrationId = freshRegistrationId();
    await append(approvalAt(registrationId, 1, `${registrationId}/1`));
    await expect(
      append(
        approvalAt(registrationId, 2, `${registrationId}/2`),
        approvalAt(registrationId, 1, `${registrationId}/3`),
      ),
    ).rejects.toThrow(SequenceConflict);
    expect(await company.stream(registrationId)).toHaveLength(1);
  });

  test('a (source, event id) is recorded once in a company, whichever registration it names', async () => {
    const [first, second] = [freshRegistrationId(), freshRegistrationId()];
    await append(approvalAt(first, 1, `${first}/1`));
    await expect(append(approvalAt(second, 1, `${first}/1`))).rejects.toThrow(SequenceConflict);
    expect(await company.stream(second)).toEqual([]);
  });

  test('two companies may record the same (source, event id) of the same registration', async () => {
    const registrationId = freshRegistrationId();
    const other = await store.company();
    const same = message('created', registrationId, 1, annaVacation);
    for (const each of [company, other])
      expect(await each.records([same])).toMatchObject({ messages: [{ duplicate: false, sequence: 1 }] });
  });

  test('facts of our own carry no message and never collide with one another', async () => {
    const registrationId = freshRegistrationId();
    await append(
      ...[1, 2, 3].map((sequence): Append => ({
        registrationId,
        sequence,
        event: { type: 'Parked', reason: { code: 'secret-expired' }, epoch: sequence },
        message: null,
      })),
    );
    const stream = await company.stream(registrationId);
    expect(stream.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(present(stream[2], 'third event').event).toEqual({
      type: 'Parked',
      reason: { code: 'secret-expired' },
      epoch: 3,
    });
  });

  test('more events than one INSERT carries are appended in one transaction', async () => {
    const registrationId = freshRegistrationId();
    const recorded = await append(
      ...Array.from({ length: 2_500 }, (_, index) =>
        approvalAt(registrationId, index + 1, `${registrationId}/${index}`),
      ),
    );
    expect(recorded).toHaveLength(2_500);
    expect((await company.registration(registrationId)).sequence).toBe(2_500);
  });
});
