import { Temporal } from 'temporal-polyfill';
import type { CalendarEventContent } from './calendar-event.ts';
import type { LocalDateTime } from './period.ts';

/** What of an event stands in Outlook, its times in UTC; whole days run from midnight to midnight in every zone. */
export interface OutlookEvent {
  readonly subject: string;
  readonly isAllDay: boolean;
  readonly start: LocalDateTime;
  readonly end: LocalDateTime;
  readonly showAs: string;
  readonly sensitivity: string;
  readonly isReminderOn: boolean;
}

/**
 * Whether the event shows what was meant to be written. Whole days are compared by date: Outlook keeps them without a
 * zone, whatever zone they were written in. Times are compared as instants.
 * @param timeZone the IANA name of the content's zone.
 */
export function isAsWritten(found: OutlookEvent, content: CalendarEventContent, timeZone: string): boolean {
  return (
    found.subject === content.subject &&
    found.isAllDay === content.isAllDay &&
    found.showAs === content.showAs &&
    found.sensitivity === content.sensitivity &&
    !found.isReminderOn &&
    isSameTime(found.start, content.start, content.isAllDay, timeZone) &&
    isSameTime(found.end, content.end, content.isAllDay, timeZone)
  );
}

function isSameTime(
  utc: LocalDateTime,
  written: LocalDateTime,
  isAllDay: boolean,
  timeZone: string,
): boolean {
  if (isAllDay) return utc.slice(0, 10) === written.slice(0, 10);
  return Temporal.PlainDateTime.from(written)
    .toZonedDateTime(timeZone)
    .toInstant()
    .equals(Temporal.PlainDateTime.from(utc).toZonedDateTime('UTC').toInstant());
}
