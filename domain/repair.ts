import { desiredCalendarEvent, timeZoneOf } from './calendar-event.ts';
import type { Company } from './company.ts';
import { isAsWritten, type OutlookEvent } from './outlook-event.ts';
import type { CalendarFact, StandingCalendarEvent } from './registration-event.ts';
import { versionOf, type Registration } from './registration.ts';
import type { Fingerprint } from './sync.ts';

/** An event of the registration, as its mailbox showed it. */
export interface ReadEvent {
  readonly calendarEventId: string;
  readonly etag: string | null;
  readonly shows: OutlookEvent;
}

/** What one mailbox showed of one registration. */
export interface RegistrationReading {
  readonly mailbox: string;
  readonly events: readonly ReadEvent[];
  /** Whether the event that the store knows was looked up by its id and found gone. */
  readonly isStandingGone: boolean;
  readonly requestId: string;
}

/**
 * The mailbox in which a repair looks for the registration's event; null where there is nothing to learn now: a write
 * without an answer, or a move to another mailbox, is settled by the sync itself.
 */
export function mailboxToRead(registration: Registration, company: Company): string | null {
  const { unanswered, hasStood } = registration.calendar;
  if (unanswered !== null) return null;
  const present = registration.data?.value.employee.mailbox ?? null;
  const standing = standingHere(registration, company);
  if (standing !== null) return present === null || standing.mailbox === present ? standing.mailbox : null;
  return hasStood || desiredCalendarEvent(registration, company).kind === 'event' ? present : null;
}

export function standingHere(
  { calendar: { standing } }: Registration,
  { connection }: Company,
): StandingCalendarEvent | null {
  return standing !== null && standing.tenantId === connection.tenantId ? standing : null;
}

/**
 * What the store learns from a reading: events that it didn't know, that are gone, or that show something else than
 * was written; and that what a user has removed is to be put back, because that is what a repair is asked for.
 */
export function findingsOf(
  registration: Registration,
  company: Company,
  fingerprint: Fingerprint,
  reading: RegistrationReading,
): CalendarFact[] {
  const desired = desiredCalendarEvent(registration, company);
  const standing = standingHere(registration, company);
  const { requestId } = reading;
  const known = new Set(registration.calendar.owedRemovals.map(({ calendarEventId }) => calendarEventId));
  const strangers = reading.events.filter(
    ({ calendarEventId }) => calendarEventId !== standing?.calendarEventId && !known.has(calendarEventId),
  );
  const facts: CalendarFact[] = [];
  if (standing !== null && reading.isStandingGone)
    facts.push({
      type: 'CalendarEventFoundGone',
      calendarEventId: standing.calendarEventId,
      registrationVersion: standing.registrationVersion,
      requestId,
    });
  const shown = reading.events.find(({ calendarEventId }) => calendarEventId === standing?.calendarEventId);
  if (standing !== null && shown !== undefined) {
    const drift = driftOf(registration, company, fingerprint, standing, shown);
    if (drift !== null) facts.push({ type: 'CalendarEventFound', event: drift, requestId });
  }
  facts.push(
    ...strangers.map((event): CalendarFact => ({
      type: 'CalendarEventFound',
      event: adopted(registration, company, reading.mailbox, event),
      requestId,
    })),
  );
  const isMissing =
    standing === null ? registration.calendar.removedByUserAtVersion !== null : reading.isStandingGone;
  if (desired.kind === 'event' && isMissing && strangers.length === 0)
    facts.push({ type: 'RestorationRequested' });
  return facts;
}

/** The standing event as it is known from now on; null where what is known of it is right. */
function driftOf(
  registration: Registration,
  company: Company,
  fingerprint: Fingerprint,
  standing: StandingCalendarEvent,
  { etag, shows }: ReadEvent,
): StandingCalendarEvent | null {
  const desired = desiredCalendarEvent(registration, company);
  const data = registration.data?.value;
  if (desired.kind === 'none' || data === undefined) return null;
  const wanted = fingerprint(desired.content);
  const isRight = isAsWritten(shows, desired.content, timeZoneOf(data, company));
  if (isRight === (standing.payloadHash === wanted)) return null;
  return { ...standing, etag, payloadHash: isRight ? wanted : null };
}

/** What it says isn't taken for granted: the sync that follows writes what should stand there. */
function adopted(
  registration: Registration,
  { connection }: Company,
  mailbox: string,
  { calendarEventId, etag }: ReadEvent,
): StandingCalendarEvent {
  return {
    calendarEventId,
    etag,
    mailbox,
    employeeId: registration.data?.value.employee.id ?? '',
    tenantId: connection.tenantId ?? '',
    generation: Math.max(registration.calendar.generation, 1),
    payloadHash: null,
    registrationVersion: versionOf(registration),
  };
}
