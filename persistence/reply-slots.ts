import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { Registration } from '#domain/registration.ts';
import type { CompanyTransaction } from './database.ts';
import type { Keyring } from './encryption.ts';
import { readRegistrations } from './event-store.ts';

/** A mailbox as the place of one automatic reply. */
export interface ReplySlot {
  readonly mailboxKey: string;
  readonly mailbox: string;
  /** Whose mailbox it is, by its latest registration; where none names it any more, by what was set there. */
  readonly employeeId: string;
  /** The address under which ours was set, until it is known whether that mailbox was renamed. */
  readonly formerMailbox: string | null;
  /** Its calendar's trouble, while nothing is sent there. */
  readonly trouble: Reason | null;
  /** Why the last look left work undone. */
  readonly reason: Reason | null;
  /** Until when its settings are left alone, ISO 8601 in UTC. */
  readonly notBefore: string | null;
  /** Whether its settings have been read lately, so that this needn't be noted again. */
  readonly hasSettingsWorkedLately: boolean;
}

/** The slot of that key; null where neither a registration nor a reply of ours knows its mailbox (any more). */
export async function findReplySlot(
  transaction: CompanyTransaction,
  mailboxKey: string,
): Promise<ReplySlot | null> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select([
      'mailbox',
      'state',
      'reason',
      'reply_reason',
      'reply_not_before',
      'reply_former_mailbox',
      sql<boolean>`coalesce(settings_worked_at > now() - interval '10 minutes', false)`.as('has_worked'),
    ])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .executeTakeFirst();
  if (row === undefined) return null;
  const employeeId =
    (await employeeOf(transaction, row.mailbox)) ?? (await employeeInStream(transaction, mailboxKey));
  if (employeeId === null) return null;
  return {
    mailboxKey,
    mailbox: row.mailbox,
    employeeId,
    formerMailbox: row.reply_former_mailbox,
    trouble: row.state === 'attention' ? row.reason : null,
    reason: row.reply_reason,
    notBefore: row.reply_not_before?.toISOString() ?? null,
    hasSettingsWorkedLately: row.has_worked,
  };
}

async function employeeOf(transaction: CompanyTransaction, mailbox: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('registrations')
    .select('employee_id')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .where('employee_id', 'is not', null)
    .orderBy('ends_at', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst();
  return row?.employee_id ?? null;
}

async function employeeInStream(transaction: CompanyTransaction, mailboxKey: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('reply_events')
    .select('employee_id')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .where('employee_id', 'is not', null)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.employee_id ?? null;
}

/** Absences that are over may be the beginning of a window that isn't: week after week joined over the weekends. */
const daysBack = 60;

/** The mailbox's approved registrations that aren't long over, and those ahead. */
export async function readReplyRegistrations(
  transaction: CompanyTransaction,
  keyring: Keyring,
  mailbox: string,
  now: string,
): Promise<Registration[]> {
  const since = new Date(Date.parse(now) - daysBack * 24 * 60 * 60 * 1000);
  const rows = await transaction
    .selectFrom('registrations')
    .select('registration_id')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .where('approval', '=', 'approved')
    .where('ends_at', '>', since)
    .execute();
  const ids: RegistrationId[] = rows.map((row) => row.registration_id);
  return [...(await readRegistrations(transaction, keyring, ids)).values()];
}

/**
 * Keys of the mailboxes whose replies somebody must look at: those with an absence of one of the types that isn't over,
 * and those where ours stands, or something is known of the user's. Mailboxes that have no key get theirs.
 * @param mailboxes these alone, and those where ours stands though no registration names them any more.
 */
export async function readReplyMailboxKeys(
  transaction: CompanyTransaction,
  types: readonly string[],
  mailboxes: readonly string[] | null,
): Promise<string[]> {
  const { companyId } = transaction;
  const isAsked = sql<boolean>`(${mailboxes === null} or mailbox = any(${mailboxes ?? []}))`;
  const named = sql<{ mailbox: string }>`
    select distinct mailbox from registrations
     where company_id = ${companyId} and mailbox is not null and approval = 'approved'
       and ends_at > now() and absence_type = any(${types}) and ${isAsked}`;
  await sql`
    insert into mailboxes (company_id, mailbox, state, reason)
    select ${companyId}, mailbox, 'unknown', null from (${named}) as named order by mailbox
    on conflict do nothing`.execute(transaction);
  const { rows } = await sql<{ mailbox_key: string }>`
    select mailbox_key from mailboxes
     where company_id = ${companyId} and ${isAsked}
       and (reply_is_held or reply_owner <> 'none' or mailbox in (${named}))
    union
    select mailbox_key from mailboxes
     where company_id = ${companyId} and reply_is_held
       and not exists (select from registrations
                        where company_id = ${companyId} and registrations.mailbox = mailboxes.mailbox)`.execute(
    transaction,
  );
  return rows.map((row) => row.mailbox_key);
}
