import { z } from 'zod';
import { faultsOf, registrationDataSchema, registrationIdSchema } from './cloud-event.ts';
import { exportSource, invalid, valid, type Fault, type HrMessage, type Read } from './hr-message.ts';
import type { HrRegistrationEvent, RegistrationData } from './registration-event.ts';

/** The header row of an HR export in CSV. */
export const exportColumns = [
  'registration_id',
  'version',
  'employee_id',
  'employee_name',
  'mailbox',
  'time_zone',
  'absence_type',
  'status',
  'from',
  'to',
  'comment',
] as const;
type Column = (typeof exportColumns)[number];
export type ExportRow = Readonly<Record<Column, string>>;

const rowSchema = z.object({
  registration_id: registrationIdSchema,
  version: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'must be a whole number from 1')
    .transform(Number),
  status: z.enum(
    ['pending', 'approved', 'rejected', 'deleted'],
    'must be pending, approved, rejected or deleted',
  ),
});

/** Which column a field of the registration stands in. */
const columns: Readonly<Record<string, Column>> = {
  'employee.id': 'employee_id',
  'employee.name': 'employee_name',
  'employee.mailbox': 'mailbox',
  'employee.timeZone': 'time_zone',
  absenceType: 'absence_type',
  'period.from': 'from',
  'period.to': 'to',
  comment: 'comment',
};

/** Reads one row of an HR export: what holds at that version. Faults name the column. */
export function readExportRow(row: ExportRow): Read<HrMessage> {
  const reference = rowSchema.safeParse(row);
  const given = {
    employee: {
      id: row.employee_id,
      name: row.employee_name || null,
      mailbox: row.mailbox,
      timeZone: row.time_zone || null,
    },
    absenceType: row.absence_type,
    period: { from: row.from, to: row.to },
    comment: row.comment || null,
  };
  const data = registrationDataSchema.safeParse(given);
  if (!reference.success || !data.success)
    return invalid(
      ...(reference.success ? [] : faultsOf(reference.error, row)),
      ...(data.success ? [] : faultsOf(data.error, given).map(inColumn)),
    );
  const { registration_id: registrationId, version, status } = reference.data;
  return valid({
    source: exportSource,
    eventId: `${registrationId}/${version}`,
    registrationId,
    event: toEvent(status, version, data.data),
  });
}

function inColumn({ path, message }: Fault): Fault {
  return { path: columns[path] ?? path, message };
}

function toEvent(
  status: 'pending' | 'approved' | 'rejected' | 'deleted',
  version: number,
  data: RegistrationData,
): HrRegistrationEvent {
  switch (status) {
    case 'pending':
      return { type: 'RegistrationCreated', version, data, approved: false };
    case 'approved':
      return { type: 'RegistrationCreated', version, data, approved: true };
    case 'rejected':
      return { type: 'RegistrationRejected', version, data };
    case 'deleted':
      return { type: 'RegistrationDeleted', version, data };
  }
}
