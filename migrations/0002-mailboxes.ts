import { sql, type Kysely } from 'kysely';

/** What is known of mailboxes: which work, and which are in trouble, why, and when they are checked again. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...mailboxes, ...acrossCompanies]) await sql.raw(statement).execute(database);
}

const mailboxes = [
  // The key stands for the address wherever that must not be read.
  `create table mailboxes (
    company_id text not null references companies,
    mailbox text not null,
    mailbox_key uuid not null unique default gen_random_uuid(),
    state text not null,
    reason jsonb,
    since timestamptz not null default now(),
    checked_at timestamptz,
    next_check_at timestamptz,
    failed_checks int not null default 0,
    calendar_worked_at timestamptz,
    settings_worked_at timestamptz,
    primary key (company_id, mailbox)
  )`,
  `create index mailboxes_in_trouble on mailboxes (company_id, mailbox) where state = 'attention'`,
  `create index mailboxes_that_worked on mailboxes (company_id) where calendar_worked_at is not null`,
  `create index mailboxes_to_check on mailboxes (next_check_at) where next_check_at is not null`,
  `alter table mailboxes enable row level security`,
  `alter table mailboxes force row level security`,
  `create policy own_company on mailboxes to absence_sync_service
     using (company_id = current_setting('absence_sync.company', true))
     with check (company_id = current_setting('absence_sync.company', true))`,
  `create policy owner_all on mailboxes to current_user using (true) with check (true)`,
  `grant select, insert, update, delete on mailboxes to absence_sync_service`,
];

const acrossCompanies = [
  `create function companies_with_mailboxes_to_check() returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select distinct company_id from mailboxes join connections using (company_id)
          where next_check_at <= clock_timestamp()
            and connections.state in ('unverified', 'healthy', 'expiring')$$`,
  `revoke all on function companies_with_mailboxes_to_check() from public`,
  `grant execute on function companies_with_mailboxes_to_check() to absence_sync_service`,
];
