import type { Insertable, Selectable } from 'kysely';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { parsePeriod } from '#domain/period.ts';
import {
  isHrEvent,
  type CalendarFact,
  type Employee,
  type HrRegistrationEvent,
  type RecordedRegistrationEvent,
  type RegistrationData,
  type RegistrationEvent,
} from '#domain/registration-event.ts';
import type { Tables } from './database.ts';
import type { EmployeeKeys } from './employee-keys.ts';
import { decrypt, encrypt } from './encryption.ts';

export type EventRow = Selectable<Tables['registration_events']>;
export type NewEventRow = Insertable<Tables['registration_events']>;

/** What of an event is personal: it is stored encrypted with the employee's own key, everything else in the clear. */
interface Personal {
  readonly mailbox: string;
  readonly name?: string | null;
  readonly comment?: string | null;
}

/** Whose personal fields the event carries; null where it carries none. */
export function employeeIdOf(event: RegistrationEvent): string | null {
  if (isHrEvent(event)) return event.data?.employee.id ?? null;
  return placeOf(event)?.employeeId ?? null;
}

/** An event as a row. `keys` must hold the employee's key. */
export function toRow(
  companyId: CompanyId,
  registrationId: RegistrationId,
  sequence: number,
  event: RegistrationEvent,
  keys: EmployeeKeys,
): NewEventRow {
  const { clear, personal } = isHrEvent(event) ? splitHrEvent(event) : splitFact(event);
  const employeeId = employeeIdOf(event);
  return {
    company_id: companyId,
    registration_id: registrationId,
    sequence,
    version: isHrEvent(event) ? event.version : null,
    type: event.type,
    employee_id: employeeId,
    data: clear,
    personal: personal && encryptPersonal(personal, employeeId, keys, companyId, registrationId),
  };
}

/** A row as the event it was. Where the employee has been erased, name and comment are null and the mailbox is empty. */
export function fromRow(row: EventRow, keys: EmployeeKeys): RecordedRegistrationEvent {
  const personal = row.personal === null ? null : decryptPersonal(row, row.personal, keys);
  return {
    registrationId: row.registration_id,
    sequence: row.sequence,
    recordedAt: row.recorded_at.toISOString(),
    event: row.version === null ? joinFact(row, personal) : joinHrEvent(row, Number(row.version), personal),
  };
}

interface Split {
  readonly clear: object;
  readonly personal: Personal | null;
}

function splitHrEvent(event: HrRegistrationEvent): Split {
  const approved = 'approved' in event ? { approved: event.approved } : {};
  if (event.data === null) return { clear: approved, personal: null };
  const { employee, absenceType, period, comment } = event.data;
  return {
    clear: {
      ...approved,
      employee: { id: employee.id, timeZone: employee.timeZone },
      absenceType,
      period: { from: period.from, to: period.to },
    },
    personal: { mailbox: employee.mailbox, name: employee.name, comment },
  };
}

interface StoredHrEvent {
  readonly approved?: boolean | null;
  readonly employee?: Pick<Employee, 'id' | 'timeZone'>;
  readonly absenceType?: string;
  readonly period?: { readonly from: string; readonly to: string };
}

function joinHrEvent(row: EventRow, version: number, personal: Personal | null): HrRegistrationEvent {
  const stored = row.data as StoredHrEvent;
  const data = joinData(stored, personal);
  const type = row.type as HrRegistrationEvent['type'];
  switch (type) {
    case 'RegistrationCreated':
    case 'RegistrationChanged':
      if (data === null) throw new TypeError(`${type} without its data`);
      return type === 'RegistrationCreated'
        ? { type, version, data, approved: stored.approved ?? false }
        : { type, version, data, approved: stored.approved ?? null };
    case 'RegistrationApproved':
    case 'RegistrationRejected':
    case 'RegistrationDeleted':
      return { type, version, data };
  }
}

function joinData(stored: StoredHrEvent, personal: Personal | null): RegistrationData | null {
  const { employee, absenceType, period } = stored;
  if (employee === undefined || absenceType === undefined || period === undefined) return null;
  return {
    employee: {
      id: employee.id,
      mailbox: personal?.mailbox ?? '',
      name: personal?.name ?? null,
      timeZone: employee.timeZone,
    },
    absenceType,
    period: parsePeriod(period.from, period.to),
    comment: personal?.comment ?? null,
  };
}

/** The part of a fact that names a mailbox. */
function placeOf(fact: CalendarFact): { readonly mailbox: string; readonly employeeId: string } | null {
  switch (fact.type) {
    case 'CalendarWriteAttempted':
      return fact.write;
    case 'CalendarEventCreated':
    case 'CalendarEventUpdated':
    case 'CalendarEventFound':
      return fact.event;
    case 'CalendarEventRemoved':
    case 'CalendarEventFoundGone':
    case 'CalendarEventLeftBehind':
    case 'CalendarWriteFailed':
    case 'CalendarWriteWithheld':
    case 'Parked':
    case 'RemovalHeld':
    case 'RemovalRejected':
    case 'RemovalReleased':
    case 'SyncRequested':
    case 'RestorationRequested':
      return null;
  }
}

function splitFact(fact: CalendarFact): Split {
  const personal = placeOf(fact);
  const { type: _type, ...clear } = fact;
  return {
    clear: JSON.parse(
      JSON.stringify(clear, (key, value: unknown) => (key === 'mailbox' ? undefined : value)),
    ),
    personal: personal && { mailbox: personal.mailbox },
  };
}

function joinFact(row: EventRow, personal: Personal | null): CalendarFact {
  const fact = { ...row.data, type: row.type } as CalendarFact;
  const mailbox = personal?.mailbox ?? '';
  switch (fact.type) {
    case 'CalendarWriteAttempted':
      return { ...fact, write: { ...fact.write, mailbox } };
    case 'CalendarEventCreated':
    case 'CalendarEventUpdated':
    case 'CalendarEventFound':
      return { ...fact, event: { ...fact.event, mailbox } };
    case 'CalendarEventRemoved':
    case 'CalendarEventFoundGone':
    case 'CalendarEventLeftBehind':
    case 'CalendarWriteFailed':
    case 'CalendarWriteWithheld':
    case 'Parked':
    case 'RemovalHeld':
    case 'RemovalRejected':
    case 'RemovalReleased':
    case 'SyncRequested':
    case 'RestorationRequested':
      return fact;
  }
}

function encryptPersonal(
  personal: Personal,
  employeeId: string | null,
  keys: EmployeeKeys,
  companyId: CompanyId,
  registrationId: RegistrationId,
): Buffer {
  const key = employeeId === null ? undefined : keys.get(employeeId);
  if (key === undefined) throw new TypeError('Personal fields need the key of their employee.');
  return encrypt(key, JSON.stringify(personal), contextOf(companyId, registrationId));
}

function decryptPersonal(row: EventRow, sealed: Buffer, keys: EmployeeKeys): Personal | null {
  const key = row.employee_id === null ? undefined : keys.get(row.employee_id);
  if (key === undefined) return null;
  return JSON.parse(
    decrypt(key, sealed, contextOf(row.company_id, row.registration_id)).toString(),
  ) as Personal;
}

const contextOf = (companyId: CompanyId, registrationId: RegistrationId): string =>
  `registration-event/${companyId}/${registrationId}`;
