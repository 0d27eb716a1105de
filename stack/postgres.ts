import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { childEnvironment } from './child-environment.ts';
import { createCluster, endStrayProcesses, postgresBinaries, clusterSettings } from './postgres-cluster.ts';
import { postgresUser } from './postgres-user.ts';
import { type ProcessOptions, type RunningProcess, startProcess } from './process.ts';
import { refuseTakenPort } from './ports.ts';
import { untilReady } from './readiness.ts';

export type PostgresOptions = {
  /** Holds the database cluster, made at the first start. */
  readonly folder: string;
  readonly port: number;
  readonly log: string;
  /** Doesn't wait for the disk: for tests, whose data nobody needs after a power cut. */
  readonly isThrowaway?: boolean;
  readonly onSpawn?: ProcessOptions['onSpawn'];
};

export type Postgres = RunningProcess & {
  /** As the role `absence_sync`, which owns the database of that name and may make roles and databases. */
  readonly url: string;
  /** Stops it where it runs and starts it on the same port and data. */
  restart(): Promise<Postgres>;
};

/**
 * Starts embedded Postgres on the loopback address, as a direct child, and waits until a connection answers.
 * @throws NotReady when it ends or does not answer within a minute; TakenPort when another program has its port.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const binaries = await postgresBinaries();
  mkdirSync(options.folder, { recursive: true });
  const user = postgresUser([options.folder, binaries.postgres]);
  const cluster = join(options.folder, 'cluster');
  await createCluster({ binaries, cluster, user });
  await endStrayProcesses(cluster);
  await refuseTakenPort(options.port, 'Postgres');
  const postmaster = await startProcess({
    name: 'Postgres',
    ...user.run(binaries.postgres, [
      '-D',
      cluster,
      '-p',
      String(options.port),
      ...clusterSettings(options.isThrowaway ?? false).flatMap((setting) => ['-c', setting]),
    ]),
    env: childEnvironment(),
    log: options.log,
    onSpawn: options.onSpawn,
    // "Fast": open transactions are rolled back and clients disconnected, but the data files are left in order.
    stopSignal: 'SIGINT',
    stopTimeoutSeconds: 30,
  });
  const url = `postgres://absence_sync:absence_sync@127.0.0.1:${options.port}/absence_sync`;
  const kill = async (): Promise<void> => {
    await postmaster.kill();
    await endStrayProcesses(cluster);
  };
  try {
    await untilReady(postmaster, 60, () => askDatabase(url));
  } catch (error) {
    await kill();
    throw error;
  }
  return {
    ...postmaster,
    get exit() {
      return postmaster.exit;
    },
    url,
    kill,
    async restart() {
      await postmaster.stop();
      return startPostgres(options);
    },
  };
}

async function askDatabase(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2000 });
  // A connection that breaks between two questions is the next question's trouble.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
