import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Employee, TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, imports, pathOf, replays } from '../house/hr-export.ts';
import type { CalendarEvent } from '../house/outlook.ts';

let house: House;
let company: TestCompany;
let anna: Employee;
let bo: Employee;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

beforeEach(async () => {
  await house.outlook.forgetFaults();
  company = await house.company();
  anna = await company.employee('Anna Holm');
  bo = await company.employee('Bo Friis');
  const rows = ['1', '2', '3'].flatMap((number) => [
    { id: `anna-${number}`, employee: anna, from: `2027-03-0${number}`, to: `2027-03-0${number}` },
    { id: `bo-${number}`, employee: bo, from: `2027-03-0${number}T08:00`, to: `2027-03-0${number}T12:00` },
  ]);
  const { body } = await imports(house, company, rows);
  await ended(house, company, body.replayId);
});

const repair = (request: object = {}) => replays(house, company, { repair: true, ...request });
const mailboxPath = ({ mailbox }: Employee): string =>
  `/sandbox/tenants/${company.tenantId}/mailboxes/${mailbox}`;
const calendarOf = ({ mailbox }: Employee) => house.outlook.calendarOf(mailbox);

async function eventOn(employee: Employee, day: string): Promise<CalendarEvent> {
  const event = (await calendarOf(employee)).find(({ start }) => start.dateTime.startsWith(day));
  if (event === undefined) throw new Error(`${employee.name} has no event on ${day}`);
  return event;
}

const edits = (employee: Employee, { immutableId }: CalendarEvent, change: object) =>
  house.outlook.control('PATCH', `${mailboxPath(employee)}/events/${immutableId}`, change);
const deletes = (employee: Employee, { immutableId }: CalendarEvent) =>
  house.outlook.control('DELETE', `${mailboxPath(employee)}/events/${immutableId}`);

const registrationOf = async ({ immutableId }: CalendarEvent): Promise<{ registrationId: string }> => {
  const { body } = await house.administrator('GET', `${pathOf(company)}/registrations?limit=1000`);
  return body.items.find((item: { calendarEventId: string }) => item.calendarEventId === immutableId);
};

/** A copy takes our mark along. */
const copies = (employee: Employee, { subject, start, end }: CalendarEvent, registrationId: string) =>
  house.outlook.control('POST', `${mailboxPath(employee)}/events`, {
    subject,
    isAllDay: true,
    start,
    end,
    singleValueExtendedProperties: [
      {
        id: 'String {c2b6f2a4-6d2e-4a54-9d0b-5f0c6f1f7a11} Name AbsenceSyncRegistration',
        value: `${company.companyId}/${registrationId}`,
      },
    ],
  });

async function writes(): Promise<number> {
  const requests = await house.outlook.requests();
  return requests.filter(({ operation }) => /^(create|update|delete)Event$/.test(operation)).length;
}

test('a repair of a calendar that is right writes nothing', async () => {
  await house.outlook.forgetRequests();
  expect(await repair()).toMatchObject({ state: 'completed', counts: { unchanged: 6, failed: 0 } });
  expect(await writes()).toBe(0);
});

test('what a user has moved, renamed or shown otherwise is mended, in the same event', async () => {
  const moved = await eventOn(anna, '2027-03-01');
  await edits(anna, moved, {
    start: { dateTime: '2027-03-11T00:00:00', timeZone: 'Romance Standard Time' },
    end: { dateTime: '2027-03-12T00:00:00', timeZone: 'Romance Standard Time' },
  });
  const longer = await eventOn(bo, '2027-03-02');
  await edits(bo, longer, { end: { dateTime: '2027-03-02T13:00:00', timeZone: 'Romance Standard Time' } });
  await edits(bo, await eventOn(bo, '2027-03-03'), { subject: 'Gone fishing', showAs: 'busy' });
  expect(await replays(house, company, { scope: 'all' })).toMatchObject({ counts: { unchanged: 6 } });
  expect(await repair()).toMatchObject({ counts: { updated: 3, unchanged: 3, created: 0 } });
  expect((await eventOn(anna, '2027-03-01')).immutableId).toBe(moved.immutableId);
  expect((await eventOn(bo, '2027-03-02')).end.dateTime).toBe('2027-03-02T12:00:00');
  expect(await eventOn(bo, '2027-03-03')).toMatchObject({ subject: 'Absent', showAs: 'oof' });
  expect(await repair()).toMatchObject({ counts: { updated: 0, unchanged: 6 } });
});

test('what a user has removed stays so without repair, and comes back by it', async () => {
  await deletes(anna, await eventOn(anna, '2027-03-02'));
  expect(await replays(house, company, { scope: 'all' })).toMatchObject({ counts: { created: 0 } });
  expect(await calendarOf(anna)).toHaveLength(2);
  expect(await repair({ dryRun: true })).toMatchObject({ counts: { created: 1, unchanged: 5 } });
  expect(await calendarOf(anna)).toHaveLength(2);
  expect(await repair()).toMatchObject({ counts: { created: 1, unchanged: 5 } });
  expect(await calendarOf(anna)).toHaveLength(3);
});

test('what the service already knew to be removed by the user comes back too', async () => {
  await deletes(anna, await eventOn(anna, '2027-03-02'));
  await house.administrator('PUT', `${pathOf(company)}/absence-types/vacation`, { private: false });
  await expect
    .poll(async () => (await company.registration('anna-2')).body)
    .toMatchObject({ state: 'removed', reason: { code: 'removed-by-user' } });
  const { body } = await house.administrator('GET', `${pathOf(company)}/replays`);
  await ended(house, company, body.items[0].replayId);
  expect(await repair()).toMatchObject({ counts: { created: 1 } });
  expect(await calendarOf(anna)).toHaveLength(3);
  expect((await company.registration('anna-2')).body).toMatchObject({ state: 'synced' });
});

test('a second event of the same registration is taken away', async () => {
  const twin = await eventOn(anna, '2027-03-01');
  await copies(anna, twin, 'anna-1');
  expect(await calendarOf(anna)).toHaveLength(4);
  expect(await repair()).toMatchObject({ state: 'completed', counts: { removed: 1, unchanged: 5 } });
  expect((await calendarOf(anna)).map(({ immutableId }) => immutableId)).toContain(twin.immutableId);
  expect(await calendarOf(anna)).toHaveLength(3);
});

test('copies are not removed unasked where there are unusually many, though their events are mended at once', async () => {
  const clara = await company.employee('Clara Ravn');
  const rows = Array.from({ length: 25 }, (_, index) => ({ id: `clara-${index}`, employee: clara }));
  const { body } = await imports(house, company, rows);
  await ended(house, company, body.replayId);
  for (const event of await calendarOf(clara)) {
    const { registrationId } = await registrationOf(event);
    await edits(clara, event, { subject: 'Gone fishing' });
    await copies(clara, event, registrationId);
  }
  const started = await house.administrator('POST', `${pathOf(company)}/replays`, {
    scope: 'all',
    repair: true,
  });
  const path = `${pathOf(company)}/replays/${started.body.replayId}`;
  await expect
    .poll(async () => (await house.administrator('GET', path)).body)
    .toMatchObject({ state: 'awaiting-approval', removals: 25 });
  const events = await calendarOf(clara);
  expect(events).toHaveLength(50);
  expect(events.filter(({ subject }) => subject === 'Gone fishing')).toEqual([]);
  await house.administrator('POST', `${path}/approve`);
  await ended(house, company, started.body.replayId);
  expect(await calendarOf(clara)).toHaveLength(25);
});

test('the user’s own events are none of its business', async () => {
  await house.outlook.control('POST', `${mailboxPath(anna)}/events`, {
    subject: 'Dentist',
    start: { dateTime: '2027-03-01T09:00:00', timeZone: 'UTC' },
    end: { dateTime: '2027-03-01T10:00:00', timeZone: 'UTC' },
  });
  expect(await repair()).toMatchObject({ counts: { unchanged: 6 } });
  expect((await calendarOf(anna)).map(({ subject }) => subject)).toContain('Dentist');
});

describe('nothing is written in a mailbox', () => {
  const removedEverything = async () => {
    for (const event of await calendarOf(anna)) await deletes(anna, event);
  };
  const fault = (
    operation: string,
    status: number,
    body: object,
    { times }: { times: number | null } = { times: null },
  ) =>
    house.outlook.fault({
      operation,
      mailbox: anna.mailbox,
      times,
      effect: { kind: 'respond', status, body },
    });
  const refused = { error: { code: 'ErrorAccessDenied', message: 'Access is denied.' } };

  /** Repairs while another mailbox needs it too; the reasons of Anna's registrations in the report, and her writes. */
  async function outcome() {
    await edits(bo, await eventOn(bo, '2027-03-01'), { subject: 'Moved' });
    await house.outlook.forgetRequests();
    const { counts, replayId } = await repair();
    const items = await house.administrator(
      'GET',
      `${pathOf(company)}/replays/${replayId}/items?outcome=failed`,
    );
    return {
      counts,
      reasons: items.body.items.map((item: { reason: { code: string } }) => item.reason.code),
      writes: (await house.outlook.requests()).filter(
        ({ operation, mailbox }) =>
          mailbox === anna.mailbox && /^(create|update|delete)Event$/.test(operation),
      ),
    };
  }
  const untouched = (reason: string) => ({
    counts: { failed: 3, updated: 1, created: 0, removed: 0, unchanged: 2, skipped: 0 },
    reasons: [reason, reason, reason],
    writes: [],
  });

  test('whose list fails', async () => {
    await removedEverything();
    await fault('listEvents', 403, refused);
    expect(await outcome()).toEqual(untouched('mailbox-out-of-scope'));
  });

  test('whose empty list a look-up by id contradicts', async () => {
    await fault('listEvents', 200, { value: [] });
    expect(await outcome()).toEqual(untouched('contradictory-answers'));
  });

  test('whose list says one is gone, while its look-up fails', async () => {
    await deletes(anna, await eventOn(anna, '2027-03-01'));
    await fault('getEvent', 403, refused);
    expect(await outcome()).toEqual(untouched('mailbox-out-of-scope'));
  });

  test('whose list lacks its second page', async () => {
    const first = {
      value: [],
      '@odata.nextLink': `https://graph.microsoft.com/v1.0/users/${anna.mailbox}/events?$skip=100`,
    };
    await fault('listEvents', 200, first, { times: 1 });
    await fault('listEvents', 403, refused);
    await removedEverything();
    expect(await outcome()).toEqual(untouched('mailbox-out-of-scope'));
  });
});
