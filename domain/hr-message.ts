import type { RegistrationId } from './identifiers.ts';
import type { HrRegistrationEvent, RegistrationData } from './registration-event.ts';

/** One message of the HR system, read and checked: an event of one registration, and what makes it idempotent. */
export interface HrMessage {
  /** With `eventId` it names the message for ever: the same twice happens once. */
  readonly source: string;
  readonly eventId: string;
  readonly registrationId: RegistrationId;
  readonly event: HrRegistrationEvent;
}

/** Where a message is wrong: a path such as `data.period.from` (in a CSV file, the column). */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

export type Read<Value> =
  | { readonly isValid: true; readonly value: Value }
  | { readonly isValid: false; readonly faults: readonly Fault[] };

export const valid = <Value>(value: Value): Read<Value> => ({ isValid: true, value });
export const invalid = (...faults: readonly Fault[]): Read<never> => ({ isValid: false, faults });

/** Rows of an HR export say what holds, not what happened, so they carry no event id of their own. */
export const exportSource = 'urn:absence-sync:hr-export';

/** What the store already holds that a new message must be weighed against. */
export interface RecordedMessage extends HrMessage {
  readonly sequence: number;
}

export type MessageDecision =
  | { readonly kind: 'record' }
  | { readonly kind: 'duplicate'; readonly sequence: number }
  | { readonly kind: 'conflict'; readonly fault: Fault };

/**
 * Whether a message is news, a repetition, or contradicts what is recorded. `recorded` must hold every message with
 * the same (source, eventId) in the company, and every one of the same registration.
 */
export function decideMessage(recorded: readonly RecordedMessage[], message: HrMessage): MessageDecision {
  const sameId = recorded.find(
    ({ source, eventId }) => source === message.source && eventId === message.eventId,
  );
  if (sameId !== undefined)
    return isSame(sameId, message)
      ? { kind: 'duplicate', sequence: sameId.sequence }
      : conflict('id', 'an event with this source and id is recorded with other content');
  const contradicted = recorded.some(
    (known) =>
      known.registrationId === message.registrationId &&
      known.event.version === message.event.version &&
      !areCompatible(known, message),
  );
  if (contradicted)
    return conflict(
      'data.version',
      `version ${message.event.version} of this registration is recorded with other content`,
    );
  return { kind: 'record' };
}

const conflict = (path: string, message: string): MessageDecision => ({
  kind: 'conflict',
  fault: { path, message },
});

function isSame(one: HrMessage, other: HrMessage): boolean {
  return one.registrationId === other.registrationId && canonical(one.event) === canonical(other.event);
}

/** The same text for the same content, in whatever order the fields come back from the store. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, field: unknown) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : field,
  );
}

/** An export's row restates what the events before it said, so there it is enough that the two agree. */
function areCompatible(one: HrMessage, other: HrMessage): boolean {
  if (one.source !== exportSource && other.source !== exportSource) return isSame(one, other);
  return (
    agree(outcomeOf(one.event), outcomeOf(other.event)) &&
    saysThatItExists(one.event) === saysThatItExists(other.event) &&
    (one.event.data === null || other.event.data === null || haveSameData(one.event.data, other.event.data))
  );
}

function outcomeOf(event: HrRegistrationEvent): string | null {
  switch (event.type) {
    case 'RegistrationCreated':
    case 'RegistrationChanged':
      if (event.approved === null) return null;
      return event.approved ? 'approved' : 'pending';
    case 'RegistrationApproved':
      return 'approved';
    case 'RegistrationRejected':
      return 'rejected';
    case 'RegistrationDeleted':
      return 'deleted';
  }
}

const saysThatItExists = (event: HrRegistrationEvent): boolean => event.type !== 'RegistrationDeleted';

function haveSameData(one: RegistrationData, other: RegistrationData): boolean {
  return (
    one.employee.id === other.employee.id &&
    one.employee.mailbox === other.employee.mailbox &&
    agree(one.employee.timeZone, other.employee.timeZone) &&
    one.absenceType === other.absenceType &&
    one.period.from === other.period.from &&
    one.period.to === other.period.to
  );
}

const agree = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === other;
