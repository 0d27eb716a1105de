import { Kysely, PostgresDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { Pool } from 'pg';
import * as eventStore from './0001-event-store.ts';
import * as mailboxes from './0002-mailboxes.ts';
import * as notifications from './0003-notifications.ts';
import * as activity from './0004-activity.ts';
import * as replayRemovals from './0005-replay-removals.ts';
import * as connectionTests from './0006-connection-tests.ts';
import * as automaticReplies from './0007-automatic-replies.ts';
import * as urgentDeliveries from './0008-urgent-deliveries.ts';
import * as signIn from './0009-sign-in.ts';
import * as lists from './0010-lists.ts';
import * as replayIdleTime from './0011-replay-idle-time.ts';

/** In order, forward only. */
const migrations: Record<string, Migration> = {
  '0001-event-store': eventStore,
  '0002-mailboxes': mailboxes,
  '0003-notifications': notifications,
  '0004-activity': activity,
  '0005-replay-removals': replayRemovals,
  '0006-connection-tests': connectionTests,
  '0007-automatic-replies': automaticReplies,
  '0008-urgent-deliveries': urgentDeliveries,
  '0009-sign-in': signIn,
  '0010-lists': lists,
  '0011-replay-idle-time': replayIdleTime,
};

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
