import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { Pool } from 'pg';
import * as eventStore from './0001-event-store.ts';

/** In order, forward only. */
const migrations: Record<string, Migration> = { '0001-event-store': eventStore };

/**
 * Brings the database of `databaseUrl` to the newest schema and tells which migrations were run. Safe to run by
 * several processes at once: kysely holds a lock.
 * @throws the error of the migration that failed; those before it stay.
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await migrator.migrateToLatest();
    if (error) throw error;
    return results.map(({ migrationName }) => migrationName);
  } finally {
    await database.destroy();
  }
}
