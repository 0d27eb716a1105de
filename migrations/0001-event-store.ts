import { sql, type Kysely } from 'kysely';

/**
 * The store from its first day: two roles (the owner runs migrations; `absence_sync_service` runs everything else and
 * can't bypass row-level security), every company's rows visible only to a transaction that has named the company,
 * and events that nobody can change.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await serviceRole(database);
  for (const statement of [...tables, appendOnly, ...rowLevelSecurity(), ...acrossCompanies, ...grants])
    await sql.raw(statement).execute(database);
}

/** Roles belong to the whole cluster: another database of it may have made this one already, or be making it now. */
async function serviceRole(database: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `do $$ begin
         create role absence_sync_service nologin nobypassrls;
       exception when duplicate_object or unique_violation then null; end $$`,
    )
    .execute(database);
  await sql
    .raw(
      `do $$ begin
         execute format('grant absence_sync_service to %I', current_user);
       exception when unique_violation then null; end $$`,
    )
    .execute(database);
}

const tables = [
  `create table data_keys (
    version int primary key,
    wrapped_key bytea not null,
    created_at timestamptz not null default now()
  )`,
  `create table companies (
    company_id text primary key,
    settings jsonb not null,
    api_key_hash bytea not null unique,
    signing_secret bytea not null,
    created_at timestamptz not null default now()
  )`,
  `create table absence_types (
    company_id text not null references companies,
    type text not null,
    override jsonb not null,
    primary key (company_id, type)
  )`,
  `create table connections (
    company_id text primary key references companies,
    state text not null,
    since timestamptz not null default now(),
    reason jsonb,
    enabled boolean not null,
    tenant_id text not null,
    client_id text not null,
    secret bytea,
    secret_version int not null default 0,
    secret_hint text,
    secret_expires_at timestamptz,
    when_off text not null default 'keep',
    probed_at timestamptz,
    epoch int not null default 1
  )`,
  `create table connection_candidates (
    company_id text not null references companies,
    candidate_id uuid not null,
    tenant_id text not null,
    client_id text not null,
    secret bytea not null,
    created_at timestamptz not null default now(),
    primary key (company_id, candidate_id)
  )`,
  `create table employee_keys (
    company_id text not null references companies,
    employee_id text not null,
    wrapped_key bytea not null,
    primary key (company_id, employee_id)
  )`,
  `create table registration_events (
    company_id text not null references companies,
    registration_id text not null,
    sequence int not null check (sequence > 0),
    version bigint,
    type text not null,
    recorded_at timestamptz not null default now(),
    source text,
    event_id text,
    employee_id text,
    data jsonb not null,
    personal bytea,
    primary key (company_id, registration_id, sequence),
    unique (company_id, source, event_id)
  )`,
  // What the HR system has said by itself, by time; an import's hundred thousands are not in it.
  `create index registration_events_live on registration_events (company_id, recorded_at)
     where source <> 'urn:absence-sync:hr-export'`,
  // replay_order scatters an export's rows, which come sorted by employee, over many mailboxes a page.
  `create table registrations (
    company_id text not null references companies,
    registration_id text not null,
    sequence int not null,
    version bigint not null,
    employee_id text,
    employee_name text,
    mailbox text,
    absence_type text,
    approval text not null,
    period_from text,
    period_to text,
    first_day date,
    last_day date,
    ends_at timestamptz,
    state text not null,
    reason jsonb,
    next_attempt_at timestamptz,
    calendar_event_id text,
    synced_at timestamptz,
    replay_order text generated always as (md5(registration_id) || registration_id) stored,
    primary key (company_id, registration_id)
  )`,
  `create index registrations_replay_order on registrations (company_id, replay_order)`,
  `create index registrations_state on registrations (company_id, state, registration_id)`,
  `create index registrations_employee on registrations (company_id, employee_id)`,
  `create index registrations_mailbox on registrations (company_id, mailbox)`,
  `create table registration_leases (
    company_id text not null references companies,
    registration_id text not null,
    token bigint not null,
    expires_at timestamptz not null,
    primary key (company_id, registration_id)
  )`,
  `create table undelivered_registrations (
    company_id text not null references companies,
    registration_id text not null,
    sequence int not null,
    recorded_at timestamptz not null default now(),
    is_refresh boolean not null default false,
    primary key (company_id, registration_id)
  )`,
  `create table owed_replays (
    company_id text primary key references companies,
    cause text not null,
    scope jsonb not null,
    owed_at timestamptz not null default clock_timestamp()
  )`,
  `create table replays (
    company_id text not null references companies,
    replay_id uuid not null,
    cause text not null,
    scope jsonb not null,
    is_dry_run boolean not null,
    state text not null,
    total int not null default 0,
    started_at timestamptz not null default now(),
    ended_at timestamptz,
    reason jsonb,
    primary key (company_id, replay_id)
  )`,
  `create index replays_newest on replays (company_id, started_at desc)`,
  // A row whose outcome is null is planned and not done: after a crash the page goes on with it.
  `create table replay_items (
    company_id text not null,
    replay_id uuid not null,
    registration_id text not null,
    planned text,
    outcome text,
    reason jsonb,
    primary key (company_id, replay_id, registration_id),
    foreign key (company_id, replay_id) references replays
  )`,
];

const appendOnly = `
  create function refuse_change() returns trigger language plpgsql as $$
  begin
    raise exception 'registration_events is append-only: % refused', tg_op using errcode = 'restrict_violation';
  end $$;
  create trigger registration_events_append_only before update or delete on registration_events
    for each row execute function refuse_change();
  create trigger registration_events_no_truncate before truncate on registration_events
    for each statement execute function refuse_change();`;

const companyTables = [
  'companies',
  'absence_types',
  'connections',
  'connection_candidates',
  'employee_keys',
  'registration_events',
  'registrations',
  'registration_leases',
  'undelivered_registrations',
  'owed_replays',
  'replays',
  'replay_items',
];

/** Forced, so that the owner too obeys; its own policy is what the narrow functions below work through. */
function rowLevelSecurity(): string[] {
  return companyTables.flatMap((table) => [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy own_company on ${table} to absence_sync_service
       using (company_id = current_setting('absence_sync.company', true))
       with check (company_id = current_setting('absence_sync.company', true))`,
    `create policy owner_all on ${table} to current_user using (true) with check (true)`,
  ]);
}

/** All that may be asked without naming a company first. */
const acrossCompanies = [
  `create function company_ids() returns table (company_id text)
     language sql security definer stable set search_path from current
     as 'select company_id from companies order by company_id'`,
  `create function company_of_api_key(hash bytea) returns table (company_id text)
     language sql security definer stable set search_path from current
     as 'select company_id from companies where api_key_hash = hash'`,
  `create function undelivered(maximum int)
     returns table (company_id text, registration_id text, sequence int, recorded_at timestamptz, is_refresh boolean)
     language sql security definer stable set search_path from current
     as 'select company_id, registration_id, sequence, recorded_at, is_refresh from undelivered_registrations
         order by is_refresh, recorded_at limit maximum'`,
  `create function companies_owed_a_replay(minimum_seconds int) returns table (company_id text)
     language sql security definer stable set search_path from current
     as 'select company_id from owed_replays
         where owed_at < clock_timestamp() - make_interval(secs => minimum_seconds)'`,
  `create function companies_to_probe(minimum_seconds int) returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select company_id from connections
          where enabled and state in ('expired', 'misconfigured')
            and coalesce(probed_at, since) < clock_timestamp() - make_interval(secs => minimum_seconds)$$`,
  // Whatever has not been brought to Outlook and whose newest event is older than the given minutes, in companies whose
  // connection is open: nobody seems to be at it.
  `create function companies_left_behind(minimum_minutes int) returns table (company_id text)
     language sql security definer stable set search_path from current
     as $$select distinct registrations.company_id
            from registrations
            join connections using (company_id)
            join registration_events using (company_id, registration_id, sequence)
           where connections.state in ('unverified', 'healthy', 'expiring')
             and (registrations.state in ('syncing', 'parked')
                  or registrations.state = 'waiting'
                     and registrations.reason->>'code' not in ('awaiting-approval', 'awaiting-registration'))
             and registration_events.recorded_at < now() - make_interval(mins => minimum_minutes)$$`,
];

const grants = [
  `grant usage on schema public to absence_sync_service`,
  `grant select, insert on data_keys, registration_events to absence_sync_service`,
  `grant select, insert, update, delete on ${companyTables
    .filter((table) => table !== 'registration_events')
    .join(', ')} to absence_sync_service`,
  ...[
    'company_ids()',
    'company_of_api_key(bytea)',
    'undelivered(int)',
    'companies_owed_a_replay(int)',
    'companies_left_behind(int)',
    'companies_to_probe(int)',
  ].flatMap((signature) => [
    `revoke all on function ${signature} from public`,
    `grant execute on function ${signature} to absence_sync_service`,
  ]),
];
