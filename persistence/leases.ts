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
 * Takes the leases of registrations for `seconds`, of each that nobody holds; those held by somebody are missing from
 * the answer.
 */
export async function takeLeases(
  transaction: CompanyTransaction,
  registrationIds: readonly RegistrationId[],
  seconds: number,
): Promise<Map<RegistrationId, Lease>> {
  if (registrationIds.length === 0) return new Map();
  const expiresAt = sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`;
  const taken = await transaction
    .insertInto('registration_leases')
    .values(
      // In one order for all workers, so that two that want the same leases don't wait for one another.
      registrationIds.toSorted().map((registrationId) => ({
        company_id: transaction.companyId,
        registration_id: registrationId,
        token: 1,
        expires_at: expiresAt,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'registration_id'])
        .doUpdateSet({ token: sql`registration_leases.token + 1`, expires_at: expiresAt })
        .where(sql<boolean>`registration_leases.expires_at <= clock_timestamp()`),
    )
    .returning(['registration_id', 'token'])
    .execute();
  return new Map(
    taken.map((row) => [
      row.registration_id,
      { registrationId: row.registration_id, token: Number(row.token) },
    ]),
  );
}

/** How long the holders of these leases may still have them. */
export async function readSecondsLeft(
  transaction: CompanyTransaction,
  registrationIds: readonly RegistrationId[],
): Promise<Map<RegistrationId, number>> {
  if (registrationIds.length === 0) return new Map();
  const held = await transaction
    .selectFrom('registration_leases')
    .select([
      'registration_id',
      sql<number>`greatest(0, extract(epoch from expires_at - clock_timestamp()))::float`.as('seconds_left'),
    ])
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', 'in', registrationIds)
    .execute();
  return new Map(held.map((row) => [row.registration_id, row.seconds_left]));
}

/**
 * Holds the leases' rows until the transaction ends and tells which are still the newest. Where one isn't, another has
 * taken over: what this holder learnt is for the new one to find out again. Gives back at once those of `isReleased`:
 * never one of a create without an answer, which may still arrive.
 */
export async function holdLeases(
  transaction: CompanyTransaction,
  leases: readonly { readonly lease: Lease; readonly isReleased: boolean }[],
): Promise<Set<RegistrationId>> {
  const sorted = leases.toSorted((one, other) =>
    one.lease.registrationId < other.lease.registrationId ? -1 : 1,
  );
  const { rows } = await sql<{ registration_id: RegistrationId }>`
    update registration_leases as held
       set expires_at = case when given.is_released then clock_timestamp() else held.expires_at end
      from unnest(${sorted.map(({ lease }) => lease.registrationId)}::text[],
                  ${sorted.map(({ lease }) => lease.token)}::bigint[],
                  ${sorted.map(({ isReleased }) => isReleased)}::boolean[])
             as given (registration_id, token, is_released)
     where held.company_id = ${transaction.companyId}
       and held.registration_id = given.registration_id
       and held.token = given.token
    returning held.registration_id`.execute(transaction);
  return new Set(rows.map((row) => row.registration_id));
}
