import { sql } from 'kysely';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import { SequenceConflict } from './event-store.ts';

/**
 * A renamed mailbox keeps its slot: where ours stands in one that no registration names any more, its key goes over to
 * the address that the same employee's registrations name now. Whether it is the same mailbox shows with the next look.
 * @throws SequenceConflict where a look appended first; the transaction is then lost.
 */
export async function followReplyRenames(transaction: CompanyTransaction): Promise<void> {
  for (const renamed of await findRenamed(transaction)) await followRename(transaction, renamed);
}

interface Renamed {
  readonly mailbox: string;
  readonly mailboxKey: string;
  readonly present: string;
}

/** Where ours stands at both addresses they are two mailboxes, and each keeps its own. */
async function findRenamed(transaction: CompanyTransaction): Promise<readonly Renamed[]> {
  const { companyId } = transaction;
  const { rows } = await sql<{ mailbox: string; mailbox_key: string; present: string }>`
    select held.mailbox, held.mailbox_key, present.mailbox as present
      from mailboxes as held cross join lateral (
        select registrations.mailbox from registrations
         where company_id = ${companyId} and registrations.mailbox is not null and employee_id = (
           select employee_id from reply_events
            where company_id = ${companyId} and mailbox_key = held.mailbox_key and employee_id is not null
            order by sequence desc limit 1)
         order by ends_at desc nulls last, registration_id limit 1) as present
     where held.company_id = ${companyId} and held.reply_is_held and held.reply_former_mailbox is null
       and not exists (select from registrations
                        where company_id = ${companyId} and registrations.mailbox = held.mailbox)
       and not exists (select from mailboxes as other
                        where other.company_id = ${companyId} and other.mailbox = present.mailbox
                          and other.reply_is_held)
       for update of held`.execute(transaction);
  return rows.map((row) => ({ mailbox: row.mailbox, mailboxKey: row.mailbox_key, present: row.present }));
}

async function followRename(
  transaction: CompanyTransaction,
  { mailbox, mailboxKey, present }: Renamed,
): Promise<void> {
  const { companyId } = transaction;
  await sql`
    update mailboxes set mailbox_key = gen_random_uuid(), reply_owner = 'none', reply_is_held = false,
           reply_from = null, reply_to = null, reply_reason = null, reply_not_before = null, reply_look_at = null
     where company_id = ${companyId} and mailbox = ${mailbox}`.execute(transaction);
  await sql`
    insert into mailboxes (company_id, mailbox, mailbox_key, state, reply_is_held, reply_former_mailbox)
    values (${companyId}, ${present}, ${mailboxKey}, 'unknown', true, ${mailbox})
    on conflict (company_id, mailbox) do update
       set mailbox_key = excluded.mailbox_key, reply_is_held = true,
           reply_former_mailbox = excluded.reply_former_mailbox`.execute(transaction);
  try {
    await sql`
      insert into reply_events (company_id, mailbox_key, sequence, type, data)
      select ${companyId}, ${mailboxKey}, max(sequence) + 1, 'ReplySlotRenamed', '{"isSettled": false}'
        from reply_events where company_id = ${companyId} and mailbox_key = ${mailboxKey}`.execute(
      transaction,
    );
  } catch (error) {
    throw isUniqueViolation(error) ? new SequenceConflict() : error;
  }
}
