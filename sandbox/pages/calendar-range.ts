import { addDays, daySpan, isDate, monthName, weekdayOf, weekNumberOf } from './date-text.ts';

/** The days that a calendar shows, and where its links lead. */
export interface CalendarRange {
  readonly view: 'week' | 'month';
  readonly date: string;
  readonly firstDay: string;
  readonly lastDay: string;
  /** Of the month itself, or of the week. */
  readonly days: readonly string[];
  readonly title: string;
  readonly previous: string;
  readonly next: string;
}

/** What isn't a view or a date counts as not given: a week, and today. */
export function calendarRange(
  given: { readonly view?: unknown; readonly date?: unknown },
  today: string,
): CalendarRange {
  const date = typeof given.date === 'string' && isDate(given.date) ? given.date : today;
  return given.view === 'month' ? monthOf(date) : weekOf(date);
}

/** All the days of whole weeks from Monday that the range touches. */
export function wholeWeeks({ firstDay, lastDay }: CalendarRange): readonly (readonly string[])[] {
  const weeks: string[][] = [];
  for (
    let monday = addDays(firstDay, 1 - weekdayOf(firstDay));
    monday <= lastDay;
    monday = addDays(monday, 7)
  )
    weeks.push(daysFrom(monday, 7));
  return weeks;
}

function weekOf(date: string): CalendarRange {
  const firstDay = addDays(date, 1 - weekdayOf(date));
  const lastDay = addDays(firstDay, 6);
  return {
    view: 'week',
    date,
    firstDay,
    lastDay,
    days: daysFrom(firstDay, 7),
    title: `${daySpan(firstDay, lastDay)}, week ${weekNumberOf(date)}`,
    previous: addDays(date, -7),
    next: addDays(date, 7),
  };
}

function monthOf(date: string): CalendarRange {
  const firstDay = `${date.slice(0, 7)}-01`;
  const next = `${addDays(firstDay, 31).slice(0, 7)}-01`;
  const lastDay = addDays(next, -1);
  return {
    view: 'month',
    date,
    firstDay,
    lastDay,
    days: daysFrom(firstDay, Number(lastDay.slice(8))),
    title: `${monthName(date)} ${date.slice(0, 4)}`,
    previous: `${addDays(firstDay, -1).slice(0, 7)}-01`,
    next,
  };
}

function daysFrom(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}
