import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCloudEvent } from '#domain/cloud-event.ts';
import { toCompanyId } from '#domain/identifiers.ts';
import { recordHrMessages } from '#persistence/hr-messages.ts';
import {
  annaVacation,
  approvedVacation,
  bo,
  freshRegistrationId,
  message,
  openStore,
  source,
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

const sequencesOf = async (registrationId: ReturnType<typeof freshRegistrationId>): Promise<number[]> =>
  (await company.stream(registrationId)).map(({ sequence }) => sequence);

describe('a message happens once', () => {
  test('sent again it is acknowledged with the sequence it has, and nothing is recorded', async () => {
    const registrationId = freshRegistrationId();
    const vacation = approvedVacation(registrationId);
    const first = await company.records([vacation]);
    await company.records([message('deleted', registrationId, 2)]);
    const again = await company.records([vacation]);
    expect(first).toMatchObject({ messages: [{ registrationId, sequence: 1, duplicate: false }] });
    expect(again).toMatchObject({ messages: [{ registrationId, sequence: 1, duplicate: true }] });
    expect(await sequencesOf(registrationId)).toEqual([1, 2]);
  });

  test('twice in one batch it is recorded once', async () => {
    const registrationId = freshRegistrationId();
    const vacation = approvedVacation(registrationId);
    expect(await company.records([vacation, vacation])).toMatchObject({
      messages: [
        { sequence: 1, duplicate: false },
        { sequence: 1, duplicate: true },
      ],
    });
    expect(await sequencesOf(registrationId)).toEqual([1]);
  });

  test('a batch gives the messages of one registration sequences without gaps, in their order', async () => {
    const [one, other] = [freshRegistrationId(), freshRegistrationId()];
    const result = await company.records([
      message('created', one, 1, annaVacation),
      message('created', other, 1, annaVacation),
      message('approved', one, 2),
      message('deleted', one, 3),
    ]);
    expect(result).toMatchObject({
      messages: [{ sequence: 1 }, { sequence: 1 }, { sequence: 2 }, { sequence: 3 }],
    });
    expect((await company.stream(one)).map(({ event }) => event.type)).toEqual([
      'RegistrationCreated',
      'RegistrationApproved',
      'RegistrationDeleted',
    ]);
  });

  test('a company that does not exist records nothing', async () => {
    const nobody = toCompanyId('nobody');
    expect(
      await recordHrMessages(
        store.database,
        store.keyring,
        nobody,
        [approvedVacation(freshRegistrationId())],
        {
          deliver: true,
        },
      ),
    ).toEqual({ kind: 'no-such-company' });
  });

  test('an empty batch is recorded as nothing', async () => {
    expect(await company.records([])).toEqual({ kind: 'recorded', messages: [] });
  });
});

describe('what contradicts the record is refused', () => {
  test('the same version with other content', async () => {
    const registrationId = freshRegistrationId();
    await company.records([approvedVacation(registrationId)]);
    expect(await company.records([approvedVacation(registrationId, { employee: bo })])).toMatchObject({
      kind: 'refused',
      faults: [{ index: 0, isConflict: true, path: 'data.version' }],
    });
    expect(await sequencesOf(registrationId)).toEqual([1]);
  });

  test('the same version with another comment, which stands encrypted in the record', async () => {
    const registrationId = freshRegistrationId();
    await company.records([approvedVacation(registrationId)]);
    expect(await company.records([approvedVacation(registrationId, { comment: 'Vandferie' })])).toMatchObject(
      {
        faults: [{ isConflict: true, path: 'data.version' }],
      },
    );
  });

  test('the same id naming another registration', async () => {
    const [one, other] = [freshRegistrationId(), freshRegistrationId()];
    await company.records([message('created', one, 1, annaVacation, 'evt-1')]);
    expect(await company.records([message('created', other, 1, annaVacation, 'evt-1')])).toMatchObject({
      kind: 'refused',
      faults: [{ index: 0, isConflict: true, path: 'id' }],
    });
    expect(await sequencesOf(other)).toEqual([]);
  });

  test('the same id with other content within one batch', async () => {
    const registrationId = freshRegistrationId();
    expect(
      await company.records([
        message('created', registrationId, 1, annaVacation, 'evt-2'),
        message('approved', registrationId, 2, {}, 'evt-2'),
      ]),
    ).toMatchObject({ kind: 'refused', faults: [{ index: 1, isConflict: true, path: 'id' }] });
    expect(await sequencesOf(registrationId)).toEqual([]);
  });

  test('an absence type that the company does not have', async () => {
    const registrationId = freshRegistrationId();
    expect(
      await company.records([approvedVacation(registrationId, { absenceType: 'lunar-leave' })]),
    ).toMatchObject({ kind: 'refused', faults: [{ index: 0, isConflict: false, path: 'data.absenceType' }] });
    expect(await sequencesOf(registrationId)).toEqual([]);
  });

  test('one faulty message of a batch keeps the whole batch out, and every fault is named', async () => {
    const ids = Array.from({ length: 3 }, freshRegistrationId);
    const [good = freshRegistrationId(), wrong = good, clashing = good] = ids;
    await company.records([message('created', clashing, 1, annaVacation)]);
    expect(
      await company.records([
        message('created', good, 1, annaVacation),
        message('created', wrong, 1, { ...annaVacation, absenceType: 'lunar-leave' }),
        message('created', clashing, 1, { ...annaVacation, employee: bo }),
      ]),
    ).toMatchObject({
      kind: 'refused',
      faults: [
        { index: 1, isConflict: false },
        { index: 2, isConflict: true },
      ],
    });
    expect(await sequencesOf(good)).toEqual([]);
    expect(await store.asOwner('select 1 from registrations where registration_id = $1', [good])).toEqual([]);
    expect(
      await store.asOwner('select 1 from undelivered_registrations where registration_id = $1', [good]),
    ).toEqual([]);
  });
});

/** Any text that JSON can carry, odd ones often. */
const jsonText = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc.constantFrom('Zo\u0000e', 'half \ud83d', "O'Brien; --", '\\', '%_', '{"a":1}', '💃'.repeat(20)),
);

test('what is read as a valid message is recorded, read back whole, and a repetition of it is a duplicate', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        eventId: jsonText,
        employeeId: jsonText,
        name: jsonText,
        local: jsonText,
        comment: jsonText,
      }),
      async ({ eventId, employeeId, name, local, comment }) => {
        const registrationId = freshRegistrationId();
        const read = readCloudEvent({
          specversion: '1.0',
          id: `${registrationId} ${eventId}`,
          source,
          type: 'registration.created',
          data: {
            registrationId,
            version: 1,
            ...annaVacation,
            employee: { id: employeeId, mailbox: `${local}@contoso.example`, name },
            comment,
          },
        });
        fc.pre(read.isValid);
        if (!read.isValid) return;
        expect(await company.records([read.value])).toMatchObject({ kind: 'recorded' });
        expect((await company.stream(registrationId))[0]?.event).toEqual(read.value.event);
        expect(await company.records([read.value])).toMatchObject({ messages: [{ duplicate: true }] });
      },
    ),
    { numRuns: 100 },
  );
});
