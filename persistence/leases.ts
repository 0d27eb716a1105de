import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { CompanyTransaction } from './database.ts';

/** The right to write one registration's event to Outlook, for a while. */
export interface Lease {
  readonly registrationId: RegistrationId;
  /** Rises with every holder: what an older one appends is refused. */
  readonly token: number;
}

/**
 * Takes the registration's lease for `seconds`, where nobody holds it.
 * @returns null and how long the present holder may still have it.
 */
export async function takeLease(
  transaction: CompanyTransaction,
  registrationId: RegistrationId,
  seconds: number,
): Promise<{ readonly lease: Lease } | { readonly lease: null; readonly secondsLeft: number }> {
  const taken = await transaction
    .insertInto('registration_leases')
    .values({
      company_id: transaction.companyId,
      registration_id: registrationId,
      token: 1,
      expires_at: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'registration_id'])
        .doUpdateSet({
          token: sql`registration_leases.token + 1`,
          expires_at: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
        })
        .where(sql<boolean>`registration_leases.expires_at <= clock_timestamp()`),
    )
    .returning('token')
    .executeTakeFirst();
  if (taken) return { lease: { registrationId, token: Number(taken.token) } };
  const held = await transaction
    .selectFrom('registration_leases')
    .select(sql<number>`extract(epoch from expires_at - clock_timestamp())::float`.as('seconds_left'))
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', '=', registrationId)
    .executeTakeFirstOrThrow();
  return { lease: null, secondsLeft: Math.max(0, held.seconds_left) };
}

/**
 * Holds the lease's row until the transaction ends and tells whether it is still the newest. Where it isn't, another
 * has taken over: what this holder learnt is for the new one to find out again.
 */
export async function holdLease(transaction: CompanyTransaction, lease: Lease): Promise<boolean> {
  const row = await transaction
    .selectFrom('registration_leases')
    .select('token')
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', '=', lease.registrationId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined && Number(row.token) === lease.token;
}

/**
 * As `holdLease`, and gives the lease back with the transaction. Never after a create without an answer: that one may
 * still arrive.
 */
export async function releaseLease(transaction: CompanyTransaction, lease: Lease): Promise<boolean> {
  const released = await transaction
    .updateTable('registration_leases')
    .set({ expires_at: sql`clock_timestamp()` })
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', '=', lease.registrationId)
    .where('token', '=', sql<string>`${lease.token}`)
    .executeTakeFirst();
  return released.numUpdatedRows > 0n;
}
