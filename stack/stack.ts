import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '#config.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import {
  answers,
  apiOrigin,
  apiPiece,
  demoHrPiece,
  postgresPiece,
  runMigrations,
  sandboxPiece,
  serviceSettings,
  temporalPiece,
  workerPiece,
} from './pieces.ts';
import { refuseTakenPorts } from './ports.ts';
import { type RunningProcess, cutLog } from './process.ts';
import { type Piece, type Supervised, supervise } from './supervisor.ts';

export type Stack = {
  /** Brings all up, in order, and is fulfilled when the API says that it and a worker are ready. */
  start(): Promise<void>;
  /** In order: who writes first, the store last. */
  stop(): Promise<void>;
  /** At once. */
  kill(): Promise<void>;
};

const readyTimeoutSeconds = 120;

export function createStack(config: Config, say: (line: string) => void): Stack {
  let folder: DataFolder | undefined;
  let migrations: RunningProcess | undefined;
  let isLeaving = false;
  let logTimer: NodeJS.Timeout | undefined;
  const stores: Supervised[] = [];
  const servers: Supervised[] = [];
  const services: Supervised[] = [];
  const all = (): Supervised[] => [...services, ...servers, ...stores];

  const noteChange = (process: RunningProcess): void => {
    if (process.exit) folder?.forget(process.pid);
    else folder?.record(process.name, process.pid);
  };

  const bring = async (group: Supervised[], piece: Piece, detail: string): Promise<void> => {
    if (isLeaving) throw new Leaving();
    const startedAt = Date.now();
    const supervised = supervise(piece, { say, onChange: noteChange });
    group.push(supervised);
    await supervised.ready;
    if (piece.tellsReadiness) say(`${piece.name} is up${detail} (${seconds(startedAt)})`);
  };

  return {
    async start() {
      folder = await takeDataFolder(config.dataFolder, say);
      await refuseTakenPorts(portsOf(config));
      await Promise.all([
        config.givenDatabaseUrl
          ? say('Postgres is the one of DATABASE_URL')
          : bring(stores, postgresPiece(config), ` on port ${config.postgresPort}`),
        config.givenTemporalAddress
          ? say('Temporal is the one of TEMPORAL_ADDRESS')
          : bring(servers, temporalPiece(config), ` on port ${config.temporalPort}`),
        config.microsoft.isRedirected
          ? say('Microsoft 365 is the one of MICROSOFT_LOGIN_ORIGIN and MICROSOFT_GRAPH_ORIGIN')
          : bring(servers, sandboxPiece(config), ` on port ${config.sandboxPort}`),
      ]);
      if (isLeaving) throw new Leaving();
      const settings = serviceSettings(config);
      await runMigrations(config, settings, (process) => {
        migrations = process;
        noteChange(process);
        void process.exited.then(() => noteChange(process));
      });
      await Promise.all([
        bring(services, apiPiece(config, settings), ` on port ${config.port}`),
        bring(services, workerPiece(config, settings), ''),
        ...(config.microsoft.isRedirected
          ? []
          : [bring(services, demoHrPiece(config, settings), ` on port ${config.demoHrPort}`)]),
      ]);
      const startedAt = Date.now();
      await untilServiceIsReady(config, services, () => isLeaving);
      say(`the worker polls (${seconds(startedAt)})`);
      logTimer = setInterval(() => {
        const logs = join(config.dataFolder, 'logs');
        for (const name of readdirSync(logs)) if (name.endsWith('.log')) cutLog(join(logs, name));
      }, 60_000).unref();
    },
    async stop() {
      isLeaving = true;
      clearInterval(logTimer);
      await migrations?.stop();
      for (const group of [services, servers, stores]) await Promise.all(group.map((piece) => piece.stop()));
      folder?.release();
    },
    async kill() {
      isLeaving = true;
      clearInterval(logTimer);
      await Promise.all([migrations?.kill(), ...all().map((piece) => piece.kill())]);
      folder?.release();
    },
  };
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** The start was overtaken by a stop: no failure to tell of. */
export class Leaving extends Error {
  override readonly name = 'Leaving';
}

/** Also asks after the worker, which has no port: /readyz is 200 only when one polls. */
async function untilServiceIsReady(
  config: Config,
  services: readonly Supervised[],
  isLeaving: () => boolean,
): Promise<void> {
  const deadline = Date.now() + readyTimeoutSeconds * 1000;
  for (;;) {
    if (isLeaving()) throw new Leaving();
    try {
      await answers(`${apiOrigin(config)}/readyz`);
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(
          `the service was not ready within ${readyTimeoutSeconds} s: ${(error as Error).message}\n${services
            .map((piece) => `${piece.name} last wrote:\n${piece.lastLines()}`)
            .join('\n')}`,
          { cause: error },
        );
    }
    await delay(200);
  }
}

const portsOf = (config: Config) => [
  { port: config.port, host: config.host, wantedBy: 'the API', setting: 'PORT' },
  ...(config.givenDatabaseUrl
    ? []
    : [{ port: config.postgresPort, wantedBy: 'Postgres', setting: 'POSTGRES_PORT' }]),
  ...(config.givenTemporalAddress
    ? []
    : [
        { port: config.temporalPort, wantedBy: 'Temporal', setting: 'TEMPORAL_PORT' },
        { port: config.temporalUiPort, wantedBy: "Temporal's page", setting: 'TEMPORAL_UI_PORT' },
      ]),
  ...(config.microsoft.isRedirected
    ? []
    : [
        { port: config.sandboxPort, wantedBy: 'the sandbox', setting: 'SANDBOX_PORT' },
        { port: config.demoHrPort, wantedBy: "the demo's HR system", setting: 'DEMO_HR_PORT' },
      ]),
];
