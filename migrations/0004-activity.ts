import { sql, type Kysely } from 'kysely';

/**
 * Who did what, append-only; what a registration's stream says of requests to Microsoft is not repeated in it. And how
 * many requests all workers have sent to Microsoft, of no company.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...activity, ...requests]) await sql.raw(statement).execute(database);
}

const activity = [
  `create table activity (
    company_id text not null references companies,
    activity_id bigint generated always as identity,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    details jsonb not null,
    request_id text,
    primary key (company_id, activity_id)
  )`,
  `create index activity_newest on activity (company_id, at, activity_id)`,
  `alter table activity enable row level security`,
  `alter table activity force row level security`,
  `create policy own_company on activity to absence_sync_service
     using (company_id = current_setting('absence_sync.company', true))
     with check (company_id = current_setting('absence_sync.company', true))`,
  `create policy owner_all on activity to current_user using (true) with check (true)`,
  `grant select, insert on activity to absence_sync_service`,
  `create function refuse_change_of_activity() returns trigger language plpgsql as $$
   begin
     raise exception 'activity is append-only: % refused', tg_op using errcode = 'restrict_violation';
   end $$`,
  `create trigger activity_append_only before update or delete on activity
     for each row execute function refuse_change_of_activity()`,
  `create trigger activity_no_truncate before truncate on activity
     for each statement execute function refuse_change_of_activity()`,
];

const requests = [
  // What Microsoft has answered, newest first, among a stream's other events. The types are those of
  // persistence/activity.ts: Postgres takes the index only for the same list.
  `create index registration_events_answers
     on registration_events (company_id, recorded_at, registration_id, sequence)
     where type in ('CalendarEventCreated', 'CalendarEventUpdated', 'CalendarEventRemoved', 'CalendarEventFoundGone',
                    'CalendarEventLeftBehind', 'CalendarEventFound', 'CalendarWriteFailed')`,
  `create table microsoft_requests (
    operation text not null,
    outcome text not null,
    count bigint not null,
    primary key (operation, outcome)
  )`,
  `grant select, insert, update on microsoft_requests to absence_sync_service`,
];
