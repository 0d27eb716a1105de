import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { childEnvironment } from './child-environment.ts';
import { type ProcessOptions, type RunningProcess, startProcess } from './process.ts';
import { refuseTakenPort } from './ports.ts';
import { untilReady } from './readiness.ts';
import { findTemporalBinary } from './temporal-binary.js';

export type TemporalOptions = {
  /** Holds the server's database; in memory without one. */
  readonly folder?: string | undefined;
  readonly port: number;
  /** No web page without one. */
  readonly uiPort?: number | undefined;
  /** Made besides `default`, which always is. */
  readonly namespace?: string;
  readonly log: string;
  readonly onSpawn?: ProcessOptions['onSpawn'];
};

export type Temporal = RunningProcess & {
  readonly address: string;
  /** Stops it where it runs and starts it on the same port and database. */
  restart(): Promise<Temporal>;
};

/** By these an operator finds workflows in Temporal's own page. */
const searchAttributes = ['CompanyId=Keyword', 'SyncState=Keyword'];

const dynamicConfig = [
  // Off by default in every release of the server; without it one company's replay holds up all others.
  'matching.enableFairness=true',
];

/**
 * Writes don't wait for the disk: a killed server loses nothing, a power cut its last moments, which the event store
 * still has.
 */
const sqlitePragmas = ['--sqlite-pragma=journal_mode=wal', '--sqlite-pragma=synchronous=normal'];

/**
 * Starts Temporal's development server on the loopback address and waits until it answers for
 * its namespace.
 * @throws NotReady when it ends or does not answer within a minute; TakenPort when another program has a port of its.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const binary = findTemporalBinary();
  if (binary === undefined)
    throw new Error(
      "Temporal's command line is neither on the PATH nor in the cache: `node stack/setup.js` brings it",
    );
  await refuseTakenPort(options.port, 'Temporal');
  if (options.uiPort !== undefined) await refuseTakenPort(options.uiPort, "Temporal's page");
  if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true });
  const address = `127.0.0.1:${options.port}`;
  const server = await startProcess({
    name: 'Temporal',
    command: binary,
    args: [
      'server',
      'start-dev',
      '--ip=127.0.0.1',
      `--port=${options.port}`,
      ...(options.uiPort === undefined ? ['--headless'] : [`--ui-port=${options.uiPort}`]),
      ...(options.folder === undefined
        ? []
        : [`--db-filename=${join(options.folder, 'temporal.db')}`, ...sqlitePragmas]),
      ...(options.namespace === undefined ? [] : [`--namespace=${options.namespace}`]),
      ...searchAttributes.map((attribute) => `--search-attribute=${attribute}`),
      ...dynamicConfig.map((value) => `--dynamic-config-value=${value}`),
      '--log-level=error',
      '--color=never',
    ],
    env: childEnvironment(),
    log: options.log,
    onSpawn: options.onSpawn,
  });
  try {
    await untilReady(server, 60, () => askNamespace(address, options.namespace ?? 'default'));
  } catch (error) {
    await server.kill();
    throw error;
  }
  return Object.assign(server, {
    address,
    async restart() {
      await server.stop();
      return startTemporal(options);
    },
  });
}

async function askNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2s' });
  try {
    await connection.withDeadline(Date.now() + 2000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  } finally {
    await connection.close();
  }
}
