import type { RegistrationId } from '#domain/identifiers.ts';
import type { RecordedRegistrationEvent, RegistrationEvent } from '#domain/registration-event.ts';
import { fold, type Registration } from '#domain/registration.ts';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import { ensureEmployeeKeys, readEmployeeKeys } from './employee-keys.ts';
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
  for (let start = 0; start < appends.length; start += rowsPerInsert) {
    const rows = appends
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
  const rows = await transaction
    .selectFrom('registration_events')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', 'in', registrationIds)
    .orderBy('registration_id')
    .orderBy('sequence')
    .execute();
  return group(await decode(transaction, keyring, rows));
}

/** Rows as events, the keys of all their employees read at once. */
export async function decode(
  transaction: CompanyTransaction,
  keyring: Keyring,
  rows: readonly EventRow[],
): Promise<RecordedRegistrationEvent[]> {
  const employeeIds = rows.map((row) => row.employee_id).filter((id) => id !== null);
  const keys = await readEmployeeKeys(transaction, keyring, employeeIds);
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
