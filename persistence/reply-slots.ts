import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { ReplyRecord } from '#domain/reply-lease.ts';
import type { Registration } from '#domain/registration.ts';
import type { CompanyTransaction } from './database.ts';
import type { Keyring } from './encryption.ts';
import { readRegistrations } from './event-store.ts';

/** A mailbox as the place of one automatic reply. */
export interface ReplySlot {
  readonly mailboxKey: string;
  readonly mailbox: string;
  /** Whose mailbox it is, by its newest registration. */
  readonly employeeId: string;
  /** Why the last try failed, and when that was, ISO 8601 in UTC; null where it didn't. */
  readonly setback: { readonly reason: Reason; readonly at: string } | null;
}

/** The slot of that key; null where no registration names its mailbox (any more). */
export async function findReplySlot(
  transaction: CompanyTransaction,
  mailboxKey: string,
): Promise<ReplySlot | null> {
  const row = await transaction
    .selectFrom('mailboxes')
    .select(['mailbox', 'reply_reason', 'reply_tried_at'])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .executeTakeFirst();
  if (row === undefined) return null;
  const employeeId = await employeeOf(transaction, row.mailbox);
  const setback =
    row.reply_reason === null || row.reply_tried_at === null
      ? null
      : { reason: row.reply_reason, at: row.reply_tried_at.toISOString() };
  return employeeId === null ? null : { mailboxKey, mailbox: row.mailbox, employeeId, setback };
}

async function employeeOf(transaction: CompanyTransaction, mailbox: string): Promise<string | null> {
  const row = await transaction
    .selectFrom('registrations')
    .select('employee_id')
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', '=', mailbox)
    .where('employee_id', 'is not', null)
    .orderBy('registration_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.employee_id ?? null;
}

/** From how long before now absences still matter, for the return day. */
const daysBack = 2;

/** The mailbox's approved registrations that aren't long over. */
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

/** What a mailbox's row tells of its reply. */
export async function noteReplyState(
  transaction: CompanyTransaction,
  mailboxKey: string,
  record: ReplyRecord,
  setback: Reason | null,
): Promise<void> {
  const { owner, lease, userUntil } = record;
  await transaction
    .updateTable('mailboxes')
    .set({
      reply_owner: owner,
      reply_from: lease?.window.from ?? null,
      reply_to: lease?.window.to ?? (owner === 'user' ? userUntil : null),
      reply_reason: setback,
      reply_tried_at: setback === null ? null : sql<Date>`now()`,
    })
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .execute();
}

/**
 * A renamed mailbox keeps its slot: where ours stands in one that no registration names any more, its key goes over to the
 * address that the same employee's registrations name now.
 */
async function followRenames(transaction: CompanyTransaction): Promise<void> {
  const { companyId } = transaction;
  const { rows } = await sql<{ mailbox: string; mailbox_key: string; present: string | null }>`
    select mailbox, mailbox_key,
           (select registrations.mailbox from registrations
             where company_id = ${companyId} and registrations.mailbox is not null and employee_id = (
               select employee_id from reply_events
                where company_id = ${companyId} and mailbox_key = mailboxes.mailbox_key and employee_id is not null
                order by sequence desc limit 1)
             order by registration_id desc limit 1) as present
      from mailboxes
     where company_id = ${companyId} and reply_owner <> 'none'
       and not exists (select from registrations
                        where company_id = ${companyId} and registrations.mailbox = mailboxes.mailbox)
       for update`.execute(transaction);
  for (const { mailbox, mailbox_key: key, present } of rows) {
    if (present === null) continue;
    await sql`update mailboxes set mailbox_key = gen_random_uuid(), reply_owner = 'none'
               where company_id = ${companyId} and mailbox = ${mailbox}`.execute(transaction);
    await sql`insert into mailboxes (company_id, mailbox, mailbox_key, state, reply_owner)
              values (${companyId}, ${present}, ${key}, 'unknown', 'absence-sync')
              on conflict (company_id, mailbox) do update
                 set mailbox_key = excluded.mailbox_key, reply_owner = 'absence-sync'`.execute(transaction);
    await sql`insert into reply_events (company_id, mailbox_key, sequence, type, data)
              select ${companyId}, ${key}, max(sequence) + 1, 'ReplySlotRenamed', '{"isSettled": false}'
                from reply_events where company_id = ${companyId} and mailbox_key = ${key}`.execute(transaction);
  }
}

/**
 * Keys of the mailboxes whose replies somebody must look at: those with an absence that isn't over, and those that hold a
 * lease. Mailboxes that have none get theirs.
 */
export async function readReplyMailboxKeys(
  transaction: CompanyTransaction,
  types: readonly string[],
  mailbox?: string,
): Promise<string[]> {
  await followRenames(transaction);
  const named = sql<{ mailbox: string }>`
    select distinct mailbox from registrations
     where company_id = ${transaction.companyId} and mailbox is not null and approval = 'approved'
       and ends_at > now() and absence_type = any(${types})
       and (${mailbox ?? null}::text is null or mailbox = ${mailbox ?? null})`;
  await sql`
    insert into mailboxes (company_id, mailbox, state, reason)
    select ${transaction.companyId}, mailbox, 'unknown', null from (${named}) as named order by mailbox
    on conflict do nothing`.execute(transaction);
  const { rows } = await sql<{ mailbox_key: string }>`
    select mailbox_key from mailboxes
     where company_id = ${transaction.companyId}
       and (${mailbox ?? null}::text is null or mailbox = ${mailbox ?? null})
       and (reply_owner <> 'none' or mailbox in (${named}))`.execute(transaction);
  return rows.map((row) => row.mailbox_key);
}
