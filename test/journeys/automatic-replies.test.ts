import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTemporal, type Temporal } from '#stack/temporal.ts';
import { patience, vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { untilAnswering } from '../house/http.ts';
import { isOurs, repliesOf, time, type Replies, type ReplySetting } from '../house/replies.ts';
import { yearAhead } from '../house/year-ahead.ts';
import { quietPorts } from '../setup/ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'absence-sync-replies-'));
let temporal: Temporal;
let house: House;
let company: TestCompany;
let replies: Replies;

beforeAll(async () => {
  const [port = 0] = await quietPorts(1);
  temporal = await startTemporal({
    folder: join(folder, 'temporal'),
    port,
    log: join(folder, 'temporal.log'),
  });
  house = await openHouse({ temporalAddress: temporal.address });
  company = await house.company();
  replies = repliesOf(house, company);
  await replies.choose({ enabled: true });
}, 90_000);
afterAll(async () => {
  await house?.close();
  await temporal?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The worker dies, and when it is back it is that time, for it and for Microsoft. */
async function restartsAt(instant: string): Promise<void> {
  await house.worker.kill();
  await house.outlook.control('PUT', '/sandbox/clock', { now: instant });
  await house.worker.start(Math.round((Date.parse(instant) - Date.now()) / 1000));
  // Temporal may have died before, and the API try again only after a while.
  await untilAnswering(`${house.origin}/readyz`, () => house.logs());
}

/** Ours stands there, and the worker has noted that: one that dies before finds it out only after a while. */
async function untilSet(employee: Employee, [from, to]: readonly [string, string]): Promise<ReplySetting> {
  const setting = await replies.untilScheduled(employee, from, to);
  await vi.waitFor(async () => {
    expect(await replies.listed(employee)).toMatchObject({ owner: 'absence-sync', from: `${from}.000Z` });
  }, patience);
  return setting;
}

async function temporalDies(): Promise<void> {
  await temporal.kill();
  temporal = await temporal.restart();
}

const june = [`${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-05T22:00:00`] as const;
const july = [`${yearAhead}-07-19T22:00:00`, `${yearAhead}-07-24T22:00:00`] as const;

test('June and July are approved in May: each has the slot for its own time, and at the end the user’s own texts are back', async () => {
  const anna = await company.employee('Anna Holm');
  const own = await replies.userSets(anna, {
    status: 'disabled',
    externalAudience: 'contactsOnly',
    internalReplyMessage: '<html>\n<body>\n<p>Back <b>soon</b> &amp; happy</p>\n</body>\n</html>\n',
    externalReplyMessage: 'Gone fishing',
    scheduledStartDateTime: time('2026-07-01T06:00:00'),
    scheduledEndDateTime: time('2026-07-08T06:00:00'),
  });
  await restartsAt(`${yearAhead}-05-10T08:00:00Z`);
  await house.outlook.forgetRequests();
  const [juneAbsence, julyAbsence] = [
    vacation(anna, `${yearAhead}-06-01`, `${yearAhead}-06-05`),
    vacation(anna, `${yearAhead}-07-20`, `${yearAhead}-07-24`),
  ];
  await company.hr.creates(juneAbsence, { approved: true });
  const set = await untilSet(anna, june);
  expect(set.internalReplyMessage).toContain(
    `I am away until 5 June ${yearAhead} and back on 7 June ${yearAhead}.`,
  );
  await company.hr.creates(julyAbsence, { approved: true });
  await company.untilState(julyAbsence, 'synced');
  await temporalDies();
  // It looks when June begins, and leaves it alone.
  await restartsAt(`${yearAhead}-06-01T06:00:00Z`);
  expect(await replies.check(anna)).toMatchObject({
    owner: 'absence-sync',
    from: `${yearAhead}-05-31T22:00:00.000Z`,
  });
  expect(await replies.settingOf(anna)).toEqual(set);

  await restartsAt(`${yearAhead}-06-06T06:00:00Z`);
  const next = await untilSet(anna, july);
  expect(next.internalReplyMessage).toContain(`24 July ${yearAhead}`);
  await temporalDies();
  await restartsAt(`${yearAhead}-07-25T06:00:00Z`);
  await replies.untilStands(anna, own);
  expect(await replies.requests(anna)).toMatchObject({ writes: 3 });
  await vi.waitFor(async () => {
    expect((await (await replies.workflowOf(anna)).describe()).status.name).toBe('COMPLETED');
  }, patience);
  expect(await replies.listed(anna)).toEqual({ owner: 'none', from: null, to: null, reason: null });
}, 240_000);

test('June is cancelled early: it gives way to July at once, and July to the user’s own', async () => {
  await restartsAt(`${yearAhead}-05-10T08:00:00Z`);
  const bo = await company.employee('Bo Friis');
  const own = await replies.settingOf(bo);
  const [juneAbsence, julyAbsence] = [
    vacation(bo, `${yearAhead}-06-01`, `${yearAhead}-06-05`),
    vacation(bo, `${yearAhead}-07-20`, `${yearAhead}-07-24`),
  ];
  for (const absence of [julyAbsence, juneAbsence]) {
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
  }
  await replies.untilScheduled(bo, ...june);
  await temporalDies();
  await company.hr.deletes(juneAbsence);
  expect(isOurs(await replies.untilScheduled(bo, ...july))).toBe(true);
  await company.hr.deletes(julyAbsence);
  await replies.untilStands(bo, own);
}, 240_000);
