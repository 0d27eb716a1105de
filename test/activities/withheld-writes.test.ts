import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RegistrationId } from '#domain/identifiers.ts';
import { patchConnection } from '#persistence/connections.ts';
import { forgetMailboxTroubles } from '#persistence/mailboxes.ts';
import { requestSync } from '#persistence/sync-requests.ts';
import { annaVacation, message } from '../persistence/store.ts';
import { openOffice, type Office, type OfficeCompany } from './office.ts';

let office: Office;
let company: OfficeCompany;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  await office.tenant.rest();
  company = await office.company();
});
afterAll(() => office.close());

const becomes = (mailbox: string, kind: string) => office.tenant.mailbox(mailbox, { kind });
const outcome = (registrationId: RegistrationId) => company.syncs(registrationId);
const inState = (state: string, code?: string) => ({
  kind: 'settled',
  status: { state, reason: code === undefined ? null : { code } },
});
const factsOf = async (registrationId: RegistrationId) =>
  (await company.stream(registrationId)).map(({ event }) => event.type);
const hr = (kind: 'changed' | 'deleted', registrationId: RegistrationId, version: number, data = {}) =>
  company.records([message(kind, registrationId, version, data)]);
const registered = (mailbox: string, period = { from: '2027-02-01', to: '2027-02-02' }) => ({
  ...annaVacation,
  employee: { id: `employee-of-${mailbox}`, mailbox },
  period,
});
const shown = async (registrationId: RegistrationId) => {
  const [row] = await office.store.asOwner<{ state: string; code: string | null }>(
    `select state, reason->>'code' as code from registrations where company_id = $1 and registration_id = $2`,
    [company.companyId, registrationId],
  );
  return row;
};

describe('while a mailbox is in trouble', () => {
  test('nothing more is sent there: what is registered says so once, with the mailbox’s reason', async () => {
    const mailbox = await office.tenant.mailbox(undefined, { kind: 'notEnabled' });
    const first = await company.registers(mailbox);
    const second = await company.registers(mailbox);
    for (const registrationId of [first, second, second])
      expect(await outcome(registrationId)).toMatchObject(inState('attention', 'mailbox-not-enabled'));
    expect(await company.requestsTo(mailbox)).toEqual(['createEvent']);
    expect(await factsOf(first)).toEqual([
      'RegistrationCreated',
      'CalendarWriteAttempted',
      'CalendarWriteFailed',
    ]);
    expect(await factsOf(second)).toEqual(['RegistrationCreated', 'CalendarWriteWithheld']);
    expect(await shown(second)).toEqual({ state: 'attention', code: 'mailbox-not-enabled' });
  });

  test('others go on', async () => {
    const [broken, sound] = [
      await office.tenant.mailbox(undefined, { kind: 'notEnabled' }),
      await office.tenant.mailbox(),
    ];
    await company.registers(broken);
    expect(await outcome(await company.registers(sound))).toMatchObject(inState('synced'));
  });

  test('what was parked meanwhile says the mailbox’s reason again once the connection is open', async () => {
    const mailbox = await office.tenant.mailbox(undefined, { kind: 'notEnabled' });
    const [first, second] = [await company.registers(mailbox), await company.registers(mailbox)];
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    expect(await shown(second)).toEqual({ state: 'parked', code: 'connection-off' });
    await company.in((transaction) => patchConnection(transaction, { enabled: true }));
    await outcome(first);
    await outcome(second);
    expect(await shown(second)).toEqual({ state: 'attention', code: 'mailbox-not-enabled' });
    expect(await factsOf(second)).toEqual(['RegistrationCreated', 'CalendarWriteWithheld']);
    // An open connection is worth one more try.
    expect(await company.requestsTo(mailbox)).toEqual(['createEvent', 'createEvent']);
  });

  test('a write whose answer was lost is still owed, and settled once the mailbox works', async () => {
    const mailbox = await office.tenant.mailbox();
    await office.tenant.fault('createEvent', { kind: 'commitThenDrop' });
    const lost = await company.registers(mailbox);
    expect(await company.registration(lost)).toMatchObject({
      calendar: { unanswered: { operation: 'create' } },
    });
    await becomes(mailbox, 'notEnabled');
    await company.registers(mailbox);
    await office.store.asOwner('update registration_leases set expires_at = now()');
    await hr('deleted', lost, 2);
    expect(await outcome(lost)).toMatchObject(inState('attention', 'mailbox-not-enabled'));
    expect(await company.registration(lost)).toMatchObject({
      calendar: { unanswered: { operation: 'create' } },
    });
    await becomes(mailbox, 'ok');
    await company.checks(mailbox);
    expect(await outcome(lost)).toMatchObject(inState('removed'));
    expect(await office.tenant.outlook.calendarOf(mailbox)).toEqual([]);
  });

  test('a removal from a mailbox that the employee has left is tried all the same', async () => {
    const [old, present] = [await office.tenant.mailbox(), await office.tenant.mailbox()];
    const registrationId = await company.registers(old);
    await becomes(old, 'notEnabled');
    await company.registers(old);
    await office.tenant.outlook.forgetRequests();
    await hr('changed', registrationId, 2, registered(present));
    expect(await outcome(registrationId)).toMatchObject(inState('attention', 'mailbox-not-enabled'));
    expect(await company.requestsTo(old)).toEqual(['deleteEvent']);
    expect(await company.mailbox(present)).toMatchObject({ state: 'ok' });
    await becomes(old, 'ok');
    expect(await outcome(registrationId)).toMatchObject(inState('synced'));
  });

  test('that is full, only new events wait: what stands there is changed and removed', async () => {
    const mailbox = await office.tenant.mailbox();
    const [first, second] = [await company.registers(mailbox), await company.registers(mailbox)];
    await office.tenant.fault('createEvent', {
      kind: 'respond',
      status: 403,
      body: { error: { code: 'ErrorQuotaExceeded', message: '' } },
    });
    const third = await company.registers(mailbox);
    expect(await outcome(third)).toMatchObject(inState('attention', 'mailbox-full'));
    await office.tenant.outlook.forgetRequests();
    await hr('deleted', first, 2);
    expect(await outcome(first)).toMatchObject(inState('removed'));
    await hr('changed', second, 2, registered(mailbox));
    expect(await outcome(second)).toMatchObject(inState('synced'));
    expect(await company.requestsTo(mailbox)).toEqual(['deleteEvent', 'updateEvent']);
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention', code: 'mailbox-full' });
  });

  test('a purge tries its events all the same, because nothing is checked while the connection is OFF', async () => {
    const mailbox = await office.tenant.mailbox();
    const [first, second] = [await company.registers(mailbox), await company.registers(mailbox)];
    await becomes(mailbox, 'notEnabled');
    await company.in((transaction) => patchConnection(transaction, { enabled: false, whenOff: 'purge' }));
    await outcome(first);
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention' });
    await becomes(mailbox, 'ok');
    await outcome(second);
    expect(await office.tenant.outlook.calendarOf(mailbox)).toHaveLength(1);
  });
});

describe('an administrator', () => {
  test('who asks for one registration has it tried, whatever is known of its mailbox', async () => {
    const mailbox = await office.tenant.mailbox(undefined, { kind: 'notEnabled' });
    const [first, second] = [await company.registers(mailbox), await company.registers(mailbox)];
    await becomes(mailbox, 'ok');
    const { database, keyring } = office.store;
    expect(await requestSync(database, keyring, company.companyId, second)).toBe(3);
    expect(await shown(second)).toEqual({ state: 'syncing', code: null });
    expect(await outcome(second)).toMatchObject(inState('synced'));
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'ok' });
    expect(await company.owedReplay()).toBe('healed');
    expect(await outcome(first)).toMatchObject(inState('synced'));
  });

  test('who has all troubles forgotten has all mailboxes tried', async () => {
    const mailbox = await office.tenant.mailbox(undefined, { kind: 'notEnabled' });
    const registrationId = await company.registers(mailbox);
    await company.in(forgetMailboxTroubles);
    await outcome(registrationId);
    expect(await company.requestsTo(mailbox)).toEqual(['createEvent', 'createEvent']);
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention', due: 35 });
  });
});

test('a refusal is the mailbox’s only where another has worked; told anew once one has', async () => {
  const [refused, sound] = [await office.tenant.mailbox(), await office.tenant.mailbox()];
  await office.tenant.application({ accessPolicy: { kind: 'deny', mailboxes: [refused] } });
  const registrationId = await company.registers(refused);
  expect(await shown(registrationId)).toEqual({ state: 'attention', code: 'permission-missing' });
  expect(await outcome(registrationId)).toMatchObject(inState('attention', 'permission-missing'));
  await company.registers(sound);
  expect(await company.owedReplay()).toBe('schedule');
  expect(await outcome(registrationId)).toMatchObject(inState('attention', 'mailbox-out-of-scope'));
  expect(await company.requestsTo(refused)).toEqual(['createEvent']);
});
