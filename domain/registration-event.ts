import type { RegistrationId } from './identifiers.ts';
import type { Period } from './period.ts';
import type { Reason } from './reasons.ts';

/** The whole of a registration, as the HR system states it. */
export interface RegistrationData {
  readonly employee: Employee;
  readonly absenceType: string;
  readonly period: Period;
  /** Kept because the HR system said it; it goes nowhere else. */
  readonly comment: string | null;
}

export interface Employee {
  readonly id: string;
  readonly mailbox: string;
  readonly name: string | null;
  /** IANA; the company's zone where absent. */
  readonly timeZone: string | null;
}

/** What the HR system says of a registration. Each carries the HR system's version; the fold goes by it. */
export type HrRegistrationEvent =
  | {
      readonly type: 'RegistrationCreated';
      readonly version: number;
      readonly data: RegistrationData;
      readonly approved: boolean;
    }
  | {
      readonly type: 'RegistrationChanged';
      readonly version: number;
      readonly data: RegistrationData;
      readonly approved: boolean | null;
    }
  | {
      readonly type: 'RegistrationApproved';
      readonly version: number;
      readonly data: RegistrationData | null;
    }
  | {
      readonly type: 'RegistrationRejected';
      readonly version: number;
      readonly data: RegistrationData | null;
    }
  | {
      readonly type: 'RegistrationDeleted';
      readonly version: number;
      readonly data: RegistrationData | null;
    };

export type CalendarWriteOperation = 'create' | 'update' | 'remove';

/** What was written to one mailbox, and when the answer is lost, what may have been. */
export interface CalendarWrite {
  readonly operation: CalendarWriteOperation;
  readonly mailbox: string;
  /** Whose mailbox it is; a registration may move to another employee while an event of the first still stands. */
  readonly employeeId: string;
  readonly tenantId: string;
  readonly generation: number;
  /** Null for a create: Microsoft hasn't named it yet. */
  readonly calendarEventId: string | null;
  /** Keyed hash of what is written; null for a removal. */
  readonly payloadHash: string | null;
  /** The version of the HR system's facts that this write carries out. */
  readonly registrationVersion: number;
}

/** Facts of our own: each stands in the registration's stream beside what the HR system said. */
export type CalendarFact =
  | { readonly type: 'CalendarWriteAttempted'; readonly write: CalendarWrite }
  | {
      readonly type: 'CalendarEventCreated';
      readonly event: StandingCalendarEvent;
      readonly wasAdopted: boolean;
      readonly requestId: string;
    }
  | {
      readonly type: 'CalendarEventUpdated';
      readonly event: StandingCalendarEvent;
      readonly requestId: string;
    }
  | {
      readonly type: 'CalendarEventRemoved';
      readonly calendarEventId: string;
      readonly wasGone: boolean;
      readonly requestId: string;
    }
  /** Microsoft says that the event no longer exists, and we didn't remove it: the user did. */
  | {
      readonly type: 'CalendarEventFoundGone';
      readonly calendarEventId: string;
      readonly registrationVersion: number;
      readonly requestId: string;
    }
  /** The event is not in the mailbox that the registration now names: its removal from the old one is owed. */
  | { readonly type: 'CalendarEventLeftBehind'; readonly calendarEventId: string; readonly requestId: string }
  | {
      readonly type: 'CalendarWriteFailed';
      readonly answer: 'refused' | 'unanswered';
      readonly consequence: 'retry' | 'attention';
      readonly reason: Reason;
      readonly nextAttemptAt: string | null;
    }
  /** Not sent: its mailbox is known to be in trouble, and is left alone until it has been checked. */
  | { readonly type: 'CalendarWriteWithheld'; readonly reason: Reason }
  | { readonly type: 'Parked'; readonly reason: Reason; readonly epoch: number }
  /** A replay would remove unusually many events at once: this removal waits for an administrator. */
  | { readonly type: 'RemovalHeld'; readonly replayId: string; readonly registrationVersion: number }
  /** An administrator wants the event to stay until HR changes the registration. */
  | { readonly type: 'RemovalRejected'; readonly replayId: string; readonly registrationVersion: number }
  | { readonly type: 'RemovalReleased'; readonly replayId: string }
  /** An administrator asked to bring this registration to Outlook now, whatever has held it up. */
  | { readonly type: 'SyncRequested' }
  /** A repair has read an event of ours that stands in Outlook otherwise than the store knows. */
  | { readonly type: 'CalendarEventFound'; readonly event: StandingCalendarEvent; readonly requestId: string }
  /** An administrator asked for what the user has removed to be put back. */
  | { readonly type: 'RestorationRequested' };

/** One of our events as it stands in Outlook. */
export interface StandingCalendarEvent {
  readonly calendarEventId: string;
  /** What If-Match must carry; null where Microsoft's answer with it was lost. */
  readonly etag: string | null;
  readonly mailbox: string;
  readonly employeeId: string;
  readonly tenantId: string;
  readonly generation: number;
  /** Null where what stands there isn't known: an adopted event, or one whose last write has no answer. */
  readonly payloadHash: string | null;
  readonly registrationVersion: number;
}

export type RegistrationEvent = HrRegistrationEvent | CalendarFact;

/** A registration event with its place in the stream. */
export interface RecordedRegistrationEvent {
  readonly registrationId: RegistrationId;
  /** From 1, without gaps, by registration. */
  readonly sequence: number;
  readonly recordedAt: string;
  readonly event: RegistrationEvent;
}

export function isHrEvent(event: RegistrationEvent): event is HrRegistrationEvent {
  return 'version' in event;
}
