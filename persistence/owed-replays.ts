import { sql } from 'kysely';
import type { CompanyId } from '#domain/identifiers.ts';
import type { ReplayCause, ReplayScope } from '#domain/replay.ts';
import { inCompany, type CompanyTransaction, type Database } from './database.ts';

/** A replay that a commit calls for and that hasn't been started yet. */
export interface OwedReplay {
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
}

/**
 * In the transaction that changes what should stand in Outlook, or opens the connection: a replay is owed from the same
 * moment on, whatever dies before it is started. A wider scope takes over a narrower one.
 */
export async function oweReplay(transaction: CompanyTransaction, owed: OwedReplay): Promise<void> {
  await transaction
    .insertInto('owed_replays')
    .values({ company_id: transaction.companyId, ...owed })
    .onConflict((conflict) =>
      conflict.column('company_id').doUpdateSet({
        scope: sql`case when owed_replays.scope->>'scope' = 'all' then owed_replays.scope else excluded.scope end`,
        owed_at: sql`clock_timestamp()`,
      }),
    )
    .execute();
}

/**
 * Starts the replay that the company is owed, and notes it as no longer owed; what is owed meanwhile stays so.
 * @returns what `start` returns, or null where none is owed.
 */
export async function settleOwedReplay<Result>(
  database: Database,
  companyId: CompanyId,
  start: (owed: OwedReplay) => Promise<Result>,
): Promise<Result | null> {
  const owed = await inCompany(database, companyId, (transaction) =>
    transaction
      .selectFrom('owed_replays')
      .select(['cause', 'scope', sql<string>`owed_at::text`.as('owed_at')])
      .where('company_id', '=', companyId)
      .executeTakeFirst(),
  );
  if (owed === undefined) return null;
  const result = await start({ cause: owed.cause, scope: owed.scope });
  await inCompany(database, companyId, (transaction) =>
    transaction
      .deleteFrom('owed_replays')
      .where('company_id', '=', companyId)
      .where(sql<boolean>`owed_at <= ${owed.owed_at}::timestamptz`)
      .execute(),
  );
  return result;
}

/** Companies that have been owed a replay for at least so long: whoever owes it has not come to start it. */
export async function readCompaniesOwedAReplay(
  database: Database,
  minimumSeconds: number,
): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_owed_a_replay(${minimumSeconds})`.execute(database);
  return rows.map((row) => row.company_id);
}

/** Companies with an open connection where something has been left undone for at least so long. */
export async function readCompaniesLeftBehind(
  database: Database,
  minimumMinutes: number,
): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_left_behind(${minimumMinutes})`.execute(database);
  return rows.map((row) => row.company_id);
}
