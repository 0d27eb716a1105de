import { describe, expect, test } from 'vitest';
import type { AbsenceTypeOverride } from '#domain/absence-types.ts';
import type { Registration } from '#domain/registration.ts';
import { changed, created, deleted, given, rejected } from './builders.ts';
import { absent, dataOf, daysOf, weekend, windowsOf } from './reply-absences.ts';

test('an absence of whole days is a window from midnight to midnight in the employee’s zone', () => {
  expect(windowsOf([absent('2026-06-01', '2026-06-05')])).toEqual([
    {
      from: '2026-05-31T22:00:00.000Z',
      to: '2026-06-05T22:00:00.000Z',
      firstDay: '2026-06-01',
      lastDay: '2026-06-05',
      returnDay: '2026-06-06',
      name: 'Anna Holm',
    },
  ]);
});

describe('one window', () => {
  const one = ['2026-06-01 to 2026-06-05, back 2026-06-06'];

  test.each<[string, Registration[]]>([
    ['1–3 and 4–5 June', [absent('2026-06-01', '2026-06-03'), absent('2026-06-04', '2026-06-05')]],
    ['4–5 and 1–3 June', [absent('2026-06-04', '2026-06-05'), absent('2026-06-01', '2026-06-03')]],
    ['different types', [absent('2026-06-01', '2026-06-03'), absent('2026-06-04', '2026-06-05', 'sick')]],
    ['overlapping', [absent('2026-06-01', '2026-06-04'), absent('2026-06-02', '2026-06-05')]],
    ['one within another', [absent('2026-06-01', '2026-06-05'), absent('2026-06-02', '2026-06-03', 'sick')]],
    ['the same twice', [absent('2026-06-01', '2026-06-05'), absent('2026-06-01', '2026-06-05')]],
    [
      'three, the first over the others',
      [
        absent('2026-06-01', '2026-06-04'),
        absent('2026-06-02', '2026-06-02'),
        absent('2026-06-05', '2026-06-05'),
      ],
    ],
    [
      'half days that touch at noon',
      [absent('2026-06-01T00:00', '2026-06-03T12:00'), absent('2026-06-03T12:00', '2026-06-06T00:00')],
    ],
    [
      'a half day until midnight and the day after',
      [absent('2026-06-01', '2026-06-04'), absent('2026-06-05T00:00', '2026-06-06T00:00')],
    ],
  ])('is what %s make', (_, registrations) => {
    expect(daysOf(registrations)).toEqual(one);
  });

  test('is not what an absence until noon and the next day make', () => {
    expect(
      daysOf([absent('2026-06-01', '2026-06-02'), absent('2026-06-03T00:00', '2026-06-03T12:00')]),
    ).toEqual(['2026-06-01 to 2026-06-03, back 2026-06-03']);
    expect(
      daysOf([absent('2026-06-03T08:00', '2026-06-03T12:00'), absent('2026-06-04', '2026-06-05')]),
    ).toEqual(['2026-06-03 to 2026-06-03, back 2026-06-03', '2026-06-04 to 2026-06-05, back 2026-06-06']);
  });

  test('is not what absences make with a working day, or a minute of one, between', () => {
    expect(daysOf([absent('2026-06-01', '2026-06-02'), absent('2026-06-04', '2026-06-05')])).toHaveLength(2);
    expect(
      daysOf([
        absent('2026-06-01T08:00', '2026-06-01T12:00'),
        absent('2026-06-01T12:01', '2026-06-01T16:00'),
      ]),
    ).toHaveLength(2);
  });

  test('keeps the name that any of its absences gives', () => {
    const nameless = absent('2026-06-01', '2026-06-02', 'vacation', { name: null });
    expect(windowsOf([nameless, absent('2026-06-03', '2026-06-05')])).toMatchObject([{ name: 'Anna Holm' }]);
    expect(windowsOf([nameless])).toMatchObject([{ name: null }]);
  });

  test('becomes smaller where one of two overlapping absences is deleted', () => {
    const long = dataOf('2026-06-01', '2026-06-05');
    const short = absent('2026-06-01', '2026-06-03');
    expect(daysOf([given(created(1, long, true)), short])).toEqual(one);
    expect(daysOf([given(created(1, long, true), deleted(2)), short])).toEqual([
      '2026-06-01 to 2026-06-03, back 2026-06-04',
    ]);
  });
});

describe('non-working days', () => {
  const friday = absent('2026-06-05', '2026-06-05');
  const monday = absent('2026-06-08', '2026-06-08');

  test('join absences over a weekend', () => {
    expect(daysOf([friday, monday], { nonWorkingDays: { weekdays: weekend } })).toEqual([
      '2026-06-05 to 2026-06-08, back 2026-06-09',
    ]);
  });

  test('join nothing where the company has none', () => {
    expect(daysOf([friday, monday])).toEqual([
      '2026-06-05 to 2026-06-05, back 2026-06-06',
      '2026-06-08 to 2026-06-08, back 2026-06-09',
    ]);
  });

  test('join absences over a public holiday, and over a weekend with one beside it', () => {
    const days = { nonWorkingDays: { weekdays: weekend, dates: ['2026-06-04', '2026-06-08'] } };
    expect(daysOf([absent('2026-06-03', '2026-06-03'), friday], days)).toEqual([
      '2026-06-03 to 2026-06-05, back 2026-06-09',
    ]);
    expect(daysOf([friday, absent('2026-06-09', '2026-06-09')], days)).toEqual([
      '2026-06-05 to 2026-06-09, back 2026-06-10',
    ]);
  });

  test('join nothing where a working day is left beside them', () => {
    const days = { nonWorkingDays: { weekdays: weekend } };
    expect(daysOf([friday, absent('2026-06-09', '2026-06-09')], days)).toHaveLength(2);
    expect(daysOf([friday, absent('2026-06-08T12:00', '2026-06-08T16:00')], days)).toHaveLength(2);
    expect(daysOf([absent('2026-06-05T08:00', '2026-06-05T12:00'), monday], days)).toHaveLength(2);
  });

  test('join what ends or begins in the middle of one', () => {
    const days = { nonWorkingDays: { weekdays: weekend } };
    expect(daysOf([absent('2026-06-05T08:00', '2026-06-06T12:00'), monday], days)).toHaveLength(1);
    expect(daysOf([friday, absent('2026-06-07T12:00', '2026-06-08T16:00')], days)).toHaveLength(1);
  });
});

describe('no window', () => {
  const vacation = dataOf('2026-06-01', '2026-06-05');

  test.each<[string, Registration]>([
    ['pending', given(created(1, vacation))],
    ['rejected', given(created(1, vacation, true), rejected(2))],
    ['deleted', given(created(1, vacation, true), deleted(2))],
    ['pending again', given(created(1, vacation, true), changed(2, vacation, false))],
    ['without data', given(deleted(1))],
    ['working elsewhere', absent('2026-06-01', '2026-06-05', 'home-office')],
    ['of a type that is not synced', absent('2026-06-01', '2026-06-05', 'overtime')],
    ['of a type that the table lacks', absent('2026-06-01', '2026-06-05', 'unheard-of')],
  ])('is made by a registration that is %s', (_, registration) => {
    expect(windowsOf([registration])).toEqual([]);
  });

  test.each<[string, AbsenceTypeOverride]>([
    ['without reply', { automaticReply: false }],
    [
      'that shows as working elsewhere, whatever it says of replies',
      { showAs: 'workingElsewhere', automaticReply: true },
    ],
    ['that is not synced, whatever it says of replies', { synced: false, automaticReply: true }],
  ])('is made by a type %s', (_, vacationRow) => {
    const overrides = { vacation: vacationRow };
    expect(windowsOf([absent('2026-06-01', '2026-06-05')], { overrides })).toEqual([]);
  });

  test('is made where replies are OFF', () => {
    expect(windowsOf([absent('2026-06-01', '2026-06-05')], { enabled: false })).toEqual([]);
  });

  test('is left of what is over, to the instant', () => {
    const absences = [absent('2026-06-01', '2026-06-05'), absent('2026-07-20', '2026-07-24')];
    const firstDaysAt = (now: string) => windowsOf(absences, {}, now).map(({ firstDay }) => firstDay);
    expect(firstDaysAt('2026-06-05T21:59:59.999Z')).toEqual(['2026-06-01', '2026-07-20']);
    expect(firstDaysAt('2026-06-05T22:00:00.000Z')).toEqual(['2026-07-20']);
    expect(firstDaysAt('2026-07-24T22:00:00.000Z')).toEqual([]);
  });

  test('loses its first day because a part of it is over', () => {
    const absences = [absent('2026-06-01', '2026-06-03'), absent('2026-06-04', '2026-06-05')];
    expect(windowsOf(absences, {}, '2026-06-04T08:00:00.000Z')).toMatchObject([{ firstDay: '2026-06-01' }]);
  });
});

describe('zones', () => {
  const boundsOf = (...input: Parameters<typeof windowsOf>) =>
    windowsOf(...input).map(({ from, to }) => [from, to]);

  test('the employee’s goes before the company’s', () => {
    const inAuckland = absent('2026-06-01', '2026-06-01', 'vacation', { timeZone: 'Pacific/Auckland' });
    expect(boundsOf([inAuckland])).toEqual([['2026-05-31T12:00:00.000Z', '2026-06-01T12:00:00.000Z']]);
    expect(boundsOf([absent('2026-06-01', '2026-06-01')], { timeZone: 'America/Los_Angeles' })).toEqual([
      ['2026-06-01T07:00:00.000Z', '2026-06-02T07:00:00.000Z'],
    ]);
  });

  test.each([
    ['forward', '2027-03-28', '2027-03-27T23:00:00.000Z', '2027-03-28T22:00:00.000Z'],
    ['back', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ])('a day on which the clocks go %s is a day', (_, day, from, to) => {
    expect(boundsOf([absent(day, day)])).toEqual([[from, to]]);
  });

  test('absences on both sides of a change of clocks are one', () => {
    const days = { nonWorkingDays: { weekdays: weekend } };
    expect(daysOf([absent('2026-10-24', '2026-10-24'), absent('2026-10-25', '2026-10-26')])).toHaveLength(1);
    expect(daysOf([absent('2026-10-23', '2026-10-23'), absent('2026-10-26', '2026-10-26')], days)).toEqual([
      '2026-10-23 to 2026-10-26, back 2026-10-27',
    ]);
  });

  test('where midnight itself is skipped the day begins when it begins', () => {
    const days = { timeZone: 'America/Santiago' };
    expect(boundsOf([absent('2026-09-05', '2026-09-05'), absent('2026-09-06', '2026-09-06')], days)).toEqual([
      ['2026-09-05T04:00:00.000Z', '2026-09-07T03:00:00.000Z'],
    ]);
  });

  test('instants are as Date writes them, so that they compare as texts', () => {
    const instants = boundsOf([
      absent('2026-06-01', '2026-06-05'),
      absent('2026-07-01T08:15', '2026-07-01T12:00:30'),
    ]).flat();
    expect(instants).toHaveLength(4);
    expect(instants).toEqual(instants.map((instant) => new Date(instant).toISOString()));
  });
});
