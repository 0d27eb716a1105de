import { sql } from 'kysely';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { ReplyState } from '#domain/reply-explanation.ts';
import type { ReplyRecord } from '#domain/reply-lease.ts';
import { inCompany, type CompanyTransaction, type Database } from './database.ts';

/** How a look at a mailbox's reply has ended. */
export interface ReplyLookState {
  /** Why it left work undone. */
  readonly reason: Reason | null;
  /** Until when the mailbox's settings are left alone, ISO 8601 in UTC. */
  readonly notBefore: string | null;
  /** When it is looked at again by itself, ISO 8601 in UTC. */
  readonly lookAt: string | null;
}

/** What the mailbox's row tells of its reply follows the stream. */
export async function projectReply(
  transaction: CompanyTransaction,
  mailboxKey: string,
  { owner, lease, attempt, userUntil, switchedOff, isRenamed }: ReplyRecord,
): Promise<void> {
  const usersEnd = owner === 'user' ? (userUntil ?? switchedOff?.to ?? null) : null;
  await transaction
    .updateTable('mailboxes')
    .set({
      reply_owner: owner,
      reply_from: lease?.window.from ?? null,
      reply_to: lease?.window.to ?? usersEnd,
      reply_is_held: lease !== null || attempt !== null,
      ...(!isRenamed && { reply_former_mailbox: null }),
    })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .execute();
}

/** Notes how a look has ended, and what it has learned. */
export async function noteReplyLook(
  transaction: CompanyTransaction,
  mailboxKey: string,
  record: ReplyRecord,
  { reason, notBefore, lookAt }: ReplyLookState,
): Promise<void> {
  await projectReply(transaction, mailboxKey, record);
  await transaction
    .updateTable('mailboxes')
    .set({ reply_reason: reason, reply_not_before: notBefore, reply_look_at: lookAt })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .execute();
}

/** What is known of a mailbox's one automatic reply, as its row tells it. */
export async function findReplyState(
  transaction: CompanyTransaction,
  mailbox: string,
): Promise<ReplyState | null> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select(['reply_owner', 'reply_from', 'reply_to', 'reply_reason'])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        owner: row.reply_owner,
        from: row.reply_from?.toISOString() ?? null,
        to: row.reply_to?.toISOString() ?? null,
        reason: row.reply_reason,
      };
}

/** Whether ours stands in the mailbox, or may. */
export async function isReplyHeld(transaction: CompanyTransaction, mailboxKey: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select('reply_is_held')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .executeTakeFirst();
  return row?.reply_is_held ?? false;
}

/** Whether the settings of another mailbox have been read by the company's present application. */
export async function haveSettingsWorkedElsewhere(
  transaction: CompanyTransaction,
  mailboxKey: string,
): Promise<boolean> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select('mailbox')
    .where('company_id', '=', transaction.companyId)
    .where('settings_worked_at', 'is not', null)
    .where('mailbox_key', '!=', mailboxKey)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Notes that a mailbox's settings have been read, by the application that the company has still. Refusals elsewhere, from
 * before any had been read, are the mailboxes' own from now on.
 */
export async function noteSettingsWorked(
  transaction: CompanyTransaction,
  mailboxKey: string,
  by: { readonly tenantId: string; readonly clientId: string },
): Promise<void> {
  const { companyId } = transaction;
  const noted = await sql`
    update mailboxes set settings_worked_at = now()
      from connections
     where mailboxes.company_id = ${companyId} and mailbox_key = ${mailboxKey}
       and connections.company_id = ${companyId}
       and connections.tenant_id = ${by.tenantId} and connections.client_id = ${by.clientId}`.execute(
    transaction,
  );
  if (noted.numAffectedRows === 0n) return;
  await sql`
    update mailboxes set reply_reason = jsonb_set(reply_reason, '{code}', '"mailbox-out-of-scope"')
     where company_id = ${companyId} and mailbox_key <> ${mailboxKey}
       and settings_worked_at is null and reply_reason->>'code' = 'reply-permission-missing'`.execute(
    transaction,
  );
}

/** Lets a mailbox's settings be asked for at once, whatever they have refused; a pause that Microsoft asked for stays. */
export async function forgetReplyRefusal(transaction: CompanyTransaction, mailboxKey: string): Promise<void> {
  await transaction
    .updateTable('mailboxes')
    .set({ reply_not_before: null })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .where(isRefused)
    .execute();
}

/** As `forgetReplyRefusal`, for all of the company's mailboxes. */
export async function forgetReplyRefusals(transaction: CompanyTransaction): Promise<void> {
  await transaction
    .updateTable('mailboxes')
    .set({ reply_not_before: null })
    .where('company_id', '=', transaction.companyId)
    .where(isRefused)
    .execute();
}

const isRefused = sql<boolean>`reply_not_before is not null
  and coalesce(reply_reason->>'code', '') not in ('throttled', 'microsoft-unavailable')`;

/** Companies whose connection is open and that have a mailbox whose reply nobody has looked at when it was due. */
export async function readCompaniesWithReplyLooksDue(
  database: Database,
  instant: string,
): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_with_reply_looks_due(${instant})`.execute(database);
  return rows.map((row) => row.company_id);
}

/** A look is taken by then, or asked for again. */
const claimSeconds = 300;

/** Claims looks that were due at the instant: one worker of all asks for each. @returns the keys of their mailboxes. */
export function claimReplyLooks(
  database: Database,
  companyId: CompanyId,
  instant: string,
  limit: number,
): Promise<string[]> {
  return inCompany(database, companyId, async (transaction) => {
    const { rows } = await sql<{ mailbox_key: string }>`
      with due as (
        select mailbox from mailboxes
         where company_id = ${companyId} and reply_look_at <= ${instant}
         order by reply_look_at limit ${limit}
           for update skip locked)
      update mailboxes set reply_look_at = ${instant}::timestamptz + make_interval(secs => ${claimSeconds})
        from due
       where mailboxes.company_id = ${companyId} and mailboxes.mailbox = due.mailbox
      returning mailbox_key`.execute(transaction);
    return rows.map((row) => row.mailbox_key);
  });
}
