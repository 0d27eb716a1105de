import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { isOurs, repliesOf, time, type Replies, type ReplySetting } from '../house/replies.ts';
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
});
afterAll(() => house?.close());

const june = [`${yearAhead}-05-31T22:00:00`, `${yearAhead}-06-05T22:00:00`] as const;
const isAwayInJune = async () => {
  const absence = vacation(anna, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  return absence;
};
const isAwayWithOurs = async () => {
  const absence = await isAwayInJune();
  await replies.untilScheduled(anna, ...june);
  await company.untilIdle(absence);
  await replies.untilIdle(anna);
  return absence;
};
const onParentalLeave: Partial<ReplySetting> = {
  status: 'alwaysEnabled',
  internalReplyMessage: '<html>\n<body>\n<p>On <i>leave</i> until autumn</p>\n</body>\n</html>\n',
  externalReplyMessage: 'Please write to Bo',
};

test('a user’s own reply that was on before is left alone, and the mailbox is shown as the user’s', async () => {
  const own = await replies.userSets(anna, onParentalLeave);
  await isAwayInJune();
  expect(await replies.check(anna)).toMatchObject({ owner: 'user', from: null, to: null });
  expect(await replies.settingOf(anna)).toEqual(own);
});

test('a reply that the user sets while ours stands is theirs, also when the absence is deleted', async () => {
  const absence = await isAwayWithOurs();
  const own = await replies.userSets(anna, {
    ...onParentalLeave,
    status: 'scheduled',
    scheduledEndDateTime: time(`${yearAhead}-06-10T10:00:00`),
  });
  expect(await replies.check(anna)).toMatchObject({ owner: 'user', to: `${yearAhead}-06-10T10:00:00.000Z` });
  await company.hr.deletes(absence);
  await company.untilState(absence, 'removed');
  await replies.check(anna);
  expect(await replies.settingOf(anna)).toEqual(own);
});

test('ours that the user has edited is theirs', async () => {
  await isAwayWithOurs();
  const edited = await replies.userSets(anna, { internalReplyMessage: 'Ring to Bo: 12 34 56 78' });
  expect(await replies.check(anna)).toMatchObject({ owner: 'user' });
  await replies.choose({ internal: { en: 'I am away until {lastDay}.' } });
  await replies.check(anna);
  expect(await replies.settingOf(anna)).toEqual(edited);
  await replies.choose({ internal: { en: 'I am away until {lastDay} and back on {returnDay}.' } });
});

test('ours that the user has switched off stays off for that absence, also when it is prolonged, and the next one has its own', async () => {
  const absence = await isAwayWithOurs();
  const off = await replies.userSets(anna, { status: 'disabled' });
  expect(await replies.check(anna)).toMatchObject({ owner: 'user' });
  await company.hr.changes({ ...absence, period: { from: `${yearAhead}-06-01`, to: `${yearAhead}-06-08` } });
  await company.untilIdle(absence);
  expect(await replies.check(anna)).toMatchObject({ owner: 'user', to: `${yearAhead}-06-08T22:00:00.000Z` });
  expect(await replies.settingOf(anna)).toEqual(off);

  await company.hr.deletes(absence);
  await company.hr.creates(vacation(anna, `${yearAhead}-07-20`, `${yearAhead}-07-24`), { approved: true });
  expect(
    isOurs(await replies.untilScheduled(anna, `${yearAhead}-07-19T22:00:00`, `${yearAhead}-07-24T22:00:00`)),
  ).toBe(true);
});

test('what stood there before comes back word for word when ours is taken back', async () => {
  const own = await replies.userSets(anna, {
    status: 'disabled',
    externalAudience: 'contactsOnly',
    internalReplyMessage:
      '<html>\n<head><style>p { margin: 0 }</style></head>\n<body>\n<p>Æblegrød &amp; &quot;øl&quot;</p>\n</body>\n</html>\n',
    externalReplyMessage: 'Line one\r\nLine two',
    scheduledStartDateTime: time('2026-03-01T07:30:00'),
    scheduledEndDateTime: time('2026-03-02T16:45:00'),
  });
  const absence = await isAwayWithOurs();
  await company.hr.deletes(absence);
  await replies.untilStands(anna, own);
  expect(await replies.check(anna)).toEqual({ owner: 'none', from: null, to: null, reason: null });
});

test('a schedule of the user’s that is over comes back as disabled, its texts and times kept', async () => {
  const over = await replies.userSets(anna, {
    ...onParentalLeave,
    status: 'scheduled',
    scheduledStartDateTime: time('2026-11-01T06:00:00'),
    scheduledEndDateTime: time(`${yearAhead}-01-08T06:00:00`),
  });
  const after = `${yearAhead}-01-09T06:00:00Z`;
  await house.outlook.control('PUT', '/sandbox/clock', { now: after });
  await house.worker.stop();
  await house.worker.start(Math.round((Date.parse(after) - Date.now()) / 1000));
  const absence = await isAwayWithOurs();
  await company.hr.deletes(absence);
  await replies.untilStands(anna, { ...over, status: 'disabled' });
});
