import { comments } from './comments.ts';
import { workingDaysOf } from './danish-calendar.ts';
import { Diary } from './diary.ts';
import { type Employee, employees } from './people.ts';
import { type Random, createRandom } from './random.ts';

export type DemoRegistration = {
  readonly version: number;
  readonly employee: Employee;
  readonly absenceType: string;
  readonly status: 'pending' | 'approved' | 'rejected' | 'deleted';
  readonly from: string;
  readonly to: string;
  readonly comment: string;
};

/** In approved registrations, all employees together. */
const absenceDays = 2500;
const elsewhereDays = 1000;

const seed = 20260701;

const summer = ['2026-07-06', '2026-08-10'] as const;
const autumn = ['2026-10-12', '2026-10-19'] as const;
const winter = ['2027-02-08', '2027-02-22'] as const;
const longLeave = ['2026-09-07', '2026-11-02'] as const;
const longIllness = ['2027-01-04', '2027-01-18'] as const;
/** It holds the night in which the clocks go forward. */
const easter = ['2027-03-22', '2027-03-24'] as const;
const christmas = ['2026-12-21', '2026-12-23'] as const;

const shortAbsences = [
  ['sick', 1, 4],
  ['sick', 1, 2],
  ['child-sick', 1, 2],
  ['time-off-in-lieu', 1, 2],
  ['extra-vacation-day', 1, 1],
  ['extra-vacation-day', 1, 3],
  ['other-absence', 1, 1],
  ['day-bank-minus', 1, 1],
  ['vacation', 1, 3],
] as const;

const elsewhere = [
  ['home-office', 1, 1],
  ['home-office', 1, 1],
  ['home-office', 1, 2],
  ['travel', 2, 4],
  ['course', 1, 3],
  ['external-activity', 1, 1],
] as const;

const notSynced = ['mileage', 'overtime', 'time-entry', 'working-hours', 'day-bank-plus'] as const;

type Taken = { readonly from: string; readonly to: string } | undefined;

type Add = (absenceType: string, period: Taken, status?: DemoRegistration['status']) => number;

/** A year of a Danish company of fifty, the same at every run. */
export function demoRegistrations(): DemoRegistration[] {
  const random = createRandom(seed);
  const registrations: DemoRegistration[] = [];
  const absenceOf = shares(absenceDays, random, 8);
  const elsewhereOf = shares(elsewhereDays, random, 6);
  for (const [index, employee] of employees.entries()) {
    const diary = new Diary(random);
    const add: Add = (absenceType, period, status = 'approved') => {
      if (!period) return 0;
      registrations.push({
        version: versionOf(status, random),
        employee,
        absenceType,
        status,
        ...period,
        comment: random.of(comments[absenceType] ?? ['']),
      });
      return workingDaysOf(period.from, period.to);
    };
    addAbsences(add, diary, random, index, absenceOf[index] ?? 0);
    addElsewhere(add, diary, random, elsewhereOf[index] ?? 0);
    addTheRest(add, diary, random);
  }
  return registrations.sort((a, b) => compare(a.from, b.from) || compare(a.employee.id, b.employee.id));
}

function addAbsences(add: Add, diary: Diary, random: Random, index: number, days: number): void {
  let left = days;
  // Two halves, so that whole days are left.
  left -= add('time-off-in-lieu', at(diary.take(1), '12:00', '16:00'));
  left -= add('other-absence', at(diary.take(1), '08:00', '10:30'));
  if (index % 16 === 5) left -= add('other-absence', diary.takeWeeks(5, longLeave));
  else left -= add('vacation', diary.takeWeeks(random.whole(2, 3), summer));
  if (index % 16 === 11) left -= add('sick', diary.takeWeeks(4, longIllness));
  const planned: readonly (readonly [length: number, absenceType: string, take: () => Taken])[] = [
    [5, 'vacation', () => diary.takeWeeks(1, autumn)],
    index % 2 === 0
      ? [5, 'vacation', () => diary.takeWeeks(1, winter)]
      : [3, 'vacation', () => diary.take(3, easter)],
    ...(index % 3 === 0 ? [[3, 'vacation', () => diary.take(3, christmas)] as const] : []),
    ...(index % 10 === 7 ? [[1, 'senior-day', () => diary.take(1)] as const] : []),
    ...(index % 5 === 0 ? [3, 4] : []).map(
      (length) => [length, 'vacation', () => at(diary.take(length), '12:00', '16:00')] as const,
    ),
  ];
  for (const [length, absenceType, take] of planned) if (left >= length) left -= add(absenceType, take());
  fill(add, diary, random, shortAbsences, left);
}

function addElsewhere(add: Add, diary: Diary, random: Random, days: number): void {
  let left = days;
  left -= add('course', at(diary.take(1), '09:00', '12:00'));
  left -= add('external-activity', at(diary.take(1), '13:00', '15:30'));
  fill(add, diary, random, elsewhere, left);
}

/** What is never sent: what waits, was refused, was taken back, or is of a type for the payroll alone. */
function addTheRest(add: Add, diary: Diary, random: Random): void {
  for (const status of ['pending', 'pending', 'pending', 'rejected', 'deleted'] as const)
    if (random.next() < 0.8)
      add(
        random.of(['vacation', 'time-off-in-lieu', 'home-office', 'travel']),
        diary.take(random.whole(1, 5)),
        status,
      );
  for (const absenceType of notSynced) {
    add(absenceType, diary.take(1));
    if (random.next() < 0.5) add(absenceType, at(diary.take(1), '16:00', '18:00'));
  }
}

function fill(
  add: Add,
  diary: Diary,
  random: Random,
  kinds: readonly (readonly [string, number, number])[],
  days: number,
): void {
  for (let left = days; left > 0;) {
    const [absenceType, least, most] = random.of(kinds);
    left -= add(absenceType, diary.take(Math.min(random.whole(least, most), left)));
  }
}

const at = (period: Taken, from: string, to: string): Taken =>
  period && { from: `${period.from}T${from}`, to: `${period.to}T${to}` };

/** `total` in fifty uneven parts. */
function shares(total: number, random: Random, unevenness: number): number[] {
  const even = total / employees.length;
  const parts = employees.map(() => even);
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const shift = random.whole(-unevenness, unevenness);
    parts[index] = even + shift;
    parts[index + 1] = even - shift;
  }
  return parts;
}

function versionOf(status: DemoRegistration['status'], random: Random): number {
  const edits = random.next() < 0.2 ? random.whole(1, 3) : 0;
  return edits + { pending: 1, approved: 2, rejected: 2, deleted: 3 }[status];
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
