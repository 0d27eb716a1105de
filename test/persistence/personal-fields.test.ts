import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openKeyring, WrongMasterKey } from '#persistence/encryption.ts';
import { ensureEmployeeKeys } from '#persistence/employee-keys.ts';
import { readStream } from '#persistence/event-store.ts';
import {
  anna,
  annaVacation,
  approvedVacation,
  bo,
  createdFacts,
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
});
beforeEach(async () => {
  company = await store.company();
});
afterAll(() => store.close());

/** Every column of the company's events as text, what is binary also as the bytes read as text. */
async function storedText(): Promise<string> {
  const rows = await store.asOwner<{ text: string; bytes: Buffer | null }>(
    'select to_jsonb(registration_events)::text as text, personal as bytes from registration_events where company_id = $1',
    [company.companyId],
  );
  expect(rows.length).toBeGreaterThan(0);
  return rows.map(({ text, bytes }) => `${text}\n${bytes?.toString('latin1') ?? ''}`).join('\n');
}

describe('personal fields of registration events', () => {
  test('stand nowhere in the clear, neither from the HR system nor in facts of our own', async () => {
    const registrationId = freshRegistrationId();
    await company.records([
      message('created', registrationId, 1, annaVacation),
      message('approved', registrationId, 2, annaVacation),
      message('rejected', registrationId, 3, { ...annaVacation, employee: bo }),
      message('deleted', registrationId, 4, annaVacation),
    ]);
    const [attempted, created] = createdFacts(registrationId);
    if (attempted === undefined || created?.type !== 'CalendarEventCreated') throw new Error('no facts');
    const { requestId, event } = created;
    await company.notes(registrationId, attempted);
    await company.notes(registrationId, created);
    await company.notes(registrationId, { type: 'CalendarEventUpdated', event, requestId });
    const text = await storedText();
    for (const personal of [
      'anna.holm',
      'Anna',
      'Holm',
      'bo.lund',
      'Lund',
      'Skiferie',
      'strig',
      'contoso.example',
    ])
      expect(text.toLowerCase()).not.toContain(personal.toLowerCase());
    expect(text).toContain('vacation');
  });

  test('are read back whole', async () => {
    const registrationId = freshRegistrationId();
    const facts = createdFacts(registrationId);
    await company.records([approvedVacation(registrationId)]);
    for (const fact of facts) await company.notes(registrationId, fact);
    const events = (await company.stream(registrationId)).map(({ event }) => event);
    expect(events[0]).toMatchObject({
      data: { employee: { ...anna, timeZone: null }, comment: annaVacation.comment },
    });
    expect(events.slice(1)).toEqual(facts);
  });

  test('of one employee read as erased without that employee’s key, and all else stays', async () => {
    const [annas, bos] = [freshRegistrationId(), freshRegistrationId()];
    await company.records([approvedVacation(annas), approvedVacation(bos, { employee: bo })]);
    for (const fact of createdFacts(annas)) await company.notes(annas, fact);
    await company.in((transaction) =>
      transaction.deleteFrom('employee_keys').where('employee_id', '=', anna.id).execute(),
    );
    const [created, , stands] = (await company.stream(annas)).map(({ event }) => event);
    expect(created).toMatchObject({
      data: {
        employee: { id: anna.id, mailbox: '', name: null },
        comment: null,
        absenceType: 'vacation',
        period: annaVacation.period,
      },
    });
    expect(stands).toMatchObject({ event: { mailbox: '', calendarEventId: `event-of-${annas}` } });
    expect((await company.registration(bos)).data?.value.employee.name).toBe(bo.name);
  });

  test('copied to another registration do not decrypt', async () => {
    const registrationId = freshRegistrationId();
    const elsewhere = freshRegistrationId();
    await company.records([approvedVacation(registrationId)]);
    await store.asOwner(
      `insert into registration_events
         select company_id, $1, sequence, version, type, recorded_at, source, event_id || ' copied', employee_id, data, personal
           from registration_events where registration_id = $2`,
      [elsewhere, registrationId],
    );
    await expect(company.stream(elsewhere)).rejects.toThrow(/authenticate/);
  });

  test('copied to another company do not decrypt, its employee key copied along neither', async () => {
    const registrationId = freshRegistrationId();
    const other = await store.company();
    await company.records([approvedVacation(registrationId)]);
    await store.asOwner(
      `insert into registration_events
         select $1, registration_id, sequence, version, type, recorded_at, source, event_id, employee_id, data, personal
           from registration_events where registration_id = $2`,
      [other.companyId, registrationId],
    );
    await store.asOwner(
      'insert into employee_keys select $1, employee_id, wrapped_key from employee_keys where company_id = $2',
      [other.companyId, company.companyId],
    );
    await expect(other.stream(registrationId)).rejects.toThrow(/authenticate/);
  });

  test('a key copied to another employee opens nothing, also while the process still remembers it', async () => {
    await company.records([
      approvedVacation(freshRegistrationId()),
      approvedVacation(freshRegistrationId(), { employee: bo }),
    ]);
    const read = () =>
      company.in((transaction) => ensureEmployeeKeys(transaction, store.keyring, [anna.id, bo.id]));
    expect((await read()).size).toBe(2);
    await store.asOwner(
      `update employee_keys set wrapped_key = (select wrapped_key from employee_keys where company_id = $1 and employee_id = $2)
        where company_id = $1 and employee_id = $3`,
      [company.companyId, anna.id, bo.id],
    );
    await expect(read()).rejects.toThrow(/authenticate/);
  });

  test('two employees never share a key, and the same employee number in two companies neither', async () => {
    const other = await store.company();
    await company.records([
      approvedVacation(freshRegistrationId()),
      approvedVacation(freshRegistrationId(), { employee: bo }),
    ]);
    await other.records([approvedVacation(freshRegistrationId())]);
    const keysOf = (one: StoredCompany) =>
      one.in((transaction) => ensureEmployeeKeys(transaction, store.keyring, [anna.id, bo.id]));
    const keys = [...(await keysOf(company)).values(), ...(await keysOf(other)).values()];
    expect(new Set(keys.map((key) => key.export().toString('hex'))).size).toBe(4);
  });
});

describe('the master key', () => {
  test('another one than the database was made with is a WrongMasterKey', async () => {
    await expect(openKeyring(store.database, randomBytes(32))).rejects.toThrow(WrongMasterKey);
  });

  test('the same one opens the same keys again', async () => {
    const registrationId = freshRegistrationId();
    await company.records([approvedVacation(registrationId)]);
    const reopened = await openKeyring(store.database, store.masterKey);
    const [event] = await company.in((transaction) => readStream(transaction, reopened, registrationId));
    expect(event?.event).toMatchObject({ data: { employee: anna } });
  });

  test('processes that open a new database at once agree on its data key', async () => {
    const fresh = await openStore();
    const rings = await Promise.all(
      Array.from({ length: 4 }, () => openKeyring(fresh.database, fresh.masterKey)),
    );
    expect(new Set(rings.map(({ employeeKeys }) => employeeKeys.export().toString('hex'))).size).toBe(1);
    await fresh.close();
  });
});
