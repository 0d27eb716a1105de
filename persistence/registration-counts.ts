import { sql } from 'kysely';
import type { RegistrationState } from '#domain/sync.ts';
import type { CompanyTransaction } from './database.ts';

/** How many registrations of the company are in each state; states without any are missing. */
export async function countRegistrationsByState(
  transaction: CompanyTransaction,
): Promise<Map<RegistrationState, number>> {
  const rows = await transaction
    .selectFrom('registrations')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .where('company_id', '=', transaction.companyId)
    .groupBy('state')
    .execute();
  return new Map(rows.map((row) => [row.state, row.count]));
}

/** How many registrations have something left to do in Outlook. One that waits for its approval has not. */
export async function countUnfinished(transaction: CompanyTransaction): Promise<number> {
  const row = await transaction
    .selectFrom('registrations')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('company_id', '=', transaction.companyId)
    .where((where) =>
      where.or([
        where('state', 'in', ['syncing', 'parked', 'attention']),
        where.and([
          where('state', '=', 'waiting'),
          sql<boolean>`reason->>'code' not in ('awaiting-approval', 'awaiting-registration')`,
        ]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return row.count;
}

/** How many events of ours stand in Outlook, as far as is known. */
export async function countStandingCalendarEvents(transaction: CompanyTransaction): Promise<number> {
  const row = await transaction
    .selectFrom('registrations')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('company_id', '=', transaction.companyId)
    .where('calendar_event_id', 'is not', null)
    .executeTakeFirstOrThrow();
  return row.count;
}
