import type { RegistrationId } from '#domain/identifiers.ts';
import type { RecordedRegistrationEvent, RegistrationEvent } from '#domain/registration-event.ts';
import { fold, type Registration } from '#domain/registration.ts';
import { chunksOf, idsPerQuery } from './chunks.ts';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import {
  employeeKeysAtHand,
  ensureEmployeeKeys,
  noteEmployeeKey,
  type EmployeeKeys,
} from './employee-keys.ts';
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

/**
 * Appends events at exactly the sequences given.
 * @throws SequenceConflict where one is taken, or its (source, event id) is recorded; the transaction is then lost.
 */
export async function appendEvents(
  transaction: CompanyTransaction,
  keyring: Keyring,
  appends: readonly Append[],
): Promise<RecordedRegistrationEvent[]> {
  // Keys and events in one order for all writers, so that two that name the same don't wait for one another.
  const employeeIds = appends.map(({ event }) => employeeIdOf(event)).filter((id) => id !== null);
  for (const chunk of chunksOf([...new Set(employeeIds)].toSorted()))
    await ensureEmployeeKeys(transaction, keyring, chunk);
  const keys = employeeKeysAtHand(transaction);
  const recorded: RecordedRegistrationEvent[] = [];
  const ordered = appends.toSorted(
    (one, other) => compare(one.registrationId, other.registrationId) || one.sequence - other.sequence,
  );
  for (const chunk of chunksOf(ordered)) recorded.push(...(await insertEvents(transaction, keys, chunk)));
  return recorded;
}

async function insertEvents(
  transaction: CompanyTransaction,
  keys: EmployeeKeys,
  appends: readonly Append[],
): Promise<RecordedRegistrationEvent[]> {
  const rows = appends.map(({ registrationId, sequence, event, message }) => ({
    ...toRow(transaction.companyId, registrationId, sequence, event, keys),
    source: message?.source ?? null,
    event_id: message?.eventId ?? null,
  }));
  const inserted = await transaction
    .insertInto('registration_events')
    .values(rows)
    .returning(['registration_id', 'sequence', 'recorded_at'])
    .execute()
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new SequenceConflict() : error;
    });
  const recordedAt = new Map(inserted.map((row) => [placeOf(row.registration_id, row.sequence), row]));
  return appends.flatMap(({ registrationId, sequence, event }) => {
    const row = recordedAt.get(placeOf(registrationId, sequence));
    return row ? [{ registrationId, sequence, recordedAt: row.recorded_at.toISOString(), event }] : [];
  });
}

const placeOf = (registrationId: RegistrationId, sequence: number): string => `${registrationId}/${sequence}`;

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
  const events: RecordedRegistrationEvent[] = [];
  for (const chunk of chunksOf(registrationIds, idsPerQuery)) {
    const rows = await eventsWithKeys(transaction)
      .where('registration_events.registration_id', 'in', chunk)
      .execute();
    for (const event of decode(transaction, keyring, rows)) events.push(event);
  }
  return Map.groupBy(events, (event) => event.registrationId);
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
