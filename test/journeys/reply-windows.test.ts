import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { patience, vacation, type Absence, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { isOurs, repliesOf, type Replies } from '../house/replies.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
let replies: Replies;
let anna: Employee;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
  replies = repliesOf(house, company);
  await replies.choose({ enabled: true });
});
beforeEach(async () => {
  anna = await company.employee('Anna Holm');
  await house.outlook.forgetRequests();
});
afterAll(() => house?.close());

async function isApproved(absence: Absence): Promise<Absence> {
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  return absence;
}
const away = (from: string, to: string, absenceType = 'vacation') =>
  isApproved({ ...vacation(anna, from, to), absenceType });
/** The second is there for a run at midnight. */
const todayAndTomorrow = (): readonly [string, string] => {
  const today = Temporal.Now.plainDateISO('Europe/Copenhagen');
  return [today.toString(), today.add({ days: 1 }).toString()];
};

test('absences that touch are one window, of whatever types, and so over a weekend', async () => {
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  await away(`${yearAhead}-06-04`, `${yearAhead}-06-04`, 'time-off-in-lieu');
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-04T22:00:00`);
  // 5 and 6 June are a weekend.
  await away(`${yearAhead}-06-07`, `${yearAhead}-06-07`, 'sick');
  const { internalReplyMessage } = await replies.untilScheduled(
    anna,
    `${yearAhead}-05-31T22:00:00`,
    `${yearAhead}-06-07T22:00:00`,
  );
  expect(internalReplyMessage).toContain(`away until 7 June ${yearAhead} and back on 8 June ${yearAhead}.`);
});

test('part of a day has its own hours, in the employee’s zone', async () => {
  const bo = await company.employee('Bo Friis', { timeZone: 'America/New_York' });
  await isApproved({
    ...vacation(bo, '', ''),
    period: { from: `${yearAhead}-06-01T12:00`, to: `${yearAhead}-06-01T16:00` },
  });
  const { internalReplyMessage } = await replies.untilScheduled(
    bo,
    `${yearAhead}-06-01T16:00:00`,
    `${yearAhead}-06-01T20:00:00`,
  );
  expect(internalReplyMessage).toContain(`away until 1 June ${yearAhead}`);
});

test('a sick day that begins today is set at once; its reply names no illness', async () => {
  await isApproved({ ...vacation(anna, ...todayAndTomorrow()), absenceType: 'sick' });
  await vi.waitFor(async () => expect((await replies.settingOf(anna)).status).toBe('scheduled'), patience);
  expect(JSON.stringify(await replies.settingOf(anna))).not.toMatch(/\b(sick|ill|syg)/i);
});

test('an absence that is over sets nothing, and asks nothing', async () => {
  await away('2026-01-05', '2026-01-06');
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-02`, 'home-office');
  await company.untilIdle(await away('2026-01-07', '2026-01-07'));
  expect(await replies.requests(anna)).toEqual({ reads: 0, writes: 0 });
});

test('the deletion of one of two overlapping absences shrinks the window', async () => {
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  const longer = await away(`${yearAhead}-06-02`, `${yearAhead}-06-10`);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-10T22:00:00`);
  await company.hr.deletes(longer);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
});

test('what stands there already is not written again, whatever makes it look', async () => {
  const absence = await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
  await replies.untilIdle(anna);
  await house.outlook.forgetRequests();
  await company.hr.changes({ ...absence, comment: 'Skiing' });
  await company.untilIdle(absence);
  await replies.check(anna);
  expect((await replies.requests(anna)).writes).toBe(0);
});

test('a type without replies makes no window, and its reply goes when the type loses it', async () => {
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
  const path = `/v1/companies/${company.companyId}/absence-types/vacation`;
  await house.administrator('PUT', path, { automaticReply: false });
  await vi.waitFor(async () => expect((await replies.settingOf(anna)).status).toBe('disabled'), patience);
  await house.administrator('PUT', path, { automaticReply: true });
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
});

test('a change of text reaches a window that stands untouched', async () => {
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
  await replies.choose({ internal: { en: 'Gone until {lastDay}, yours {name}' }, audience: 'contacts' });
  await vi.waitFor(async () => {
    const setting = await replies.settingOf(anna);
    expect(setting.internalReplyMessage).toContain(`Gone until 3 June ${yearAhead}, yours Anna Holm`);
    expect(setting.externalAudience).toBe('contactsOnly');
  }, patience);
  await replies.choose({
    internal: { en: 'I am away until {lastDay} and back on {returnDay}.' },
    audience: 'all',
  });
});

test('an organisation that forbids external replies is not fought', async () => {
  await house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/mailboxes/${anna.mailbox}`, {
    externalRepliesAllowed: false,
  });
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  const set = await replies.untilScheduled(
    anna,
    `${yearAhead}-05-31T22:00:00`,
    `${yearAhead}-06-03T22:00:00`,
  );
  expect(set.externalAudience).toBe('none');
  expect(await replies.check(anna)).toMatchObject({ owner: 'absence-sync' });
  expect((await replies.requests(anna)).writes).toBe(1);
});

/** Also in the mailboxes of the tests before: OFF takes back all of the company's. */
const untilNoneOfOursStands = () =>
  vi.waitFor(async () => {
    const { body } = await house.administrator(
      'GET',
      `/v1/companies/${company.companyId}/mailboxes?limit=1000`,
    );
    const owners = body.items.map((row: { automaticReply: { owner: string } }) => row.automaticReply.owner);
    expect(owners).not.toContain('absence-sync');
  }, patience);

test('switched OFF, replies cost no request; one of ours that stands is taken back, and ON sets it again', async () => {
  await away(`${yearAhead}-06-01`, `${yearAhead}-06-03`);
  await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`);
  await replies.choose({ enabled: false });
  await untilNoneOfOursStands();
  expect((await replies.settingOf(anna)).status).toBe('disabled');
  await replies.untilIdle(anna);
  await house.outlook.forgetRequests();
  const bo = await company.employee('Bo Friis');
  const absence = await isApproved(vacation(bo, `${yearAhead}-06-01`, `${yearAhead}-06-03`));
  await company.untilIdle(absence);
  await replies.check(bo);
  await replies.check(anna);
  expect(await replies.requests()).toEqual({ reads: 0, writes: 0 });
  await expect((await replies.workflowOf(bo)).describe()).rejects.toThrow('not found');
  await replies.choose({ enabled: true });
  expect(
    isOurs(await replies.untilScheduled(bo, `${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-03T22:00:00`)),
  ).toBe(true);
});
