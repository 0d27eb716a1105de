import { sql, type Kysely } from 'kysely';

/**
 * What administrators are to be told, once each: an outbox that holds no address. And what a company's webhook is signed
 * with, encrypted.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...outbox, ...acrossCompanies]) await sql.raw(statement).execute(database);
}

const outbox = [
  `alter table companies add column webhook_signing_secret bytea`,
  `create table notifications (
    company_id text not null references companies,
    notification_id uuid not null,
    key text not null,
    channel text not null,
    kind text not null,
    facts jsonb not null,
    created_at timestamptz not null default clock_timestamp(),
    next_attempt_at timestamptz not null default clock_timestamp(),
    attempts int not null default 0,
    sent_at timestamptz,
    given_up_at timestamptz,
    primary key (company_id, notification_id),
    unique (company_id, key, channel)
  )`,
  `create index notifications_to_send on notifications (next_attempt_at)
     where sent_at is null and given_up_at is null`,
  `alter table notifications enable row level security`,
  `alter table notifications force row level security`,
  `create policy own_company on notifications to absence_sync_service
     using (company_id = current_setting('absence_sync.company', true))
     with check (company_id = current_setting('absence_sync.company', true))`,
  `create policy owner_all on notifications to current_user using (true) with check (true)`,
  `grant select, insert, update, delete on notifications to absence_sync_service`,
];

const acrossCompanies = [
  `create function companies_to_notify(channels text[]) returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select distinct company_id from notifications
          where sent_at is null and given_up_at is null and next_attempt_at <= clock_timestamp()
            and channel = any(channels)$$`,
  // Somebody is to be told, and there may be something to tell: a day more than the earliest reminder, for any zone.
  `create function companies_to_remind() returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select company_id from connections join companies using (company_id)
          where enabled
            and (state in ('expired', 'misconfigured') or secret_expires_at < clock_timestamp() + interval '62 days')
            and (jsonb_array_length(settings->'notifications'->'mail') > 0
                 or settings->'notifications'->>'webhook' is not null)$$`,
  ...['companies_to_notify(text[])', 'companies_to_remind()'].flatMap((signature) => [
    `revoke all on function ${signature} from public`,
    `grant execute on function ${signature} to absence_sync_service`,
  ]),
];
