import type { RegistrationId } from '#domain/identifiers.ts';
import type { CompanyTransaction } from './database.ts';

/** Whose absence a registration is, and when; null where the HR system hasn't said, or it was erased. */
export interface RegistrationSubject {
  readonly employeeName: string | null;
  readonly period: { readonly from: string; readonly to: string } | null;
}

export const unknownSubject: RegistrationSubject = { employeeName: null, period: null };

/** The subjects of a page of registrations; at most 1,001 ids. */
export async function readRegistrationSubjects(
  transaction: CompanyTransaction,
  registrationIds: readonly RegistrationId[],
): Promise<ReadonlyMap<RegistrationId, RegistrationSubject>> {
  if (registrationIds.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('registrations')
    .select(['registration_id', 'employee_name', 'period_from', 'period_to'])
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', 'in', [...registrationIds])
    .execute();
  return new Map(
    rows.map(({ registration_id, employee_name, period_from, period_to }) => [
      registration_id,
      {
        employeeName: employee_name,
        period: period_from === null || period_to === null ? null : { from: period_from, to: period_to },
      },
    ]),
  );
}
