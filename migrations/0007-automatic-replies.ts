import { sql, type Kysely } from 'kysely';

/** What is known of each mailbox's one automatic-reply setting: a stream of facts, and what it comes to. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `create table reply_events (
    company_id text not null references companies,
    mailbox_key uuid not null,
    sequence int not null check (sequence > 0),
    type text not null,
    recorded_at timestamptz not null default now(),
    employee_id text,
    data jsonb not null,
    personal bytea,
    primary key (company_id, mailbox_key, sequence)
  )`,
  `create trigger reply_events_append_only before update or delete on reply_events
    for each row execute function refuse_change()`,
  `create trigger reply_events_no_truncate before truncate on reply_events
    for each statement execute function refuse_change()`,
  `alter table mailboxes
    add column reply_owner text not null default 'none',
    add column reply_from timestamptz,
    add column reply_to timestamptz,
    add column reply_reason jsonb,
    add column reply_not_before timestamptz,
    add column reply_look_at timestamptz,
    add column reply_is_held boolean not null default false,
    add column reply_former_mailbox text`,
  `create index mailboxes_with_replies on mailboxes (company_id) where reply_is_held or reply_owner <> 'none'`,
  `create index mailboxes_to_look_at on mailboxes (reply_look_at) where reply_look_at is not null`,
  `create index mailboxes_with_settings on mailboxes (company_id) where settings_worked_at is not null`,
  `alter table reply_events enable row level security`,
  `alter table reply_events force row level security`,
  `create policy own_company on reply_events to absence_sync_service
     using (company_id = current_setting('absence_sync.company', true))
     with check (company_id = current_setting('absence_sync.company', true))`,
  `create policy owner_all on reply_events to current_user using (true) with check (true)`,
  `grant select, insert on reply_events to absence_sync_service`,
  // The worker looks for mailboxes over all companies, and learns of each no more than which company has some.
  `create function companies_with_reply_looks_due(instant timestamptz) returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select distinct company_id from mailboxes join connections using (company_id)
          where reply_look_at <= instant and connections.state in ('unverified', 'healthy', 'expiring')$$`,
  `revoke all on function companies_with_reply_looks_due(timestamptz) from public`,
  `grant execute on function companies_with_reply_looks_due(timestamptz) to absence_sync_service`,
];
