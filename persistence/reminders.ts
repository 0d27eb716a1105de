import { sql } from 'kysely';
import type { CompanyId } from '#domain/identifiers.ts';
import { isReminderHour } from '#domain/reminders.ts';
import { findCompany } from './companies.ts';
import { findConnection } from './connections.ts';
import type { CompanyTransaction, Database } from './database.ts';
import { enqueueReminder } from './notifications.ts';

/** Companies of which something may be due, whose administrators want to be told. */
export async function readCompaniesToRemind(database: Database): Promise<CompanyId[]> {
  const { rows } = await sql<{ company_id: CompanyId }>`select company_id from companies_to_remind()`.execute(
    database,
  );
  return rows.map((row) => row.company_id);
}

/**
 * Enqueues the reminder that is due by `now`, where it has not been told; whoever else does so at the same time changes
 * nothing.
 * @param hour `from-morning` leaves the night in peace; `any` is for what an administrator has asked for this moment.
 */
export async function remind(
  transaction: CompanyTransaction,
  now: string,
  hour: 'from-morning' | 'any',
): Promise<void> {
  const company = await findCompany(transaction);
  const connection = await findConnection(transaction);
  if (company === null || connection === null) return;
  if (hour === 'from-morning' && !isReminderHour(company.settings.timeZone, now)) return;
  await enqueueReminder(transaction, company.settings, connection, now);
}
