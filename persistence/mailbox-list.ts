import { sql } from 'kysely';
import type { MailboxState } from '#domain/mailbox.ts';
import type { CompanyTransaction } from './database.ts';
import { matches } from './registration-list.ts';

export interface MailboxFilter {
  readonly state?: MailboxState | undefined;
  /** Part of an address or of an employee's name. */
  readonly q?: string | undefined;
}

/**
 * Mailboxes that the company's registrations name, with what is known of each, in the order of their addresses, after
 * the one that `cursor` names.
 */
export async function listMailboxes(
  transaction: CompanyTransaction,
  filter: MailboxFilter,
  cursor: string | undefined,
  limit: number,
) {
  const page = named(transaction)
    .$if(cursor !== undefined, (query) => query.where(sql<boolean>`mailbox > ${cursor}`))
    .$if(filter.state !== undefined, (query) => query.where(isInState(transaction, filter.state)))
    .$if(filter.q !== undefined, (query) =>
      query.where('mailbox', 'in', searched(transaction, filter.q ?? '')).having(isMatched(filter.q)),
    )
    .orderBy('mailbox')
    .limit(limit);
  return withWhatIsKnown(transaction, page).orderBy('named.mailbox').execute();
}

/** Undefined where no registration names it. */
export function findMailbox(transaction: CompanyTransaction, mailbox: string) {
  const page = named(transaction).where('mailbox', '=', mailbox);
  return withWhatIsKnown(transaction, page).executeTakeFirst();
}

/** Grouped in the order of the index over company and mailbox, so that a page reads no more than its own rows. */
function named(transaction: CompanyTransaction) {
  return transaction
    .selectFrom('registrations')
    .select([
      sql<string>`mailbox`.as('mailbox'),
      sql<string[]>`array_agg(distinct employee_id)`.as('employee_ids'),
    ])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', 'is not', null)
    .groupBy('mailbox');
}

function withWhatIsKnown(transaction: CompanyTransaction, page: ReturnType<typeof named>) {
  return transaction
    .selectFrom(page.as('named'))
    .leftJoin('mailboxes', (join) =>
      join
        .on('mailboxes.company_id', '=', transaction.companyId)
        .onRef('mailboxes.mailbox', '=', 'named.mailbox'),
    )
    .select([
      'named.mailbox',
      'named.employee_ids',
      sql<MailboxState>`coalesce(mailboxes.state, 'unknown')`.as('state'),
      'mailboxes.reason',
      'mailboxes.checked_at',
      'mailboxes.next_check_at',
      sql<'none' | 'user' | 'absence-sync'>`coalesce(mailboxes.reply_owner, 'none')`.as('reply_owner'),
      'mailboxes.reply_from',
      'mailboxes.reply_to',
      'mailboxes.reply_reason',
    ]);
}

/** Of most mailboxes nothing but that they work is known, so `unknown` leaves out the others. */
function isInState({ companyId }: CompanyTransaction, state: MailboxState | undefined) {
  return state === 'unknown'
    ? sql<boolean>`mailbox not in (
        select mailbox from mailboxes where company_id = ${companyId} and state in ('ok', 'attention'))`
    : sql<boolean>`mailbox in (
        select mailbox from mailboxes where company_id = ${companyId} and state = ${state})`;
}

/** Mailboxes whose registrations have the text anywhere, found without a look at the rows. */
function searched(transaction: CompanyTransaction, q: string) {
  const texts = transaction
    .selectFrom('registrations')
    .select([sql<string>`mailbox`.as('mailbox'), 'search_text'])
    .where('company_id', '=', transaction.companyId)
    .orderBy('registration_id')
    .offset(0)
    .as('texts');
  return transaction.selectFrom(texts).select('mailbox').distinct().where(matches(q));
}

/** In a name or an address, and not in a registration's id. */
function isMatched(q: string | undefined) {
  const pattern = `%${q?.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`mailbox ilike ${pattern} or bool_or(employee_name ilike ${pattern})`;
}
