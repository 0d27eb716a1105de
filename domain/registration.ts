import type { RegistrationId } from './identifiers.ts';
import type { Reason } from './reasons.ts';
import {
  isHrEvent,
  type CalendarFact,
  type CalendarWrite,
  type HrRegistrationEvent,
  type RecordedRegistrationEvent,
  type RegistrationData,
  type StandingCalendarEvent,
} from './registration-event.ts';

/** A fact with the HR version that states it: the highest version wins, whenever it arrives. */
interface Stated<Value> {
  readonly version: number;
  readonly value: Value;
}

/** One registration, folded from its stream. */
export interface Registration {
  readonly registrationId: RegistrationId;
  /** Sequence of the last event folded; 0 for an empty stream. */
  readonly sequence: number;
  readonly data: Stated<RegistrationData> | null;
  readonly approval: Stated<'pending' | 'approved' | 'rejected'> | null;
  readonly existence: Stated<'exists' | 'deleted'> | null;
  readonly calendar: CalendarRecord;
}

/** What we know of the registration's event in Outlook. */
export interface CalendarRecord {
  /** The newest generation used; 0 before the first create. A generation ends when its event is removed or gone. */
  readonly generation: number;
  readonly standing: StandingCalendarEvent | null;
  /** A write that has no definite answer: until it has, what stands in Outlook is unknown. */
  readonly unanswered: CalendarWrite | null;
  /** Whether a removal of ours that has no answer may have taken the standing event away. */
  readonly mayBeRemoved: boolean;
  /** Events in mailboxes that the registration has left. */
  readonly owedRemovals: readonly StandingCalendarEvent[];
  /** Ids of events whose removal Microsoft refused, the latest last: all others are removed first. */
  readonly refusedRemovals: readonly string[];
  /** The HR version at which the user removed the event; null where no user did. */
  readonly removedByUserAtVersion: number | null;
  /** A removal that waits for an administrator, or that one has rejected; a later HR version is not bound by it. */
  readonly heldRemoval: HeldRemoval | null;
  /** Whether an event of ours ever stood in Outlook. */
  readonly hasStood: boolean;
  readonly syncedAt: string | null;
  /** Why the last try left work undone; null once a write succeeded. */
  readonly setback: Setback | null;
}

export interface HeldRemoval {
  readonly atVersion: number;
  readonly isRejected: boolean;
}

export interface Setback {
  readonly kind: 'parked' | 'retry' | 'attention';
  readonly reason: Reason;
  readonly nextAttemptAt: string | null;
}

export function emptyRegistration(registrationId: RegistrationId): Registration {
  return {
    registrationId,
    sequence: 0,
    data: null,
    approval: null,
    existence: null,
    calendar: {
      generation: 0,
      standing: null,
      unanswered: null,
      mayBeRemoved: false,
      owedRemovals: [],
      refusedRemovals: [],
      removedByUserAtVersion: null,
      heldRemoval: null,
      hasStood: false,
      syncedAt: null,
      setback: null,
    },
  };
}

/** Folds one more event. Pure and total: rebuilding from the stream gives the same registration. */
export function evolve(registration: Registration, recorded: RecordedRegistrationEvent): Registration {
  const { event, sequence } = recorded;
  const folded = isHrEvent(event)
    ? evolveHr(registration, event)
    : { ...registration, calendar: evolveCalendar(registration.calendar, event, recorded.recordedAt) };
  return { ...folded, sequence };
}

export function fold(
  registrationId: RegistrationId,
  events: Iterable<RecordedRegistrationEvent>,
): Registration {
  let registration = emptyRegistration(registrationId);
  for (const event of events) registration = evolve(registration, event);
  return registration;
}

/** The highest version that states any fact. */
export function versionOf(registration: Registration): number {
  return Math.max(
    registration.data?.version ?? 0,
    registration.approval?.version ?? 0,
    registration.existence?.version ?? 0,
  );
}

function evolveHr(registration: Registration, event: HrRegistrationEvent): Registration {
  const { version } = event;
  const newest = <Value>(known: Stated<Value> | null, value: Value | undefined): Stated<Value> | null =>
    value === undefined || (known !== null && known.version >= version) ? known : { version, value };
  return {
    ...registration,
    data: withZone(newest(registration.data, event.data ?? undefined), event),
    approval: newest(registration.approval, approvalIn(event)),
    existence: newest(registration.existence, existenceIn(event)),
  };
}

/** An export may repeat a version with the zone that its event left open, or the other way round. */
function withZone(
  data: Stated<RegistrationData> | null,
  event: HrRegistrationEvent,
): Stated<RegistrationData> | null {
  if (data === null || data.version !== event.version || event.data === null) return data;
  const { employee } = data.value;
  const timeZone = employee.timeZone ?? event.data.employee.timeZone;
  return { ...data, value: { ...data.value, employee: { ...employee, timeZone } } };
}

function approvalIn(event: HrRegistrationEvent): 'pending' | 'approved' | 'rejected' | undefined {
  switch (event.type) {
    case 'RegistrationCreated':
      return event.approved ? 'approved' : 'pending';
    case 'RegistrationChanged':
      if (event.approved === null) return undefined;
      return event.approved ? 'approved' : 'pending';
    case 'RegistrationApproved':
      return 'approved';
    case 'RegistrationRejected':
      return 'rejected';
    case 'RegistrationDeleted':
      return undefined;
  }
}

/** Whoever carries the whole registration says that it exists, so a deleted one comes back only that way. */
function existenceIn(event: HrRegistrationEvent): 'exists' | 'deleted' | undefined {
  if (event.type === 'RegistrationDeleted') return 'deleted';
  return event.data === null ? undefined : 'exists';
}

function evolveCalendar(record: CalendarRecord, fact: CalendarFact, recordedAt: string): CalendarRecord {
  switch (fact.type) {
    case 'CalendarWriteAttempted':
      return {
        ...record,
        ...doubts(record),
        generation: Math.max(record.generation, fact.write.generation),
        unanswered: fact.write,
      };
    case 'CalendarEventCreated':
    case 'CalendarEventUpdated':
      return written(record, fact.event, recordedAt);
    case 'CalendarEventRemoved':
      return {
        ...without(record, fact.calendarEventId),
        unanswered: null,
        setback: null,
      };
    case 'CalendarEventFoundGone':
      return {
        ...without(record, fact.calendarEventId),
        unanswered: null,
        removedByUserAtVersion: record.mayBeRemoved ? null : fact.registrationVersion,
        hasStood: true,
        setback: null,
      };
    case 'CalendarEventLeftBehind':
      return {
        ...record,
        standing: null,
        mayBeRemoved: false,
        unanswered: null,
        owedRemovals: record.standing ? [...record.owedRemovals, record.standing] : record.owedRemovals,
      };
    case 'CalendarWriteFailed':
      return {
        ...record,
        ...(fact.answer === 'refused' ? refused(record) : {}),
        refusedRemovals: fact.consequence === 'attention' ? refusedRemovals(record) : record.refusedRemovals,
        setback: { kind: fact.consequence, reason: fact.reason, nextAttemptAt: fact.nextAttemptAt },
      };
    case 'CalendarWriteWithheld':
      return { ...record, setback: { kind: 'attention', reason: fact.reason, nextAttemptAt: null } };
    case 'Parked':
      return { ...record, setback: { kind: 'parked', reason: fact.reason, nextAttemptAt: null } };
    case 'RemovalHeld':
    case 'RemovalRejected':
      return {
        ...record,
        heldRemoval: { atVersion: fact.registrationVersion, isRejected: fact.type === 'RemovalRejected' },
      };
    case 'RemovalReleased':
      return { ...record, heldRemoval: null };
    case 'SyncRequested':
      return { ...record, heldRemoval: null, setback: null };
    case 'CalendarEventFound':
      return found(record, fact.event);
    case 'RestorationRequested':
      return { ...record, removedByUserAtVersion: null };
  }
}

/** A hold on other events' removal outlasts the write; one on the removal of this event, which is wanted again, doesn't. */
function written(record: CalendarRecord, event: StandingCalendarEvent, recordedAt: string): CalendarRecord {
  const owedRemovals = owedBeside(event, record);
  return {
    ...record,
    generation: Math.max(record.generation, event.generation),
    standing: event,
    owedRemovals,
    unanswered: null,
    mayBeRemoved: false,
    removedByUserAtVersion: null,
    heldRemoval: owedRemovals.length > 0 ? record.heldRemoval : null,
    hasStood: true,
    syncedAt: recordedAt,
    setback: null,
  };
}

/** Where another event of ours is known to stand, the one found beside it is a duplicate: its removal is owed. */
function found(record: CalendarRecord, event: StandingCalendarEvent): CalendarRecord {
  const { standing, owedRemovals } = record;
  const others = owedRemovals.filter(({ calendarEventId }) => calendarEventId !== event.calendarEventId);
  if (standing !== null && standing.calendarEventId !== event.calendarEventId)
    return { ...record, owedRemovals: [...others, event] };
  return {
    ...record,
    generation: Math.max(record.generation, event.generation),
    standing: event,
    owedRemovals: others,
    mayBeRemoved: false,
    removedByUserAtVersion: null,
    hasStood: true,
  };
}

/** What a new write leaves open, where the one before it has no answer. */
function doubts({ standing, unanswered, mayBeRemoved }: CalendarRecord) {
  if (standing === null || unanswered?.calendarEventId !== standing.calendarEventId) return {};
  return {
    standing: { ...standing, payloadHash: null },
    mayBeRemoved: mayBeRemoved || unanswered.operation === 'remove',
  };
}

/** A refused create has made nothing, so its generation is still to be used. */
function refused({ unanswered, generation }: CalendarRecord): Partial<CalendarRecord> {
  return {
    unanswered: null,
    generation: unanswered?.operation === 'create' ? unanswered.generation - 1 : generation,
  };
}

function refusedRemovals({ unanswered, refusedRemovals }: CalendarRecord): readonly string[] {
  if (unanswered?.operation !== 'remove' || unanswered.calendarEventId === null) return refusedRemovals;
  const { calendarEventId } = unanswered;
  return [...refusedRemovals.filter((id) => id !== calendarEventId), calendarEventId];
}

/** An event in a tenant that the company has left is owed for the day it comes back. */
function owedBeside(event: StandingCalendarEvent, { standing, owedRemovals }: CalendarRecord) {
  return standing === null || standing.calendarEventId === event.calendarEventId
    ? owedRemovals
    : [...owedRemovals, standing];
}

function without(record: CalendarRecord, calendarEventId: string): CalendarRecord {
  return {
    ...record,
    ...(record.standing?.calendarEventId === calendarEventId
      ? { standing: null, mayBeRemoved: false, syncedAt: null }
      : {}),
    owedRemovals: record.owedRemovals.filter((event) => event.calendarEventId !== calendarEventId),
    refusedRemovals: record.refusedRemovals.filter((id) => id !== calendarEventId),
  };
}
