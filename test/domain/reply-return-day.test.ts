import { describe, expect, test } from 'vitest';
import type { Registration } from '#domain/registration.ts';
import { created, given } from './builders.ts';
import { absent, dataOf, daysOf, weekend, windowsOf } from './reply-absences.ts';

describe('the day of return', () => {
  const days = { nonWorkingDays: { weekdays: weekend, dates: ['2026-06-09'] } };
  const friday = absent('2026-06-01', '2026-06-05');
  const backOn = (...others: readonly Registration[]) => {
    const overrides = { course: { showAs: 'oof' }, 'other-absence': { automaticReply: false } } as const;
    return windowsOf([friday, ...others], { ...days, overrides })[0]?.returnDay;
  };

  test('is the first working day after it', () => {
    expect(backOn()).toBe('2026-06-08');
    expect(backOn(absent('2026-06-08', '2026-06-08'))).toBe('2026-06-10');
  });

  test('skips days of other absences, also those without a reply', () => {
    expect(backOn(absent('2026-06-08', '2026-06-08', 'other-absence'))).toBe('2026-06-10');
    expect(backOn(absent('2026-06-08', '2026-06-08', 'course'))).toBe('2026-06-10');
    expect(backOn(absent('2026-06-08T00:00', '2026-06-11T12:00', 'other-absence'))).toBe('2026-06-11');
  });

  test('skips no day of work elsewhere, of what is not approved, or of part of a day', () => {
    expect(backOn(absent('2026-06-08', '2026-06-08', 'home-office'))).toBe('2026-06-08');
    expect(backOn(given(created(1, dataOf('2026-06-08', '2026-06-08'))))).toBe('2026-06-08');
    expect(backOn(absent('2026-06-08T12:00', '2026-06-09T00:00', 'other-absence'))).toBe('2026-06-08');
  });

  test('is the same day where it ends within a day of work', () => {
    expect(daysOf([absent('2026-06-03T08:00', '2026-06-03T12:00')], days)).toEqual([
      '2026-06-03 to 2026-06-03, back 2026-06-03',
    ]);
    expect(daysOf([absent('2026-06-02T12:00', '2026-06-04T12:00')], days)).toEqual([
      '2026-06-02 to 2026-06-04, back 2026-06-04',
    ]);
  });

  test('is not the same day where it ends at midnight, on a day off, or with another absence after it', () => {
    expect(daysOf([absent('2026-06-05T12:00', '2026-06-06T00:00')], days)).toEqual([
      '2026-06-05 to 2026-06-05, back 2026-06-08',
    ]);
    expect(daysOf([absent('2026-06-05T12:00', '2026-06-06T12:00')], days)).toEqual([
      '2026-06-05 to 2026-06-06, back 2026-06-08',
    ]);
    const overrides = { 'other-absence': { automaticReply: false } };
    const afternoon = absent('2026-06-03T12:00', '2026-06-04T00:00', 'other-absence');
    expect(
      daysOf([absent('2026-06-03T08:00', '2026-06-03T12:00'), afternoon], { ...days, overrides }),
    ).toEqual(['2026-06-03 to 2026-06-03, back 2026-06-04']);
  });

  test('is found where no day is a working day: the day after', () => {
    const none = { nonWorkingDays: { weekdays: [1, 2, 3, 4, 5, 6, 7] } };
    expect(daysOf([absent('2026-06-01', '2026-06-05')], none)).toEqual([
      '2026-06-01 to 2026-06-05, back 2026-06-06',
    ]);
  });
});
