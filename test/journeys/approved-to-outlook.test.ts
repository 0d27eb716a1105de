import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

test('an approved registration becomes one private all-day event marked oof', async () => {
  const company = await house.company();
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  await company.hr.creates(absence);
  await company.untilState(absence, 'waiting');
  expect(await house.outlook.calendarOf(anna.mailbox)).toEqual([]);
  await company.hr.approves(absence);
  await company.seesIn(anna, (events) => {
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      subject: 'Absent',
      isAllDay: true,
      start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Romance Standard Time' },
      end: { dateTime: '2026-12-06T00:00:00', timeZone: 'Romance Standard Time' },
      showAs: 'oof',
      sensitivity: 'private',
      isReminderOn: false,
    });
  });
});
