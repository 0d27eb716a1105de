import { sql, type Kysely } from 'kysely';

/** For how long a replay has stood still, paused or waiting for approval: its remaining time goes by the rest. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`
    alter table replays
      add column idle_seconds double precision not null default 0,
      add column idle_since timestamptz`.execute(database);
}
