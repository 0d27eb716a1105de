import { describe, expect, test } from 'vitest';
import {
  calendarSpanOf,
  endInstantOf,
  firstDayOf,
  InvalidPeriod,
  lastDayOf,
  parsePeriod,
} from '#domain/period.ts';

const copenhagen = 'Europe/Copenhagen';

function refusalOf(from: string, to: string): { readonly field: string; readonly message: string } {
  try {
    parsePeriod(from, to);
  } catch (error) {
    if (error instanceof InvalidPeriod) return { field: error.field, message: error.message };
    throw error;
  }
  throw new Error(`${from} to ${to} was accepted.`);
}

describe('whole days', () => {
  test('run from midnight to the midnight after the last day', () => {
    expect(calendarSpanOf(parsePeriod('2026-12-01', '2026-12-05'), copenhagen)).toEqual({
      isAllDay: true,
      start: '2026-12-01T00:00:00',
      end: '2026-12-06T00:00:00',
    });
  });

  test('a single day is one day long', () => {
    expect(calendarSpanOf(parsePeriod('2026-12-24', '2026-12-24'), copenhagen)).toEqual({
      isAllDay: true,
      start: '2026-12-24T00:00:00',
      end: '2026-12-25T00:00:00',
    });
  });

  test.each([
    ['New Year', '2026-12-30', '2026-12-31', '2027-01-01T00:00:00'],
    ['the last of February', '2026-02-27', '2026-02-28', '2026-03-01T00:00:00'],
    ['a leap day', '2028-02-28', '2028-02-29', '2028-03-01T00:00:00'],
  ])('end on the right day over %s', (_, from, to, end) => {
    expect(calendarSpanOf(parsePeriod(from, to), copenhagen).end).toBe(end);
  });

  test('touch their first and their last day', () => {
    const period = parsePeriod('2026-12-01', '2026-12-05');
    expect([firstDayOf(period), lastDayOf(period)]).toEqual(['2026-12-01', '2026-12-05']);
  });

  test('are over at the midnight after the last day, in the zone', () => {
    const period = parsePeriod('2026-12-01', '2026-12-05');
    expect(endInstantOf(period, copenhagen)).toBe('2026-12-05T23:00:00Z');
    expect(endInstantOf(period, 'America/Los_Angeles')).toBe('2026-12-06T08:00:00Z');
    expect(endInstantOf(period, 'Pacific/Auckland')).toBe('2026-12-05T11:00:00Z');
  });
});

describe('part of a day', () => {
  test('keeps its wall-clock times', () => {
    expect(calendarSpanOf(parsePeriod('2026-12-01T08:30', '2026-12-01T12:00'), copenhagen)).toEqual({
      isAllDay: false,
      start: '2026-12-01T08:30:00',
      end: '2026-12-01T12:00:00',
    });
  });

  test('keeps its seconds', () => {
    const { start, end } = calendarSpanOf(
      parsePeriod('2026-12-01T08:30:15', '2026-12-01T12:00:45'),
      copenhagen,
    );
    expect([start, end]).toEqual(['2026-12-01T08:30:15', '2026-12-01T12:00:45']);
  });

  test('from noon to a later day is one timed event', () => {
    expect(calendarSpanOf(parsePeriod('2026-12-01T12:00', '2026-12-04T00:00'), copenhagen)).toEqual({
      isAllDay: false,
      start: '2026-12-01T12:00:00',
      end: '2026-12-04T00:00:00',
    });
  });

  test('from midnight to midnight stays timed, as it was registered', () => {
    expect(calendarSpanOf(parsePeriod('2026-12-01T00:00', '2026-12-02T00:00'), copenhagen).isAllDay).toBe(
      false,
    );
  });

  test.each([
    ['2026-12-01T12:00', '2026-12-04T00:00', '2026-12-03'],
    ['2026-12-01T12:00', '2026-12-04T00:01', '2026-12-04'],
    ['2026-12-31T12:00', '2027-01-01T00:00', '2026-12-31'],
  ])('from %s until %s last touches %s, because its end is exclusive', (from, to, last) => {
    expect(lastDayOf(parsePeriod(from, to))).toBe(last);
    expect(firstDayOf(parsePeriod(from, to))).toBe(from.slice(0, 10));
  });

  test('is over at its end, in the zone', () => {
    expect(endInstantOf(parsePeriod('2026-07-01T12:00', '2026-07-01T16:00'), copenhagen)).toBe(
      '2026-07-01T14:00:00Z',
    );
  });
});

describe('a period is refused', () => {
  const bothForms = 'must be of the same form as from: two dates, or two local date-times';
  const wrongForm = 'must be a date (2026-12-01) or a local date-time (2026-12-01T12:00)';
  test.each([
    ['a date and a date-time', '2026-12-01', '2026-12-05T12:00', 'to', bothForms],
    ['a date-time and a date', '2026-12-01T12:00', '2026-12-05', 'to', bothForms],
    ['a last day before the first', '2026-12-05', '2026-12-04', 'to', 'must not be before from'],
    [
      'an end before the start',
      '2026-12-01T12:00',
      '2026-12-01T11:59',
      'to',
      'must be after from: the end is exclusive',
    ],
    [
      'no length at all',
      '2026-12-01T12:00',
      '2026-12-01T12:00:00',
      'to',
      'must be after from: the end is exclusive',
    ],
    ['30 February', '2026-02-30', '2026-03-02', 'from', 'is no date in the calendar'],
    ['29 February of a common year', '2026-02-01', '2026-02-29', 'to', 'is no date in the calendar'],
    ['month 13', '2026-13-01', '2026-13-02', 'from', 'is no date in the calendar'],
    ['day 0', '2026-12-00', '2026-12-02', 'from', 'is no date in the calendar'],
    ['31 April at noon', '2026-04-01T12:00', '2026-04-31T12:00', 'to', 'is no date in the calendar'],
    ['25 o’clock', '2026-12-01T25:00', '2026-12-02T12:00', 'from', 'is no date in the calendar'],
    ['minute 60', '2026-12-01T12:00', '2026-12-01T12:60', 'to', 'is no date in the calendar'],
    ['second 60', '2026-12-01T12:00', '2026-12-01T12:30:60', 'to', wrongForm],
    ['a Danish date', '1/12-2026', '2026-12-05', 'from', wrongForm],
    ['no text', '', '', 'from', wrongForm],
    ['a time with an offset', '2026-12-01T12:00Z', '2026-12-02T12:00Z', 'from', wrongForm],
    ['fractions of a second', '2026-12-01T12:00:00.5', '2026-12-02T12:00', 'from', wrongForm],
    ['a date with a calendar', '2026-12-01[u-ca=hebrew]', '2026-12-02', 'from', wrongForm],
    ['spaces around a date', ' 2026-12-01', '2026-12-02', 'from', wrongForm],
    ['a line feed after a date', '2026-12-01\n', '2026-12-02', 'from', wrongForm],
    ['year 0', '0000-01-01', '2026-12-02', 'from', 'must not be before 1900-01-01'],
    ['year 0 at noon', '0000-01-01T12:00', '2026-12-02T12:00', 'from', 'must not be before 1900-01-01'],
    ['the day before 1900', '1899-12-31', '2026-12-02', 'from', 'must not be before 1900-01-01'],
    ['an end before 1900', '2026-12-01', '1899-12-31', 'to', 'must not be before 1900-01-01'],
    ['the last day of four digits', '2026-12-01', '9999-12-31', 'to', 'must not be after 9999-12-30'],
    [
      'a time on the last day of four digits',
      '2026-12-01T12:00',
      '9999-12-31T00:00',
      'to',
      'must not be after 9999-12-30',
    ],
    ['a start on that day', '9999-12-31', '9999-12-31', 'from', 'must not be after 9999-12-30'],
    ['a year of five digits', '12026-12-01', '12026-12-02', 'from', wrongForm],
  ])('for %s', (_, from, to, field, message) => {
    expect(refusalOf(from, to)).toEqual({ field, message });
  });
});

test.each(['America/Los_Angeles', 'Pacific/Honolulu', 'Pacific/Kiritimati', copenhagen])(
  'the first and the last period that are taken can be told to Outlook and have an end, in %s',
  (zone) => {
    for (const [from, to] of [
      ['1900-01-01', '9999-12-30'],
      ['1900-01-01T00:00', '9999-12-30T23:59:59'],
    ] as const) {
      const period = parsePeriod(from, to);
      const { start, end } = calendarSpanOf(period, zone);
      expect([start, end].join(' ')).toMatch(/^1900-01-01T00:[\d:]+ 9999-12-3[01]T[\d:]+$/);
      expect(endInstantOf(period, zone)).toMatch(/^9999-12-3[01]T[\d:]+Z$/);
    }
  },
);
