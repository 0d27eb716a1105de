import type { RegistrationId } from '#domain/identifiers.ts';
import type { RecordedRegistrationEvent, RegistrationEvent } from '#domain/registration-event.ts';
import { fold, type Registration } from '#domain/registration.ts';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import { employeeKeysAtHand, ensureEmployeeKeys, noteEmployeeKey } from './employee-keys.ts';
import type { Keyring } from './encryption.ts';
import { employeeIdOf, fromRow, toRow, type EventRow } from './registration-event-rows.ts';

/** Somebody else appended to the stream first: read it again, decide again. */
export class SequenceConflict extends Error {
  override readonly name = 'SequenceConflict';
}

/** An event to append, at the sequence that it must take. */
export interface Append {
  readonly registrationId: RegistrationId;
  readonly sequence: number;
  readonly event: RegistrationEvent;
  /** What makes an HR message idempotent; null for facts of our own. */
  readonly message: { readonly source: string; readonly eventId: string } | null;
}

/** Rows that one INSERT carries at most; Postgres takes 65,535 parameters a statement. */
const rowsPerInsert = 2000;

/**
 * Appends events at exactly the sequences given.
 * @throws SequenceConflict where one is taken, or its (source, event id) is recorded; the transaction is then lost.
 */
export async function appendEvents(
  transaction: CompanyTransaction,
  keyring: Keyring,
  appends: readonly Append[],
): Promise<RecordedRegistrationEvent[]> {
  const employeeIds = appends.map(({ event }) => employeeIdOf(event)).filter((id) => id !== null);
  const keys = await ensureEmployeeKeys(transaction, keyring, employeeIds);
  const recorded: RecordedRegistrationEvent[] = [];
  // In one order for all writers, so that two that name the same registrations don't wait for one another.
  const ordered = appends.toSorted(
    (one, other) => compare(one.registrationId, other.registrationId) || one.sequence - other.sequence,
  );
  for (let start = 0; start < ordered.length; start += rowsPerInsert) {
    const rows = ordered
      .slice(start, start + rowsPerInsert)
      .map(({ registrationId, sequence, event, message }) => ({
        ...toRow(transaction.companyId, registrationId, sequence, event, keys),
        source: message?.source ?? null,
        event_id: message?.eventId ?? null,
      }));
    const inserted = await transaction
      .insertInto('registration_events')
      .values(rows)
      .returningAll()
      .execute()
      .catch((error: unknown) => {
        throw isUniqueViolation(error) ? new SequenceConflict() : error;
      });
    recorded.push(...inserted.map((row) => fromRow(row, keys)));
  }
  return recorded;
}

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** The streams of these registrations, folded; one without events is empty. */
export async function readRegistrations(
  transaction: CompanyTransaction,
  keyring: Keyring,
  registrationIds: readonly RegistrationId[],
): Promise<Map<RegistrationId, Registration>> {
  const streams = await readStreams(transaction, keyring, registrationIds);
  return new Map(registrationIds.map((id) => [id, fold(id, streams.get(id) ?? [])]));
}

export async function readRegistration(
  transaction: CompanyTransaction,
  keyring: Keyring,
  registrationId: RegistrationId,
): Promise<Registration> {
  return fold(registrationId, await readStream(transaction, keyring, registrationId));
}

/** All events of one registration in the order of their sequence. */
export async function readStream(
  transaction: CompanyTransaction,
  keyring: Keyring,
  registrationId: RegistrationId,
): Promise<RecordedRegistrationEvent[]> {
  const streams = await readStreams(transaction, keyring, [registrationId]);
  return streams.get(registrationId) ?? [];
}

async function readStreams(
  transaction: CompanyTransaction,
  keyring: Keyring,
  registrationIds: readonly RegistrationId[],
): Promise<Map<RegistrationId, RecordedRegistrationEvent[]>> {
  if (registrationIds.length === 0) return new Map();
  const rows = await eventsWithKeys(transaction)
    .where('registration_events.registration_id', 'in', registrationIds)
    .execute();
  return group(decode(transaction, keyring, rows));
}

/** The company's events in the order of their streams, each with its employee's wrapped key, in one query. */
export function eventsWithKeys(transaction: CompanyTransaction) {
  return transaction
    .selectFrom('registration_events')
    .leftJoin('employee_keys', (join) =>
      join
        .onRef('employee_keys.company_id', '=', 'registration_events.company_id')
        .onRef('employee_keys.employee_id', '=', 'registration_events.employee_id'),
    )
    .selectAll('registration_events')
    .select('employee_keys.wrapped_key')
    .where('registration_events.company_id', '=', transaction.companyId)
    .orderBy('registration_events.registration_id')
    .orderBy('registration_events.sequence');
}

/** Rows as the events they were. */
export function decode(
  transaction: CompanyTransaction,
  keyring: Keyring,
  rows: readonly (EventRow & { readonly wrapped_key: Buffer | null })[],
): RecordedRegistrationEvent[] {
  for (const { employee_id: employeeId, wrapped_key: wrapped } of rows)
    if (employeeId !== null && wrapped !== null) noteEmployeeKey(transaction, keyring, employeeId, wrapped);
  const keys = employeeKeysAtHand(transaction);
  return rows.map((row) => fromRow(row, keys));
}

function group(
  events: readonly RecordedRegistrationEvent[],
): Map<RegistrationId, RecordedRegistrationEvent[]> {
  const streams = new Map<RegistrationId, RecordedRegistrationEvent[]>();
  for (const event of events) {
    const stream = streams.get(event.registrationId);
    if (stream) stream.push(event);
    else streams.set(event.registrationId, [event]);
  }
  return streams;
}
