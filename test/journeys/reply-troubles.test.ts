import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { patience, vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, pathOf } from '../house/hr-export.ts';
import { isOurs, repliesOf, type Replies } from '../house/replies.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
let replies: Replies;
let anna: Employee;
beforeAll(async () => {
  // What a killed worker was writing is settled after twice as long.
  house = await openHouse({ timeoutSeconds: 5 });
  await house.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 200, entraRoles: 'live' });
});
beforeEach(async () => {
  company = await house.company();
  replies = repliesOf(house, company);
  await replies.choose({ enabled: true });
  anna = await company.employee('Anna Holm');
  await house.outlook.forgetFaults();
  await house.outlook.forgetRequests();
});
afterAll(() => house?.close());

const june = [`${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-05T22:00:00`] as const;
const inJune = (employee = anna) => vacation(employee, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
const application = (change: object) =>
  house.outlook.control(
    'PUT',
    `/sandbox/tenants/${company.tenantId}/applications/${company.clientId}`,
    change,
  );
const isWaiting = async (employee: Employee): Promise<string> => {
  const { raw } = await (await replies.workflowOf(employee)).describe();
  expect([raw.pendingActivities ?? [], raw.pendingWorkflowTask ?? null]).toEqual([[], null]);
  return (await (await replies.workflowOf(employee)).query<{ waitingFor: string }>('status')).waitingFor;
};
const stateOf = async (employee: Employee) => {
  const { typedSearchAttributes } = await (await replies.workflowOf(employee)).describe();
  return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
};

test('the secret has expired: nothing is asked, absence parks as ever, and after the renewal the replay brings replies', async () => {
  await application({ secrets: [{ value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }] });
  const absence = inJune();
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'parked');
  await company.untilIdle(absence);
  expect(await replies.requests(anna)).toEqual({ reads: 0, writes: 0 });
  await application({ secrets: [{ value: 'New8Q~of-today', endDateTime: '2099-01-01T00:00:00Z' }] });
  const saved = await house.administrator('PUT', `${pathOf(company)}/connection/secret`, {
    clientSecret: 'New8Q~of-today',
  });
  expect(await ended(house, company, saved.body.replayId)).toMatchObject({ counts: { created: 1 } });
  await replies.untilScheduled(anna, ...june);
});

test('ours stands when the secret expires: what changes meanwhile reaches the mailbox after the renewal', async () => {
  const absence = inJune();
  const own = await replies.settingOf(anna);
  await company.hr.creates(absence, { approved: true });
  await replies.untilScheduled(anna, ...june);
  await company.untilIdle(absence);
  await application({ secrets: [{ value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }] });
  await company.hr.deletes(absence);
  await company.untilState(absence, 'parked');
  await application({ secrets: [{ value: 'New8Q~of-today', endDateTime: '2099-01-01T00:00:00Z' }] });
  await house.administrator('PUT', `${pathOf(company)}/connection/secret`, {
    clientSecret: 'New8Q~of-today',
  });
  await replies.untilStands(anna, own);
});

test('the permission is missing: the calendar goes on, the mailbox names it, and a check after the grant sets ours', async () => {
  await application({ roles: ['Calendars.ReadWrite'] });
  const absence = inJune();
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  await vi.waitFor(async () => {
    expect(await replies.listed(anna)).toMatchObject({
      owner: 'none',
      reason: {
        code: 'reply-permission-missing',
        remedy: expect.stringContaining('MailboxSettings.ReadWrite'),
      },
    });
    expect(await isWaiting(anna)).toContain('MailboxSettings.ReadWrite');
  }, patience);
  await application({ roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] });
  expect(await replies.check(anna)).toMatchObject({ owner: 'absence-sync', reason: null });
  expect(isOurs(await replies.settingOf(anna))).toBe(true);
});

test.each([
  ['before', 'hold'],
  ['after', 'commitThenHold'],
])(
  'the worker is killed %s Microsoft carries out what it set: it stands once, and comes back whole',
  async (_, kind) => {
    const own = await replies.userSets(anna, { internalReplyMessage: 'Back soon' });
    const fault = await house.outlook.fault({
      operation: 'updateMailboxSettings',
      mailbox: anna.mailbox,
      effect: { kind },
    });
    const absence = inJune();
    await company.hr.creates(absence, { approved: true });
    await vi.waitFor(async () => expect(await house.outlook.faultStrikes(fault)).toBe(1), patience);
    await house.worker.kill();
    await house.outlook.releaseFault(fault);
    await house.worker.start();
    await vi.waitFor(async () => {
      expect(isOurs(await replies.settingOf(anna))).toBe(true);
      expect(await replies.listed(anna)).toMatchObject({ owner: 'absence-sync' });
    }, patience);
    expect((await replies.requests(anna)).writes).toBe(1);
    await company.hr.deletes(absence);
    await replies.untilStands(anna, own);
  },
);

test('in Temporal’s UI a mailbox is found by company and owner, says what it waits for, and ends when nothing lies ahead', async () => {
  const absence = inJune();
  await company.hr.creates(absence, { approved: true });
  await replies.untilScheduled(anna, ...june);
  await vi.waitFor(async () => {
    expect(await isWaiting(anna)).toBe(
      `Our reply is set, for the next absence. Looks again at ${yearAhead}-05-31T22:00:00.000Z.`,
    );
    expect(await stateOf(anna)).toMatchObject({ CompanyId: company.companyId, SyncState: 'absence-sync' });
  }, patience);
  await replies.userSets(anna, { internalReplyMessage: 'Ring to Bo' });
  await replies.check(anna);
  await vi.waitFor(async () => expect(await isWaiting(anna)).toMatch(/^The slot is the user’s/), patience);
  await vi.waitFor(async () => expect(await stateOf(anna)).toMatchObject({ SyncState: 'user' }), patience);
  await company.hr.deletes(absence);
  await vi.waitFor(async () => {
    expect((await (await replies.workflowOf(anna)).describe()).status.name).toBe('COMPLETED');
  }, patience);
});

test('Temporal’s workflows are gone while ours stands: the mailbox is looked at all the same when it is due', async () => {
  const own = await replies.settingOf(anna);
  const absence = inJune();
  await company.hr.creates(absence, { approved: true });
  await replies.untilScheduled(anna, ...june);
  await vi.waitFor(() => isWaiting(anna), patience);
  await (await replies.workflowOf(anna)).terminate();
  const after = `${yearAhead}-06-06T08:00:00Z`;
  await house.worker.stop();
  await house.outlook.control('PUT', '/sandbox/clock', { now: after });
  await house.worker.start(Math.round((Date.parse(after) - Date.now()) / 1000));
  await replies.untilStands(anna, own);
});
