import { Temporal } from 'temporal-polyfill';

/** `YYYY-MM-DD`. */
export type CalendarDate = string;
/** `YYYY-MM-DDTHH:MM[:SS]`, a wall-clock time without a zone. */
export type LocalDateTime = string;

/** As registered: whole days, both inclusive; or wall-clock times in the employee's zone, the end exclusive. */
export type Period =
  | { readonly kind: 'whole-days'; readonly from: CalendarDate; readonly to: CalendarDate }
  | { readonly kind: 'times'; readonly from: LocalDateTime; readonly to: LocalDateTime };

/** As Outlook is told: wall-clock times in one zone, the end exclusive; whole days run from midnight to midnight. */
export interface CalendarSpan {
  readonly isAllDay: boolean;
  readonly start: LocalDateTime;
  readonly end: LocalDateTime;
}

export class InvalidPeriod extends Error {
  override readonly name = 'InvalidPeriod';
  readonly field: 'from' | 'to';
  constructor(field: 'from' | 'to', message: string) {
    super(message);
    this.field = field;
  }
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/;
const dateTimePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/;

/** Nobody's absence lies before it, and Postgres knows no year 0. */
const firstDate = '1900-01-01';
/** The midnight after it is the last that four digits of the year can write, in every zone. */
const lastDate = '9999-12-30';

/**
 * Reads a period: two dates, or two local date-times.
 * @throws InvalidPeriod for one of each, a date that doesn't exist, or an end that isn't after the start.
 */
export function parsePeriod(from: string, to: string): Period {
  const fromKind = kindOf('from', from);
  const toKind = kindOf('to', to);
  if (fromKind !== toKind)
    throw new InvalidPeriod('to', 'must be of the same form as from: two dates, or two local date-times');
  if (fromKind === 'whole-days') {
    if (to < from) throw new InvalidPeriod('to', 'must not be before from');
  } else if (Temporal.PlainDateTime.compare(from, to) >= 0) {
    throw new InvalidPeriod('to', 'must be after from: the end is exclusive');
  }
  return { kind: fromKind, from, to };
}

function kindOf(field: 'from' | 'to', text: string): Period['kind'] {
  const kind = formOf(text);
  if (kind === null)
    throw new InvalidPeriod(field, 'must be a date (2026-12-01) or a local date-time (2026-12-01T12:00)');
  if (!exists(kind, text)) throw new InvalidPeriod(field, 'is no date in the calendar');
  const day = text.slice(0, 10);
  if (day < firstDate) throw new InvalidPeriod(field, `must not be before ${firstDate}`);
  if (day > lastDate) throw new InvalidPeriod(field, `must not be after ${lastDate}`);
  return kind;
}

function formOf(text: string): Period['kind'] | null {
  if (datePattern.test(text)) return 'whole-days';
  return dateTimePattern.test(text) ? 'times' : null;
}

function exists(kind: Period['kind'], text: string): boolean {
  const { PlainDate, PlainDateTime } = Temporal;
  try {
    (kind === 'whole-days' ? PlainDate : PlainDateTime).from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** The first day that the period touches. */
export function firstDayOf(period: Period): CalendarDate {
  return period.from.slice(0, 10);
}

/** The last day that the period touches. */
export function lastDayOf(period: Period): CalendarDate {
  if (period.kind === 'whole-days') return period.to;
  return Temporal.PlainDateTime.from(period.to).subtract({ seconds: 1 }).toPlainDate().toString();
}

/**
 * The span that Outlook is told. A whole day is the calendar's day, 23, 24 or 25 hours long: midnight to the
 * midnight after the last day (https://learn.microsoft.com/graph/api/resources/event, `isAllDay`).
 * A time that the zone skips when its clocks go forward moves forward by what is skipped.
 */
export function calendarSpanOf(period: Period, timeZone: string): CalendarSpan {
  if (period.kind === 'whole-days')
    return {
      isAllDay: true,
      start: `${period.from}T00:00:00`,
      end: `${Temporal.PlainDate.from(period.to).add({ days: 1 }).toString()}T00:00:00`,
    };
  const start = existing(period.from, timeZone);
  const end = existing(period.to, timeZone);
  return { isAllDay: false, start: start.toString(), end: later(end, start, period).toString() };
}

function existing(time: LocalDateTime, timeZone: string): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(time)
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .toPlainDateTime();
}

/** Where only the start lay in the skipped hour it may have moved past the end: the length is kept then. */
function later(end: Temporal.PlainDateTime, start: Temporal.PlainDateTime, period: Period) {
  if (Temporal.PlainDateTime.compare(end, start) > 0) return end;
  return start.add(Temporal.PlainDateTime.from(period.from).until(period.to));
}

/** The instant at which the period is over in the given zone, ISO 8601 in UTC. */
export function endInstantOf(period: Period, timeZone: string): string {
  return Temporal.PlainDateTime.from(calendarSpanOf(period, timeZone).end)
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .toInstant()
    .toString();
}
