import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { patience, vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 1 });
  company = await house.company();
});
afterEach(() => house.outlook.forgetFaults());
afterAll(() => house?.close());

const lost = ['dropBefore', 'commitThenDrop', 'truncate'] as const;

async function strikes(fault: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(await house.outlook.faultStrikes(fault)).toBe(1);
  }, patience);
}

async function standing(employee: Employee): Promise<ReturnType<typeof vacation>> {
  const absence = vacation(employee, '2026-12-01', '2026-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  return absence;
}

/** In one mailbox, so that nothing which is sent again for another takes its place. */
const lose = (operation: string, { mailbox }: Employee, kind: string): Promise<string> =>
  house.outlook.fault({ operation, mailbox, effect: { kind } });

describe.each(lost)('the answer is lost (%s)', (kind) => {
  test('to a create: one event stands in the end', async () => {
    const anna = await company.employee('Anna Holm');
    const fault = await lose('createEvent', anna, kind);
    const absence = vacation(anna, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence, { approved: true });
    await strikes(fault);
    await company.untilState(absence, 'synced');
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
  });

  test('to a create, and the registration is then deleted: no event stands', async () => {
    const bo = await company.employee('Bo Friis');
    const fault = await lose('createEvent', bo, kind);
    const absence = vacation(bo, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence, { approved: true });
    await strikes(fault);
    await company.hr.deletes(absence);
    await company.untilState(absence, 'removed');
    expect(await house.outlook.calendarOf(bo.mailbox)).toEqual([]);
  });

  test('to a create, and the registration is then changed: one event stands, as changed', async () => {
    const ida = await company.employee('Ida Lund');
    const fault = await lose('createEvent', ida, kind);
    const absence = vacation(ida, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence, { approved: true });
    await strikes(fault);
    await company.hr.changes({ ...absence, period: { from: '2026-12-03', to: '2026-12-05' } });
    await company.seesIn(ida, (events) => {
      expect(events.map(({ start }) => start.dateTime)).toEqual(['2026-12-03T00:00:00']);
    });
    await company.untilState(absence, 'synced');
    expect(await house.outlook.calendarOf(ida.mailbox)).toHaveLength(1);
  });

  test('to a patch, and the registration is then changed back: the first dates stand', async () => {
    const liv = await company.employee('Liv Bang');
    const absence = await standing(liv);
    const fault = await lose('updateEvent', liv, kind);
    await company.hr.changes({ ...absence, period: { from: '2026-12-08', to: '2026-12-09' } });
    await strikes(fault);
    await company.hr.changes(absence);
    await company.untilIdle(absence);
    await company.untilState(absence, 'synced');
    await company.seesIn(liv, (events) => {
      expect(events.map(({ start }) => start.dateTime)).toEqual(['2026-12-01T00:00:00']);
    });
  });

  test('to a patch, and the registration is then deleted: no event stands', async () => {
    const ole = await company.employee('Ole Krogh');
    const absence = await standing(ole);
    const fault = await lose('updateEvent', ole, kind);
    await company.hr.changes({ ...absence, period: { from: '2026-12-08', to: '2026-12-09' } });
    await strikes(fault);
    await company.hr.deletes(absence);
    await company.untilState(absence, 'removed');
    expect(await house.outlook.calendarOf(ole.mailbox)).toEqual([]);
  });

  test('to a removal: the event is gone, and a registration that comes back stands once', async () => {
    const una = await company.employee('Una Skov');
    const absence = await standing(una);
    const fault = await lose('deleteEvent', una, kind);
    await company.hr.deletes(absence);
    await strikes(fault);
    await company.untilState(absence, 'removed');
    expect(await house.outlook.calendarOf(una.mailbox)).toEqual([]);
    await company.hr.changes(absence);
    await company.seesIn(una, (events) => {
      expect(events).toHaveLength(1);
    });
  });
});

describe('Microsoft is not well', () => {
  test.each([
    ['429 with whole seconds', { status: 429, headers: { 'Retry-After': '1' } }],
    ['429 with a fraction', { status: 429, headers: { 'Retry-After': '0.3' } }],
    ['429 without Retry-After', { status: 429 }],
    ['an HTML 502', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['an empty 503', { status: 503, body: '' }],
  ])('%s is tried again until the event stands, once', async (title, answer) => {
    const per = await company.employee(`Per ${title}`);
    await house.outlook.fault({
      operation: 'createEvent',
      mailbox: per.mailbox,
      times: 2,
      effect: { kind: 'respond', ...answer },
    });
    const absence = vacation(per, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
    expect(await house.outlook.calendarOf(per.mailbox)).toHaveLength(1);
  });

  test('a mailbox that does not exist needs somebody, and is right once HR names the right one', async () => {
    const eva = await company.employee('Eva Toft');
    const unknown = { ...eva, mailbox: `nobody-${eva.mailbox}` };
    const absence = vacation(unknown, '2026-12-01', '2026-12-05');
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'attention');
    expect((await company.registration(absence.registrationId)).body.reason).toMatchObject({
      code: 'mailbox-not-found',
      microsoft: { status: 404 },
    });
    await company.hr.changes({ ...absence, employee: eva });
    await company.untilState(absence, 'synced');
    expect(await house.outlook.calendarOf(eva.mailbox)).toHaveLength(1);
  });
});
