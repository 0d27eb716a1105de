import type { CalendarEvent } from '../calendar-event.ts';
import type { Mailbox } from '../mailbox.ts';
import { localTimeOf, lookUpZone } from '../time-zones.ts';
import { addDays, daysBetween, shortDay } from './date-text.ts';

/** A calendar event on the days of its mailbox's zone. */
export interface PlacedEvent {
  readonly event: CalendarEvent;
  readonly firstDay: string;
  /** Inclusive. */
  readonly lastDay: string;
  /** Local, `YYYY-MM-DDTHH:MM`. */
  readonly starts: string;
  readonly ends: string;
  /** Shown as a bar over days; as in Outlook also what lasts 24 hours or longer. */
  readonly isBar: boolean;
}

export interface MailboxZone {
  readonly iana: string;
  /** As Microsoft names it, fit for a Graph request. */
  readonly windowsName: string;
  readonly words: string;
}

/** A mailbox that nobody has opened has no zone; its calendar is shown in UTC. */
export function zoneOf({ profile }: Mailbox): MailboxZone {
  const zone = lookUpZone(profile.timeZone);
  if (typeof zone === 'string') return { iana: 'Etc/UTC', windowsName: 'UTC', words: 'UTC (no zone is set)' };
  return { iana: zone.iana, windowsName: profile.timeZone, words: profile.timeZone };
}

export function place(event: CalendarEvent, iana: string): PlacedEvent {
  if (event.isAllDay) {
    // All-day events float: the same days in whatever zone they are read.
    const firstDay = event.start.dateTime.slice(0, 10);
    const end = event.end.dateTime.slice(0, 10);
    const lastDay = end > firstDay ? addDays(end, -1) : firstDay;
    return { event, firstDay, lastDay, starts: `${firstDay}T00:00`, ends: `${end}T00:00`, isBar: true };
  }
  const starts = localTimeOf(event.startsAt, iana).slice(0, 16);
  const ends = localTimeOf(event.endsAt, iana).slice(0, 16);
  const firstDay = starts.slice(0, 10);
  const endDay = ends.slice(0, 10);
  const lastDay = ends.endsWith('T00:00') && endDay > firstDay ? addDays(endDay, -1) : endDay;
  return {
    event,
    firstDay,
    // In the hour that the clocks repeat, an end may read earlier than its start.
    lastDay: lastDay < firstDay ? firstDay : lastDay,
    starts,
    ends,
    isBar: event.endsAt - event.startsAt >= 24 * 60 * 60 * 1000,
  };
}

/** What is in the calendar on these days, in the order in which it is drawn: by day, the longest first. */
export function placedEvents(
  mailbox: Mailbox,
  iana: string,
  firstDay: string,
  lastDay: string,
): readonly PlacedEvent[] {
  return [...mailbox.events()]
    .filter((event) => !event.inDeletedItems)
    .map((event) => place(event, iana))
    .filter((placed) => placed.firstDay <= lastDay && placed.lastDay >= firstDay)
    .toSorted(
      (a, b) =>
        Number(b.isBar) - Number(a.isBar) ||
        a.firstDay.localeCompare(b.firstDay) ||
        b.lastDay.localeCompare(a.lastDay) ||
        a.starts.localeCompare(b.starts) ||
        a.event.createdAt.localeCompare(b.event.createdAt),
    );
}

/** When it is, in words that stand alone: `Tue 1 Dec – Sat 5 Dec, all day`. */
export function whenWords({ event, firstDay, lastDay, starts, ends }: PlacedEvent): string {
  const days = firstDay === lastDay ? shortDay(firstDay) : `${shortDay(firstDay)} – ${shortDay(lastDay)}`;
  if (event.isAllDay) return `${days}, all day`;
  if (firstDay === lastDay) return `${days}, ${timeOf(starts)}–${timeOf(ends)}`;
  return `${shortDay(firstDay)}, ${timeOf(starts)} – ${shortDay(ends.slice(0, 10))}, ${timeOf(ends)}`;
}

export function timeOf(local: string): string {
  return local.slice(11, 16);
}

export function lengthInDays({ firstDay, lastDay }: PlacedEvent): number {
  return daysBetween(firstDay, lastDay) + 1;
}

export const showAsWords: Readonly<Record<CalendarEvent['showAs'], string>> = {
  unknown: 'Unknown',
  free: 'Free',
  tentative: 'Tentative',
  busy: 'Busy',
  oof: 'Away',
  workingElsewhere: 'Working elsewhere',
};

export function isPrivate(event: CalendarEvent): boolean {
  return event.sensitivity === 'private' || event.sensitivity === 'confidential';
}

export function subjectOf(event: CalendarEvent): string {
  return event.subject || '(no subject)';
}
