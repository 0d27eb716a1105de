import {
  contentOf,
  desiredCalendarEvent,
  type CalendarEventContent,
  type DesiredCalendarEvent,
} from './calendar-event.ts';
import type { Company } from './company.ts';
import type { Reason } from './reasons.ts';
import type { CalendarWrite, StandingCalendarEvent } from './registration-event.ts';
import { versionOf, type CalendarRecord, type Registration } from './registration.ts';

/** A keyed hash of what would be written, equal only for equal contents. */
export type Fingerprint = (content: CalendarEventContent) => string;

/** The next step that brings Outlook nearer to what should stand there. */
export type SyncStep =
  | { readonly kind: 'none' }
  /** Also settles a create whose answer was lost: the same transactionId creates, or names what exists. */
  | {
      readonly kind: 'create';
      readonly write: CalendarWrite;
      readonly content: CalendarEventContent;
      /** The HR version that `content` carries out; later than the write's where an older attempt is settled. */
      readonly contentVersion: number;
    }
  | {
      readonly kind: 'update';
      readonly write: CalendarWrite;
      readonly content: CalendarEventContent;
      readonly standing: StandingCalendarEvent;
    }
  | { readonly kind: 'remove'; readonly write: CalendarWrite; readonly standing: StandingCalendarEvent };

export type RegistrationState =
  | 'waiting'
  | 'syncing'
  | 'synced'
  | 'parked'
  | 'attention'
  | 'removed'
  | 'ignored';

export interface RegistrationStatus {
  readonly state: RegistrationState;
  /** Null where the state speaks for itself: synced, syncing, rejected, deleted. */
  readonly reason: Reason | null;
  readonly nextAttemptAt: string | null;
}

/**
 * Decides by what should stand in Outlook against what is known to stand there, never by what happened: duplicates,
 * late events, restarts and replays all decide alike.
 */
export function nextSyncStep(
  registration: Registration,
  company: Company,
  fingerprint: Fingerprint,
): SyncStep {
  const desired = desiredCalendarEvent(registration, company);
  const calendar = inThisTenant(registration.calendar, company);
  const { unanswered } = calendar;
  if (unanswered?.operation === 'create')
    return settleCreate(registration, company, unanswered, desired, fingerprint);
  const owed = isRemovalHeld(registration, company) ? [] : calendar.owedRemovals;
  if (desired.kind === 'none') {
    const isToGo = calendar.standing !== null && !isRemovalHeld(registration, company);
    return nextRemoval(isToGo ? [calendar.standing, ...owed] : owed, registration);
  }
  if (calendar.standing === null) {
    if (isRemovedByUser(registration)) return nextRemoval(owed, registration);
    return creation(registration, company, desired, fingerprint);
  }
  if (!isAsDesired(calendar, calendar.standing, desired, fingerprint))
    return update(calendar.standing, registration, desired, fingerprint);
  return nextRemoval(owed, registration);
}

/** The registration as it would be were its removal not held: a replay asks again by what it would then do. */
export function withoutHold(registration: Registration): Registration {
  return { ...registration, calendar: { ...registration.calendar, heldRemoval: null } };
}

/** A purge is an administrator's own word. */
function isRemovalHeld(registration: Registration, { connection }: Company): boolean {
  const { heldRemoval } = registration.calendar;
  if (heldRemoval === null || connection.isPurging) return false;
  return versionOf(registration) <= heldRemoval.atVersion;
}

/** What an administrator is told of the registration now. */
export function registrationStatus(
  registration: Registration,
  company: Company,
  fingerprint: Fingerprint,
): RegistrationStatus {
  const step = nextSyncStep(registration, company, fingerprint);
  if (step.kind !== 'none') return unfinished(registration, company);
  if (nextSyncStep(withoutHold(registration), company, fingerprint).kind !== 'none')
    return settled('attention', { code: 'deletion-limit' });
  const desired = desiredCalendarEvent(registration, company);
  if (desired.kind === 'none') {
    if (desired.isWaiting) return settled('waiting', desired.reason);
    if (desired.reason?.code === 'connection-off') return settled('parked', desired.reason);
    return settled(registration.calendar.hasStood ? 'removed' : 'ignored', desired.reason);
  }
  if (isRemovedByUser(registration)) return settled('removed', { code: 'removed-by-user' });
  return settled('synced', null);
}

const settled = (state: RegistrationState, reason: Reason | null): RegistrationStatus => ({
  state,
  reason,
  nextAttemptAt: null,
});

function unfinished(registration: Registration, company: Company): RegistrationStatus {
  const { setback } = registration.calendar;
  const { isOpen, isPurging, reason } = company.connection;
  if (!isOpen) return settled('parked', isPurging && setback ? setback.reason : reason);
  switch (setback?.kind) {
    case undefined:
      return settled('syncing', null);
    case 'parked':
      return settled('parked', setback.reason);
    case 'attention':
      return settled('attention', setback.reason);
    case 'retry':
      return { state: 'waiting', reason: setback.reason, nextAttemptAt: setback.nextAttemptAt };
  }
}

/** Events and attempts in a tenant that the company has left are that tenant's: no request can reach them any more. */
function inThisTenant(record: CalendarRecord, { connection }: Company): CalendarRecord {
  const isHere = ({ tenantId }: { readonly tenantId: string }) =>
    connection.tenantId === null || tenantId === connection.tenantId;
  return {
    ...record,
    standing: record.standing && isHere(record.standing) ? record.standing : null,
    unanswered: record.unanswered && isHere(record.unanswered) ? record.unanswered : null,
    owedRemovals: record.owedRemovals.filter(isHere),
  };
}

function isAsDesired(
  calendar: CalendarRecord,
  standing: StandingCalendarEvent,
  desired: Extract<DesiredCalendarEvent, { kind: 'event' }>,
  fingerprint: Fingerprint,
): boolean {
  return (
    calendar.unanswered?.calendarEventId !== standing.calendarEventId &&
    standing.mailbox === desired.mailbox &&
    standing.payloadHash === fingerprint(desired.content)
  );
}

/** Whether the user has removed the event since HR last said anything of the registration. */
export function isRemovedByUser(registration: Registration): boolean {
  const { removedByUserAtVersion, standing } = registration.calendar;
  return (
    standing === null && removedByUserAtVersion !== null && versionOf(registration) <= removedByUserAtVersion
  );
}

function creation(
  registration: Registration,
  company: Company,
  desired: Extract<DesiredCalendarEvent, { kind: 'event' }>,
  fingerprint: Fingerprint,
): SyncStep {
  return {
    kind: 'create',
    content: desired.content,
    contentVersion: versionOf(registration),
    write: {
      operation: 'create',
      mailbox: desired.mailbox,
      employeeId: desired.employeeId,
      tenantId: company.connection.tenantId ?? '',
      generation: registration.calendar.generation + 1,
      calendarEventId: null,
      payloadHash: fingerprint(desired.content),
      registrationVersion: versionOf(registration),
    },
  };
}

/**
 * A create whose answer was lost is repeated in the mailbox and generation that it was meant for, even where the
 * event is no longer wanted: only then is it known, and can be changed or removed. What it says is what is wanted
 * now, or the registration's last data.
 */
function settleCreate(
  registration: Registration,
  company: Company,
  attempt: CalendarWrite,
  desired: DesiredCalendarEvent,
  fingerprint: Fingerprint,
): SyncStep {
  const data = registration.data?.value;
  if (data === undefined) return { kind: 'none' };
  const content = desired.kind === 'event' ? desired.content : contentOf(data, company);
  return {
    kind: 'create',
    content,
    contentVersion: versionOf(registration),
    write: { ...attempt, payloadHash: fingerprint(content) },
  };
}

function update(
  standing: StandingCalendarEvent,
  registration: Registration,
  desired: Extract<DesiredCalendarEvent, { kind: 'event' }>,
  fingerprint: Fingerprint,
): SyncStep {
  return {
    kind: 'update',
    content: desired.content,
    standing,
    write: {
      operation: 'update',
      mailbox: desired.mailbox,
      employeeId: desired.employeeId,
      tenantId: standing.tenantId,
      generation: standing.generation,
      calendarEventId: standing.calendarEventId,
      payloadHash: fingerprint(desired.content),
      registrationVersion: versionOf(registration),
    },
  };
}

/** One that Microsoft refuses holds no other up: it is tried again after all others, the longest refused first. */
function nextRemoval(owed: readonly StandingCalendarEvent[], registration: Registration): SyncStep {
  const refusals = ({ calendarEventId }: StandingCalendarEvent) =>
    registration.calendar.refusedRemovals.indexOf(calendarEventId);
  const [first] = owed.toSorted((one, other) => refusals(one) - refusals(other));
  return first ? removal(first, registration) : { kind: 'none' };
}

function removal(standing: StandingCalendarEvent, registration: Registration): SyncStep {
  return {
    kind: 'remove',
    standing,
    write: {
      operation: 'remove',
      mailbox: standing.mailbox,
      employeeId: standing.employeeId,
      tenantId: standing.tenantId,
      generation: standing.generation,
      calendarEventId: standing.calendarEventId,
      payloadHash: null,
      registrationVersion: versionOf(registration),
    },
  };
}
