import { sql, type Kysely } from 'kysely';

/**
 * Who is signed in to the console. Sessions, links and attempts belong to no company; of each token a hash stands here
 * alone. And the name of the person who did an act, or has asked for what a worker carries out.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [...signIn, ...actors]) await sql.raw(statement).execute(database);
}

const signIn = [
  `create table sessions (
    token_hash bytea primary key,
    kind text not null,
    subject text,
    name text not null,
    roles text[] not null,
    created_at timestamptz not null,
    used_at timestamptz not null
  )`,
  `create table sign_in_links (
    token_hash bytea primary key,
    expires_at timestamptz not null
  )`,
  `create table sign_in_attempts (
    token_hash bytea primary key,
    state text not null,
    nonce text not null,
    code_verifier text not null,
    return_to text not null,
    expires_at timestamptz not null
  )`,
  `grant select, insert, update, delete on sessions to absence_sync_service`,
  `grant select, insert, delete on sign_in_links, sign_in_attempts to absence_sync_service`,
];

const actors = [
  `alter table activity add column actor_name text`,
  `alter table connection_candidates add column actor_name text`,
  `create table replay_askers (
    company_id text not null references companies,
    replay_id uuid not null,
    name text not null,
    primary key (company_id, replay_id)
  )`,
  `alter table replay_askers enable row level security`,
  `alter table replay_askers force row level security`,
  `create policy own_company on replay_askers to absence_sync_service
     using (company_id = current_setting('absence_sync.company', true))
     with check (company_id = current_setting('absence_sync.company', true))`,
  `create policy owner_all on replay_askers to current_user using (true) with check (true)`,
  `grant select, insert on replay_askers to absence_sync_service`,
];
