import { sql } from 'kysely';
import type { Reason } from '#domain/reasons.ts';
import { lockCompany } from './companies.ts';
import type { CompanyTransaction } from './database.ts';
import { forgetReplyRefusals } from './reply-states.ts';

/** The mailboxes of these that are in trouble. */
export async function readMailboxTroubles(
  transaction: CompanyTransaction,
  mailboxes: readonly string[],
): Promise<Map<string, Reason>> {
  if (mailboxes.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('mailboxes')
    .select(['mailbox', 'reason'])
    .where('company_id', '=', transaction.companyId)
    .where('state', '=', 'attention')
    .where('mailbox', 'in', mailboxes)
    .execute();
  return new Map(rows.flatMap(({ mailbox, reason }) => (reason === null ? [] : [[mailbox, reason]])));
}

/** When a mailbox is checked next by itself; null where no check is due. */
export async function findMailboxCheckAt(
  transaction: CompanyTransaction,
  mailbox: string,
): Promise<string | null> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select('next_check_at')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .executeTakeFirst();
  return row?.next_check_at?.toISOString() ?? null;
}

/** Lets writes to one mailbox try again at once; the check that is due stays due, for the case that none is left. */
export async function forgetMailboxTrouble(transaction: CompanyTransaction, mailbox: string): Promise<void> {
  await lockCompany(transaction);
  await transaction
    .updateTable('mailboxes')
    .set({ state: 'unknown', since: sql<Date>`now()`, failed_checks: 0 })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .where('state', '=', 'attention')
    .execute();
}

/**
 * Lets writes to all of the company's mailboxes try again at once: for whoever starts a replay by hand, or has saved a
 * connection. Writes that were withheld are for that replay to find.
 */
export async function forgetMailboxTroubles(transaction: CompanyTransaction): Promise<void> {
  await lockCompany(transaction);
  await transaction
    .updateTable('mailboxes')
    .set({ state: 'unknown', since: sql<Date>`now()`, failed_checks: 0 })
    .where('company_id', '=', transaction.companyId)
    .where('state', '=', 'attention')
    .execute();
  await forgetReplyRefusals(transaction);
}

/** Another tenant or application knows the same addresses otherwise. Keys stay: workflows are named by them. */
export async function forgetMailboxes(transaction: CompanyTransaction): Promise<void> {
  await lockCompany(transaction);
  await transaction
    .updateTable('mailboxes')
    .set({
      state: 'unknown',
      reason: null,
      since: sql<Date>`now()`,
      next_check_at: null,
      failed_checks: 0,
      calendar_worked_at: null,
      settings_worked_at: null,
      reply_reason: null,
      reply_not_before: null,
    })
    .where('company_id', '=', transaction.companyId)
    .execute();
}
