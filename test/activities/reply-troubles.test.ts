import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetMailboxTroubles } from '#persistence/mailboxes.ts';
import { forgetReplyRefusal } from '#persistence/reply-states.ts';
import { yearAhead } from '../house/year-ahead.ts';
import { openReplyOffice, type ReplyCompany, type ReplyOffice } from './reply-office.ts';

let replies: ReplyOffice;
let company: ReplyCompany;
let mailbox: string;
beforeAll(async () => {
  replies = await openReplyOffice();
});
beforeEach(async () => {
  const { tenant } = replies.office;
  await replies.itIs(`${yearAhead}-05-10T08:00:00Z`);
  await tenant.rest();
  await tenant.application({ roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'], rbacScopes: null });
  company = await replies.company();
  mailbox = await replies.mailbox();
});
afterAll(() => replies.close());

const faults = (operation: string, effect: object, change = {}) =>
  replies.office.tenant.fault(operation, effect, { mailbox, ...change });
const isOurs = async (address = mailbox) =>
  (await replies.settingOf(address)).internalReplyMessage.includes('I am away until');
const afterHours = (hours: number) =>
  replies.itIs(new Date(Date.parse(`${yearAhead}-05-10T08:00:00Z`) + hours * 3_600_000).toISOString());

describe('a write whose answer is lost', () => {
  test.each([
    ['before', 'dropBefore', 2],
    ['after', 'commitThenDrop', 1],
  ])('%s Microsoft carried it out is settled by a look, and is done once', async (_, kind, writes) => {
    const before = await replies.settingOf(mailbox);
    await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    await faults('updateMailboxSettings', { kind });
    const [first] = await company.looks();
    expect(first).toMatchObject({ isSetback: true, holdsLease: true });
    // Too soon, nobody knows what is still under way.
    await afterHours(1);
    const requests = await replies.requestsTo(mailbox);
    await company.looks();
    expect(await replies.requestsTo(mailbox)).toEqual(requests);

    await company.attemptsAreOld();
    const [second] = await company.looks();
    expect(second).toMatchObject({ owner: 'absence-sync', reason: null });
    expect(await isOurs()).toBe(true);
    const sent = (await replies.requestsTo(mailbox)).filter((each) => each === 'updateMailboxSettings');
    expect(sent).toHaveLength(writes);
    await company.choose(false);
    await company.looks();
    expect(await replies.settingOf(mailbox)).toEqual(before);
  });
});

describe('a mailbox whose settings Microsoft does not let the application into', () => {
  const onlyCalendars = () => replies.office.tenant.application({ roles: ['Calendars.ReadWrite'] });

  test('is named as lacking the permission, and left alone for hours; its calendar goes on', async () => {
    await onlyCalendars();
    const registrationId = await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    expect(await company.looks()).toMatchObject([
      { owner: 'none', reason: { code: 'reply-permission-missing' } },
    ]);
    expect(await company.syncs(registrationId)).toMatchObject({ status: { state: 'synced' } });
    await company.looks(mailbox);
    await afterHours(5);
    await company.looks(mailbox);
    expect(await replies.requestsTo(mailbox)).toEqual(['getMailboxSettings']);
    expect(await company.listed(mailbox)).toEqual({ owner: 'none', code: 'reply-permission-missing' });
    await afterHours(7);
    await company.looks(mailbox);
    expect((await replies.requestsTo(mailbox)).length).toBeGreaterThan(1);
  });

  test('is asked again at once where it is checked, or a replay comes by hand or by a renewal', async () => {
    await onlyCalendars();
    await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    await company.looks();
    const [mailboxKey = ''] = await company.told();
    await company.in((transaction) => forgetReplyRefusal(transaction, mailboxKey));
    await company.looks();
    expect(await replies.requestsTo(mailbox)).toHaveLength(2);
    await replies.office.tenant.application({ roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] });
    await company.in(forgetMailboxTroubles);
    expect(await company.looks()).toMatchObject([{ owner: 'absence-sync', reason: null }]);
    expect(await company.listed(mailbox)).toEqual({ owner: 'absence-sync', code: null });
  });

  test('is the mailbox’s own trouble once the settings of another have been read, also with hindsight', async () => {
    const other = await replies.mailbox();
    await replies.office.tenant.application({
      roles: ['Calendars.ReadWrite'],
      rbacScopes: [{ role: 'Application MailboxSettings.ReadWrite', mailboxes: [other] }],
    });
    await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    await company.looks();
    expect(await company.listed(mailbox)).toMatchObject({ code: 'reply-permission-missing' });
    await company.isAway(other, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    await company.looks(other);
    expect(await company.listed(mailbox)).toMatchObject({ code: 'mailbox-out-of-scope' });
    expect(await isOurs(other)).toBe(true);
  });

  test('and may only be read, lacks the permission to change them', async () => {
    await replies.office.tenant.application({ roles: ['Calendars.ReadWrite', 'MailboxSettings.Read'] });
    await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    const other = await replies.mailbox();
    await company.isAway(other, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
    await company.looks();
    for (const address of [mailbox, other])
      expect(await company.listed(address)).toEqual({ owner: 'none', code: 'reply-permission-missing' });
  });
});

test('a mailbox whose calendar is in trouble is not asked for its settings either', async () => {
  await replies.office.tenant.mailbox(mailbox, { kind: 'notEnabled' });
  const registrationId = await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await company.syncs(registrationId);
  expect(await company.looks()).toMatchObject([{ reason: { code: 'mailbox-not-enabled' }, lookAt: null }]);
  expect(await replies.requestsTo(mailbox)).toEqual([]);
});

test('Microsoft asks for a pause: nothing is sent before it is over, whoever asks', async () => {
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await faults('getMailboxSettings', { kind: 'respond', status: 429, headers: { 'retry-after': '2' } });
  expect(await company.looks()).toMatchObject([{ reason: { code: 'throttled' }, lookInSeconds: 2 }]);
  const [mailboxKey = ''] = await company.told();
  await company.in((transaction) => forgetReplyRefusal(transaction, mailboxKey));
  await company.in(forgetMailboxTroubles);
  await replies.itIs(`${yearAhead}-05-10T08:00:01Z`);
  await company.looks();
  expect(await replies.requestsTo(mailbox)).toHaveLength(1);
  await replies.itIs(`${yearAhead}-05-10T08:00:03Z`);
  await company.looks();
  expect(await isOurs()).toBe(true);
});

test('an answer that can’t be read is no answer', async () => {
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await faults('getMailboxSettings', { kind: 'respond', status: 200, body: '{}' });
  expect(await company.looks()).toMatchObject([
    { isSetback: true, reason: { code: 'microsoft-unavailable' } },
  ]);
  await afterHours(1);
  await company.looks();
  expect(await isOurs()).toBe(true);
});

test('a mailbox that is gone for good is let go of when its absence is over', async () => {
  await company.isAway(mailbox, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await company.looks();
  await replies.office.tenant.outlook.control(
    'DELETE',
    `/sandbox/tenants/${replies.office.tenant.tenantId}/mailboxes/${mailbox}`,
  );
  await replies.itIs(`${yearAhead}-06-03T08:00:00Z`);
  expect(await company.looks()).toMatchObject([{ holdsLease: true, reason: { code: 'mailbox-not-found' } }]);
  await replies.itIs(`${yearAhead}-06-06T08:00:00Z`);
  expect(await company.looks()).toMatchObject([{ holdsLease: false, lookAt: null }]);
});
