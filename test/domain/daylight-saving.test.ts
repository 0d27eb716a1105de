import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { calendarSpanOf, endInstantOf, parsePeriod } from '#domain/period.ts';

interface Change {
  readonly zone: string;
  readonly day: string;
  readonly dayAfter: string;
  /** How long the calendar's day is. */
  readonly hours: 23 | 25;
  /** Midnight before and after that day, in UTC. */
  readonly midnights: readonly [string, string];
}

const changesOf2026: readonly Change[] = [
  {
    zone: 'Europe/Copenhagen',
    day: '2026-03-29',
    dayAfter: '2026-03-30',
    hours: 23,
    midnights: ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
  },
  {
    zone: 'Europe/Copenhagen',
    day: '2026-10-25',
    dayAfter: '2026-10-26',
    hours: 25,
    midnights: ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  },
  {
    zone: 'America/Los_Angeles',
    day: '2026-03-08',
    dayAfter: '2026-03-09',
    hours: 23,
    midnights: ['2026-03-08T08:00:00Z', '2026-03-09T07:00:00Z'],
  },
  {
    zone: 'America/Los_Angeles',
    day: '2026-11-01',
    dayAfter: '2026-11-02',
    hours: 25,
    midnights: ['2026-11-01T07:00:00Z', '2026-11-02T08:00:00Z'],
  },
  {
    zone: 'Pacific/Auckland',
    day: '2026-04-05',
    dayAfter: '2026-04-06',
    hours: 25,
    midnights: ['2026-04-04T11:00:00Z', '2026-04-05T12:00:00Z'],
  },
  {
    zone: 'Pacific/Auckland',
    day: '2026-09-27',
    dayAfter: '2026-09-28',
    hours: 23,
    midnights: ['2026-09-26T12:00:00Z', '2026-09-27T11:00:00Z'],
  },
];
/** In all three zones the clocks go from 02:00 to 03:00. */
const goingForward = changesOf2026.filter(({ hours }) => hours === 23);
const goingBack = changesOf2026.filter(({ hours }) => hours === 25);

const minutesBehindUtcInJanuary: Readonly<Record<string, number>> = {
  'Europe/Copenhagen': -60,
  'America/Los_Angeles': 480,
  'Pacific/Auckland': -780,
};

describe.each(Object.keys(minutesBehindUtcInJanuary))('with the process in %s', (processZone) => {
  beforeAll(() => {
    vi.stubEnv('TZ', processZone);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('the process really is in that zone', () => {
    expect(new Date('2026-01-15T12:00:00Z').getTimezoneOffset()).toBe(minutesBehindUtcInJanuary[processZone]);
  });

  describe.each(changesOf2026)(
    '$zone on $day, a day of $hours hours',
    ({ zone, day, dayAfter, midnights }) => {
      test('a whole day runs from midnight to midnight', () => {
        const period = parsePeriod(day, day);
        expect(calendarSpanOf(period, zone)).toEqual({
          isAllDay: true,
          start: `${day}T00:00:00`,
          end: `${dayAfter}T00:00:00`,
        });
        expect(endInstantOf(period, zone)).toBe(midnights[1]);
      });

      test('whole days that end the day before end at its first midnight', () => {
        expect(endInstantOf(parsePeriod('2026-01-02', dayBefore(day)), zone)).toBe(midnights[0]);
      });

      test('whole days over the change keep their dates', () => {
        expect(calendarSpanOf(parsePeriod(dayBefore(day), dayAfter), zone)).toMatchObject({
          start: `${dayBefore(day)}T00:00:00`,
          end: `${dayAfter.slice(0, 8)}${String(Number(dayAfter.slice(8)) + 1).padStart(2, '0')}T00:00:00`,
        });
      });

      test.each([
        ['before the change', '00:30', '01:45'],
        ['after the change', '08:00', '12:00'],
        ['over the change', '01:00', '12:00'],
      ])('part of the day %s keeps its wall-clock times', (_, from, to) => {
        expect(calendarSpanOf(parsePeriod(`${day}T${from}`, `${day}T${to}`), zone)).toEqual({
          isAllDay: false,
          start: `${day}T${from}:00`,
          end: `${day}T${to}:00`,
        });
      });

      test('from noon the day before until noon the day after keeps its wall-clock times', () => {
        expect(
          calendarSpanOf(parsePeriod(`${dayBefore(day)}T12:00`, `${dayAfter}T12:00`), zone),
        ).toMatchObject({ start: `${dayBefore(day)}T12:00:00`, end: `${dayAfter}T12:00:00` });
      });
    },
  );

  describe.each(goingForward)('$zone on $day, where 02:00 to 03:00 does not exist', ({ zone, day }) => {
    const spanOf = (from: string, to: string) => {
      const { start, end } = calendarSpanOf(parsePeriod(`${day}T${from}`, `${day}T${to}`), zone);
      return [start, end];
    };

    test('a start in the skipped hour moves forward by an hour', () => {
      expect(spanOf('02:30', '12:00')).toEqual([`${day}T03:30:00`, `${day}T12:00:00`]);
    });

    test('an end in the skipped hour moves forward by an hour', () => {
      expect(spanOf('00:00', '02:30')).toEqual([`${day}T00:00:00`, `${day}T03:30:00`]);
    });

    test('a span inside the skipped hour moves forward whole', () => {
      expect(spanOf('02:15', '02:45')).toEqual([`${day}T03:15:00`, `${day}T03:45:00`]);
    });

    test.each([
      ['02:30', '03:15', '03:30', '04:15'],
      ['02:30', '03:30', '03:30', '04:30'],
      ['02:00', '03:00', '03:00', '04:00'],
    ])('a span from %s to %s keeps its length: %s to %s', (from, to, start, end) => {
      expect(spanOf(from, to)).toEqual([`${day}T${start}:00`, `${day}T${end}:00`]);
    });

    test('every span of that night is one with a beginning before its end', () => {
      const quarters = Array.from(
        { length: 20 },
        (_, n) => `0${Math.floor(n / 4)}:${String((n % 4) * 15).padStart(2, '0')}`,
      );
      for (const from of quarters)
        for (const to of quarters.filter((time) => time > from)) {
          const [start = '', end = ''] = spanOf(from, to);
          expect(start < end, `${from} to ${to} became ${start} to ${end}`).toBe(true);
        }
    });
  });

  test.each(goingBack)('$zone on $day: a time that happens twice keeps its wall clock', ({ zone, day }) => {
    expect(calendarSpanOf(parsePeriod(`${day}T02:15`, `${day}T02:45`), zone)).toMatchObject({
      start: `${day}T02:15:00`,
      end: `${day}T02:45:00`,
    });
  });
});

test('where midnight itself is skipped, a whole day still begins at midnight for Outlook', () => {
  expect(calendarSpanOf(parsePeriod('2026-09-06', '2026-09-06'), 'America/Santiago')).toEqual({
    isAllDay: true,
    start: '2026-09-06T00:00:00',
    end: '2026-09-07T00:00:00',
  });
});

function dayBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
