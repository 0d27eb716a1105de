import { sql, type Kysely } from 'kysely';

/** Removals that a replay sets aside until they are weighed together, and replays that read Outlook. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `alter table replays add column is_repair boolean not null default false`,
    `alter table replay_items add column is_held boolean not null default false`,
    `create index replay_items_held on replay_items (company_id, replay_id, registration_id) where is_held`,
  ])
    await sql.raw(statement).execute(database);
}
