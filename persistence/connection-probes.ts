import { sql } from 'kysely';
import type { CompanyId } from '#domain/identifiers.ts';
import { moveOn } from './connections.ts';
import type { CompanyTransaction, Database } from './database.ts';

/** Companies whose connection Microsoft has closed, and that nobody has tried again for so long. */
export async function readCompaniesToProbe(database: Database, minimumSeconds: number): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_to_probe(${minimumSeconds})`.execute(database);
  return rows.map((row) => row.company_id);
}

/** When a connection that Microsoft has closed is tried again; null where none is to be. */
export async function findProbeAt(
  transaction: CompanyTransaction,
  minimumSeconds: number,
): Promise<string | null> {
  const row = await transaction
    .selectFrom('connections')
    .select(sql<Date>`coalesce(probed_at, since) + make_interval(secs => ${minimumSeconds})`.as('probe_at'))
    .where('company_id', '=', transaction.companyId)
    .where('enabled', '=', true)
    .where('state', 'in', ['expired', 'misconfigured'])
    .executeTakeFirst();
  return row?.probe_at.toISOString() ?? null;
}

/** @returns whether this caller is the one to try it: one of all workers, once in so many seconds. */
export async function claimProbe(transaction: CompanyTransaction, minimumSeconds: number): Promise<boolean> {
  const claimed = await transaction
    .updateTable('connections')
    .set({ probed_at: sql<Date>`clock_timestamp()` })
    .where('company_id', '=', transaction.companyId)
    .where('enabled', '=', true)
    .where('state', 'in', ['expired', 'misconfigured'])
    .where(
      sql<boolean>`coalesce(probed_at, since) < clock_timestamp() - make_interval(secs => ${minimumSeconds})`,
    )
    .executeTakeFirst();
  return claimed.numUpdatedRows > 0n;
}

/**
 * Opens a connection that Microsoft's side has healed, where it is still the one that was tried; the replay of all that
 * was parked is owed from the same moment on.
 */
export async function reopenConnection(transaction: CompanyTransaction, epoch: number): Promise<boolean> {
  return moveOn(transaction, epoch, { state: 'healthy', reason: null });
}
