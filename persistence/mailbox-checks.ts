import { sql } from 'kysely';
import { secondsToNextCheck, type MailboxState } from '#domain/mailbox.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { lockCompany } from './companies.ts';
import { findClientSecret } from './connections.ts';
import { inCompany, type CompanyTransaction, type Database } from './database.ts';
import { judgement } from './mailbox-evidence.ts';
import { oweReplay } from './owed-replays.ts';

/** Companies whose connection is open and that have a mailbox to check by now. */
export async function readCompaniesWithMailboxesToCheck(database: Database): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_with_mailboxes_to_check()`.execute(database);
  return rows.map((row) => row.company_id);
}

/** A check is over by then, or whoever made it has died. */
const claimSeconds = 300;

/**
 * Claims checks that are due: one worker of all makes each. Forgets mailboxes in trouble that no registration names any
 * more.
 * @returns the keys of the mailboxes to check, the longest due first.
 */
export function claimMailboxChecks(
  database: Database,
  companyId: CompanyId,
  limit: number,
): Promise<string[]> {
  return inCompany(database, companyId, async (transaction) => {
    const { rows } = await sql<{ mailbox_key: string; is_named: boolean }>`
      with due as (
        select mailbox from mailboxes
         where company_id = ${companyId} and next_check_at <= clock_timestamp()
         order by next_check_at limit ${limit}
           for update skip locked)
      update mailboxes set next_check_at = clock_timestamp() + make_interval(secs => ${claimSeconds})
        from due
       where mailboxes.company_id = ${companyId} and mailboxes.mailbox = due.mailbox
      returning mailbox_key, exists (
        select from registrations
         where registrations.company_id = ${companyId} and registrations.mailbox = due.mailbox) as is_named`.execute(
      transaction,
    );
    const unnamed = rows.filter((row) => !row.is_named).map((row) => row.mailbox_key);
    if (unnamed.length > 0)
      await transaction
        .deleteFrom('mailboxes')
        .where('company_id', '=', companyId)
        .where('mailbox_key', 'in', unnamed)
        // Ours stands there still: it must be taken back.
        .where('reply_is_held', '=', false)
        .execute();
    return rows.filter((row) => row.is_named).map((row) => row.mailbox_key);
  });
}

/** The key that stands for a mailbox where its address must not be read; null where no registration names it. */
export async function ensureMailboxKey(
  transaction: CompanyTransaction,
  mailbox: string,
): Promise<string | null> {
  const named = await transaction
    .selectFrom('registrations')
    .select('mailbox')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .limit(1)
    .executeTakeFirst();
  if (named === undefined) return null;
  await transaction
    .insertInto('mailboxes')
    .values({ company_id: transaction.companyId, mailbox, state: 'unknown', reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await transaction
    .selectFrom('mailboxes')
    .select('mailbox_key')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .executeTakeFirstOrThrow();
  return row.mailbox_key;
}

/** What a check works with. */
export interface MailboxToCheck {
  readonly mailboxKey: string;
  readonly mailbox: string;
  readonly state: MailboxState;
  readonly reason: Reason | null;
  readonly credential: NonNullable<Awaited<ReturnType<typeof findClientSecret>>>;
}

/** Null where it has no row any more, or the company no connection. */
export async function findMailboxToCheck(
  transaction: CompanyTransaction,
  mailboxKey: string,
): Promise<MailboxToCheck | null> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select(['mailbox', 'state', 'reason'])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .executeTakeFirst();
  const credential = await findClientSecret(transaction);
  return row === undefined || credential === null ? null : { ...row, mailboxKey, credential };
}

export type MailboxCheckOutcome =
  | { readonly kind: 'works' }
  | { readonly kind: 'troubled'; readonly reason: Reason }
  /** No request can tell whether a full mailbox has room again: what waits for it tries. */
  | { readonly kind: 'untold' };

export interface CheckOptions {
  readonly checkSeconds: number;
  /** An administrator's own check says nothing of how long the trouble will last. */
  readonly isOnDemand: boolean;
}

/**
 * Records what a check has told, where it was told by the application that the company has still. Where the mailbox is
 * no longer in trouble, the replay of what was withheld is owed from the same moment on.
 */
export async function noteMailboxCheck(
  transaction: CompanyTransaction,
  checked: MailboxToCheck,
  outcome: MailboxCheckOutcome,
  options: CheckOptions,
): Promise<void> {
  await lockCompany(transaction);
  const { mailboxKey, credential } = checked;
  const present = await findClientSecret(transaction);
  if (present?.tenantId !== credential.tenantId || present.clientId !== credential.clientId) return;
  const row = await transaction
    .selectFrom('mailboxes')
    .select(['mailbox', 'state', 'reason', 'failed_checks'])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .executeTakeFirst();
  if (row === undefined) return;
  const failedChecks = options.isOnDemand ? 0 : row.failed_checks + 1;
  switch (outcome.kind) {
    case 'works':
      await update(transaction, mailboxKey, { state: 'ok', reason: null, nextCheckSeconds: null });
      break;
    case 'untold':
      await update(transaction, mailboxKey, { state: 'unknown', failedChecks, nextCheckSeconds: null });
      break;
    case 'troubled': {
      const reason = (await judgement(transaction))(row.mailbox, outcome.reason);
      const nextCheckSeconds = secondsToNextCheck(options.checkSeconds, failedChecks);
      await update(transaction, mailboxKey, { state: 'attention', reason, failedChecks, nextCheckSeconds });
      // What was withheld for another reason is to say so.
      if (row.reason !== null && row.reason.code !== reason.code) await owe(transaction, 'schedule');
      return;
    }
  }
  if (row.reason !== null) await owe(transaction, 'healed');
}

const owe = (transaction: CompanyTransaction, cause: 'healed' | 'schedule'): Promise<void> =>
  oweReplay(transaction, { cause, scope: { scope: 'unsynced' } });

interface MailboxChange {
  readonly state: MailboxState;
  readonly reason?: Reason | null;
  /** Left as they are where a mailbox works: only a write that works makes it new. */
  readonly failedChecks?: number;
  readonly nextCheckSeconds: number | null;
}

async function update(
  transaction: CompanyTransaction,
  mailboxKey: string,
  { state, reason, failedChecks, nextCheckSeconds }: MailboxChange,
): Promise<void> {
  await transaction
    .updateTable('mailboxes')
    .set({
      state,
      ...(reason !== undefined && { reason }),
      ...(failedChecks !== undefined && { failed_checks: failedChecks }),
      since: sql<Date>`case when state = ${state} then since else now() end`,
      checked_at: sql<Date>`now()`,
      next_check_at:
        nextCheckSeconds === null ? null : sql<Date>`now() + make_interval(secs => ${nextCheckSeconds})`,
    })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .execute();
}

/** A check that has told nothing comes again after so long; one that nobody had planned doesn't. */
export async function postponeMailboxCheck(
  transaction: CompanyTransaction,
  mailboxKey: string,
  seconds: number,
): Promise<void> {
  await transaction
    .updateTable('mailboxes')
    .set({ next_check_at: sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})` })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .where('next_check_at', 'is not', null)
    .execute();
}
