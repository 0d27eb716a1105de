import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { ReplayScope } from '#domain/replay.ts';
import type { CompanyTransaction } from './database.ts';

interface PageRow {
  readonly registrationId: RegistrationId;
  readonly replayOrder: string;
}

/**
 * The next registrations that a replay looks at, in an order that scatters mailboxes over the pages.
 * `unsynced` leaves out those whose row says that Outlook is right; an ignored or waiting one may still owe a removal
 * only while its row says so, because the row is written with every event.
 */
export async function readReplayPage(
  transaction: CompanyTransaction,
  scope: ReplayScope,
  after: string,
  limit: number,
): Promise<PageRow[]> {
  const rows = await inScope(transaction, scope)
    .select(['registration_id', 'replay_order'])
    .where(sql<boolean>`replay_order > ${after}`)
    .orderBy('replay_order')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    registrationId: row.registration_id,
    replayOrder: row.replay_order,
  }));
}

export async function countInScope(transaction: CompanyTransaction, scope: ReplayScope): Promise<number> {
  const row = await inScope(transaction, scope)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

function inScope(
  transaction: CompanyTransaction,
  { scope, from, to, employeeId, registrationId }: ReplayScope,
) {
  return transaction
    .selectFrom('registrations')
    .where('company_id', '=', transaction.companyId)
    .$if(scope === 'unsynced', (query) => query.where('state', '!=', 'synced'))
    .$if(from !== undefined, (query) => query.where(sql<boolean>`last_day >= ${from}`))
    .$if(to !== undefined, (query) => query.where(sql<boolean>`first_day <= ${to}`))
    .$if(employeeId !== undefined, (query) => query.where('employee_id', '=', employeeId ?? null))
    .$if(registrationId !== undefined, (query) =>
      query.where(sql<boolean>`registration_id = ${registrationId}`),
    );
}
