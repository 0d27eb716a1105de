import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company({ language: 'da' });
});
afterAll(() => house?.close());

describe('what stands in Outlook', () => {
  test('a registration waits for its approval, then becomes one private all-day event marked oof', async () => {
    const anna = await company.employee('Anna Holm');
    const absence = vacation(anna, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence);
    await company.untilState(absence, 'waiting');
    await company.untilIdle(absence);
    expect(await house.outlook.calendarOf(anna.mailbox)).toEqual([]);

    await company.hr.approves(absence);
    const [event] = await company.seesIn(anna, (events) => {
      expect(events).toHaveLength(1);
    });
    expect(event).toMatchObject({
      subject: 'Fraværende',
      isAllDay: true,
      start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Romance Standard Time' },
      end: { dateTime: '2026-12-06T00:00:00', timeZone: 'Romance Standard Time' },
      showAs: 'oof',
      sensitivity: 'private',
      isReminderOn: false,
      responseRequested: false,
      attendees: [],
    });
  });

  test('a sick day looks like any other absence, and nothing of the registration but its days is in it', async () => {
    const bo = await company.employee('Bo Friis');
    const sick = { ...vacation(bo, '2026-12-01', '2026-12-01'), absenceType: 'sick', comment: 'Influenza' };
    const travelling = vacation(bo, '2026-12-01', '2026-12-01');
    await company.hr.creates(sick, { approved: true });
    await company.hr.creates(travelling, { approved: true });
    const events = await company.seesIn(bo, (seen) => {
      expect(seen).toHaveLength(2);
    });
    const [first, second] = events.map(
      ({ subject, start, end, showAs, sensitivity, isAllDay, body, categories }) => ({
        subject,
        start,
        end,
        showAs,
        sensitivity,
        isAllDay,
        body,
        categories,
      }),
    );
    expect(first).toEqual(second);
    expect(JSON.stringify(events)).not.toMatch(/Bo Friis|Influenza|sick|syg|vacation|ferie/i);
  });

  test('working elsewhere shows as working elsewhere', async () => {
    const ida = await company.employee('Ida Lund');
    await company.hr.creates(
      { ...vacation(ida, '2026-12-03', '2026-12-03'), absenceType: 'home-office' },
      { approved: true },
    );
    await company.seesIn(ida, ([event, ...others]) => {
      expect(event).toMatchObject({ subject: 'Arbejder andet sted', showAs: 'workingElsewhere' });
      expect(others).toEqual([]);
    });
  });

  test('part of a day is a timed event in the employee’s zone', async () => {
    const tom = await company.employee('Tom Reed', { timeZone: 'America/Los_Angeles' });
    await company.hr.creates(vacation(tom, '2026-12-01T12:00', '2026-12-03T16:30'), { approved: true });
    await company.seesIn(tom, ([event]) => {
      expect(event).toMatchObject({
        isAllDay: false,
        start: { dateTime: '2026-12-01T12:00:00', timeZone: 'Pacific Standard Time' },
        end: { dateTime: '2026-12-03T16:30:00', timeZone: 'Pacific Standard Time' },
      });
    });
  });

  test.each(['mileage', 'overtime', 'time-entry', 'working-hours', 'day-bank-plus'])(
    '%s is not for Outlook',
    async (absenceType) => {
      const eva = await company.employee(`Eva ${absenceType}`);
      const entry = { ...vacation(eva, '2026-12-01', '2026-12-01'), absenceType };
      await company.hr.creates(entry, { approved: true });
      await company.untilState(entry, 'ignored');
      await company.untilIdle(entry);
      expect(await house.outlook.calendarOf(eva.mailbox)).toEqual([]);
      expect((await company.registration(entry.registrationId)).body.reason).toMatchObject({
        code: 'type-not-synced',
      });
    },
  );
});

describe('changes and endings', () => {
  test('a changed period, type or zone changes the same event', async () => {
    const liv = await company.employee('Liv Bang');
    const absence = vacation(liv, '2026-12-07', '2026-12-08');
    await company.hr.creates(absence, { approved: true });
    const [before] = await company.seesIn(liv, (events) => {
      expect(events).toHaveLength(1);
    });
    await company.hr.changes({
      ...absence,
      absenceType: 'course',
      period: { from: '2026-12-14', to: '2026-12-14' },
    });
    const [after] = await company.seesIn(liv, (events) => {
      expect(events[0]).toMatchObject({
        start: { dateTime: '2026-12-14T00:00:00' },
        showAs: 'workingElsewhere',
      });
    });
    expect(after?.immutableId).toBe(before?.immutableId);
  });

  test('a rejection after approval, a deletion, and a type that is not synced each remove the event', async () => {
    const ole = await company.employee('Ole Krogh');
    const [rejected, deleted, retyped] = [1, 2, 3].map((day) =>
      vacation(ole, `2027-01-0${day}`, `2027-01-0${day}`),
    );
    if (!rejected || !deleted || !retyped) throw new Error('three absences');
    for (const absence of [rejected, deleted, retyped]) await company.hr.creates(absence, { approved: true });
    await company.seesIn(ole, (events) => {
      expect(events).toHaveLength(3);
    });
    await company.hr.rejects(rejected);
    await company.hr.deletes(deleted);
    await company.hr.changes({ ...retyped, absenceType: 'overtime' });
    await company.seesIn(ole, (events) => {
      expect(events).toEqual([]);
    });
    for (const absence of [rejected, deleted, retyped]) await company.untilState(absence, 'removed');
  });

  test('a registration moved to another employee moves from the one calendar to the other', async () => {
    const per = await company.employee('Per Dahl');
    const una = await company.employee('Una Skov');
    const absence = vacation(per, '2026-12-21', '2026-12-22');
    await company.hr.creates(absence, { approved: true });
    await company.seesIn(per, (events) => {
      expect(events).toHaveLength(1);
    });
    await company.hr.changes({ ...absence, employee: una });
    await company.seesIn(una, (events) => {
      expect(events).toHaveLength(1);
    });
    await company.seesIn(per, (events) => {
      expect(events).toEqual([]);
    });
    await company.untilState(absence, 'synced');
  });

  test('a renamed mailbox keeps its event', async () => {
    const kim = await company.employee('Kim Holt');
    const absence = vacation(kim, '2026-12-21', '2026-12-22');
    await company.hr.creates(absence, { approved: true });
    const [before] = await company.seesIn(kim, (events) => {
      expect(events).toHaveLength(1);
    });
    await company.untilState(absence, 'synced');
    const renamed = { ...kim, mailbox: `new-${kim.mailbox}` };
    await house.outlook.control(
      'POST',
      `/sandbox/tenants/${company.tenantId}/mailboxes/${kim.mailbox}/rename`,
      { address: renamed.mailbox },
    );
    await house.outlook.forgetRequests();
    await company.hr.changes({ ...absence, employee: renamed });
    await company.untilState(absence, 'synced');
    const [after] = await company.seesIn(renamed, (events) => {
      expect(events).toHaveLength(1);
    });
    expect(after?.immutableId).toBe(before?.immutableId);
    expect(await house.outlook.counts()).toMatchObject({ updateEvent: 1, createEvent: 0 });
  });

  test('an event that the user deleted stays deleted until HR changes the registration', async () => {
    const jan = await company.employee('Jan Vang');
    const absence = vacation(jan, '2026-12-28', '2026-12-29');
    await company.hr.creates(absence, { approved: true });
    const [event] = await company.seesIn(jan, (events) => {
      expect(events).toHaveLength(1);
    });
    await house.outlook.control(
      'DELETE',
      `/sandbox/tenants/${company.tenantId}/mailboxes/${jan.mailbox}/events/${encodeURIComponent(event?.immutableId ?? '')}`,
    );
    await house.administrator('PUT', `/v1/companies/${company.companyId}/absence-types/vacation`, {
      subject: { da: 'På ferie' },
    });
    await company.untilState(absence, 'removed');
    expect((await company.registration(absence.registrationId)).body.reason).toMatchObject({
      code: 'removed-by-user',
    });
    expect(await house.outlook.calendarOf(jan.mailbox)).toEqual([]);

    await company.hr.changes({ ...absence, period: { from: '2026-12-28', to: '2026-12-30' } });
    await company.seesIn(jan, (events) => {
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject({ subject: 'På ferie', end: { dateTime: '2026-12-31T00:00:00' } });
    });
  });
});
