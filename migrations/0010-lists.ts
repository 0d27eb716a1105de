import { sql, type Kysely } from 'kysely';

/**
 * Lists of companies with a hundred thousand registrations: a text to search in, the time of the last registration event
 * to sort by, and the counts of replays that have ended.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `alter table registrations add column search_text text not null default '',
     add column changed_at timestamptz not null default now()`,
  `update registrations set
     search_text = left(lower(concat_ws(chr(10), employee_name, mailbox, registration_id)), 500),
     changed_at = coalesce((select recorded_at from registration_events
                             where registration_events.company_id = registrations.company_id
                               and registration_events.registration_id = registrations.registration_id
                               and registration_events.sequence = registrations.sequence), now())`,
  // The search reads the texts of one company in the order of the list, out of the index alone. No pg_trgm: under
  // row-level security Postgres uses no index for a condition that isn't leakproof, and like is none.
  `create index registrations_search on registrations (company_id, registration_id) include (mailbox, search_text)`,
  `create index registrations_changed on registrations (company_id, changed_at desc, registration_id desc)
     include (search_text)`,
  `create index registrations_days on registrations (company_id, last_day, first_day, registration_id)`,
  `alter table replays add column counts jsonb, add column removals int`,
];
