import { sql } from 'kysely';
import type { RegistrationState } from '#domain/sync.ts';
import type { CompanyTransaction } from './database.ts';
import { countRegistrationsByState } from './registration-counts.ts';

export type StateCounts = Readonly<Record<RegistrationState, number>>;

const none: StateCounts = {
  waiting: 0,
  syncing: 0,
  synced: 0,
  parked: 0,
  attention: 0,
  removed: 0,
  ignored: 0,
};

/** How many registrations of the company are in each state, 0 for a state that none is in. */
export async function readStateCounts(transaction: CompanyTransaction): Promise<StateCounts> {
  return { ...none, ...Object.fromEntries(await countRegistrationsByState(transaction)) };
}

/** What one line of all companies tells: how many registrations wait for their connection, and for somebody. */
export async function countTroubles(
  transaction: CompanyTransaction,
): Promise<{ readonly parked: number; readonly attention: number }> {
  return transaction
    .selectFrom('registrations')
    .select([
      sql<number>`count(*) filter (where state = 'parked')::int`.as('parked'),
      sql<number>`count(*) filter (where state = 'attention')::int`.as('attention'),
    ])
    .where('company_id', '=', transaction.companyId)
    .where('state', 'in', ['parked', 'attention'])
    .executeTakeFirstOrThrow();
}

/** How many of the waiting ones wait for their approval in the HR system; the rest waits for another try. */
export async function countAwaitingApproval(transaction: CompanyTransaction): Promise<number> {
  const row = await transaction
    .selectFrom('registrations')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('company_id', '=', transaction.companyId)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`reason->>'code' in ('awaiting-approval', 'awaiting-registration')`)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** How many mailboxes that registrations name are in trouble. */
export async function countMailboxesInTrouble(transaction: CompanyTransaction): Promise<number> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('company_id', '=', transaction.companyId)
    .where('state', '=', 'attention')
    .where((where) =>
      where.exists(
        where
          .selectFrom('registrations')
          .select('registration_id')
          .where('registrations.company_id', '=', transaction.companyId)
          .whereRef('registrations.mailbox', '=', 'mailboxes.mailbox'),
      ),
    )
    .executeTakeFirstOrThrow();
  return row.count;
}
