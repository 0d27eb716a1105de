import { Temporal } from 'temporal-polyfill';
import { timeZoneOf } from './calendar-event.ts';
import type { Company } from './company.ts';
import { calendarSpanOf, firstDayOf, lastDayOf, type CalendarDate } from './period.ts';
import type { RegistrationData } from './registration-event.ts';
import type { Registration } from './registration.ts';

/** When a mailbox should reply for its owner, and what the reply says of it. */
export interface ReplyWindow {
  /** ISO 8601 in UTC. */
  readonly from: string;
  /** ISO 8601 in UTC, exclusive. */
  readonly to: string;
  readonly firstDay: CalendarDate;
  readonly lastDay: CalendarDate;
  /** The next day on which the employee is expected at work. */
  readonly returnDay: CalendarDate;
  /** Of the employee, for the reply's salutation; null where the HR system gave none. */
  readonly name: string | null;
}

/** A year of days is looked through at most: a company whose every day is non-working has no day of return. */
const longestSearchDays = 400;

interface Absence {
  readonly from: Temporal.ZonedDateTime;
  readonly to: Temporal.ZonedDateTime;
  readonly firstDay: CalendarDate;
  readonly lastDay: CalendarDate;
  readonly name: string | null;
  readonly hasReply: boolean;
}

/**
 * The windows of a mailbox that are not over, in their order: absences that touch or overlap are one, and so are those
 * between which the company has non-working days alone, because nobody is expected at work from one to the next.
 * Only approved registrations whose type has replies make a window; every absence moves the day of return.
 * @param now ISO 8601 in UTC.
 */
export function replyWindows(
  registrations: readonly Registration[],
  company: Company,
  now: string,
): ReplyWindow[] {
  if (!company.settings.automaticReplies.enabled) return [];
  const absences = registrations.flatMap((registration) => absenceOf(registration, company));
  const replying = absences
    .filter(({ hasReply }) => hasReply)
    .toSorted((one, other) => Temporal.ZonedDateTime.compare(one.from, other.from));
  const merged: Absence[] = [];
  for (const absence of replying) {
    const last = merged.at(-1);
    if (last !== undefined && touches(last, absence, company))
      merged[merged.length - 1] = joined(last, absence);
    else merged.push(absence);
  }
  return merged
    .filter(({ to }) => Temporal.Instant.compare(to.toInstant(), Temporal.Instant.from(now)) > 0)
    .map((absence) => ({
      from: instantOf(absence.from),
      to: instantOf(absence.to),
      firstDay: absence.firstDay,
      lastDay: absence.lastDay,
      returnDay: returnDayOf(absence, absences, company),
      name: absence.name,
    }));
}

/** As Date writes them, so that instants compare as texts. */
const instantOf = (time: Temporal.ZonedDateTime): string =>
  time.toInstant().toString({ fractionalSecondDigits: 3 });

function absenceOf(registration: Registration, company: Company): Absence[] {
  const { data, approval, existence } = registration;
  if (data === null || approval?.value !== 'approved' || existence?.value === 'deleted') return [];
  const type = company.absenceTypes.get(data.value.absenceType);
  if (type === undefined || !type.synced || type.showAs !== 'oof') return [];
  const { syncFrom } = company.settings;
  if (syncFrom !== null && lastDayOf(data.value.period) < syncFrom) return [];
  return [{ ...spanOf(data.value, company), hasReply: type.automaticReply }];
}

function spanOf(data: RegistrationData, company: Company): Omit<Absence, 'hasReply'> {
  const timeZone = timeZoneOf(data, company);
  const { start, end } = calendarSpanOf(data.period, timeZone);
  return {
    from: Temporal.PlainDateTime.from(start).toZonedDateTime(timeZone),
    to: Temporal.PlainDateTime.from(end).toZonedDateTime(timeZone),
    firstDay: firstDayOf(data.period),
    lastDay: lastDayOf(data.period),
    name: data.employee.name,
  };
}

/** Whether nobody is expected at work between the two: each day of which the gap takes a part is a non-working one. */
function touches(earlier: Absence, later: Absence, company: Company): boolean {
  const first = earlier.to.toPlainDate();
  for (let days = 0; days < longestSearchDays; days += 1) {
    const day = first.add({ days });
    const begin = day.toZonedDateTime(later.from.timeZoneId);
    const isPastGap = Temporal.ZonedDateTime.compare(days === 0 ? earlier.to : begin, later.from) >= 0;
    if (isPastGap) return true;
    if (!isNonWorking(day, company)) return false;
  }
  return false;
}

function joined(earlier: Absence, later: Absence): Absence {
  const isLonger = Temporal.ZonedDateTime.compare(later.to, earlier.to) > 0;
  const { to, lastDay } = isLonger ? later : earlier;
  return { ...earlier, to, lastDay, name: earlier.name ?? later.name };
}

function isNonWorking(day: Temporal.PlainDate, company: Company): boolean {
  const { weekdays, dates } = company.settings.nonWorkingDays;
  return weekdays.includes(day.dayOfWeek) || dates.includes(day.toString());
}

/** An absence that ends within a day returns on that day, where it is a working day without another absence after it. */
function returnDayOf({ to }: Absence, absences: readonly Absence[], company: Company): CalendarDate {
  const first = to.toPlainDate();
  for (let days = 0; days < longestSearchDays; days += 1) {
    const day = first.add({ days });
    if (!isNonWorking(day, company) && !absences.some((absence) => covers(absence, day, to)))
      return day.toString();
  }
  return first.toString();
}

/** Whether the absence takes all that is left of the day. */
function covers(absence: Absence, day: Temporal.PlainDate, end: Temporal.ZonedDateTime): boolean {
  const midnight = day.toZonedDateTime(absence.from.timeZoneId);
  const dayEnd = day.add({ days: 1 }).toZonedDateTime(absence.from.timeZoneId);
  const start = Temporal.ZonedDateTime.compare(end, midnight) > 0 ? end : midnight;
  return (
    Temporal.ZonedDateTime.compare(absence.from, start) <= 0 &&
    Temporal.ZonedDateTime.compare(absence.to, dayEnd) >= 0
  );
}
