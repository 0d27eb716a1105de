import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, SettingName } from '#config.ts';
import { childEnvironment } from './child-environment.ts';
import { refuseTakenPort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { type RunningProcess, startProcess } from './process.ts';
import { untilReady } from './readiness.ts';
import type { Piece } from './supervisor.ts';
import { startTemporal } from './temporal.ts';

const root = join(import.meta.dirname, '..');
export const demoSeed = join(root, 'stack', 'demo', 'microsoft365.json');

const logOf = (config: Config, name: string): string => join(config.dataFolder, 'logs', `${name}.log`);

/** Where a person or a child on this machine reaches the API. */
export function apiOrigin(config: Config): string {
  const host = ['0.0.0.0', '::'].includes(config.host) ? '127.0.0.1' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${config.port}`;
}

export const sandboxOrigin = (config: Config): string => `http://127.0.0.1:${config.sandboxPort}`;

export const demoHrOrigin = (config: Config): string => `http://127.0.0.1:${config.demoHrPort}`;

export const postgresPiece = (config: Config): Piece => ({
  name: 'Postgres',
  tellsReadiness: true,
  start: (onSpawn) =>
    startPostgres({
      folder: join(config.dataFolder, 'postgres'),
      port: config.postgresPort,
      log: logOf(config, 'postgres'),
      onSpawn,
    }),
});

export const temporalPiece = (config: Config): Piece => ({
  name: 'Temporal',
  tellsReadiness: true,
  start: (onSpawn) =>
    startTemporal({
      folder: join(config.dataFolder, 'temporal'),
      port: config.temporalPort,
      uiPort: config.temporalUiPort,
      namespace: config.temporalNamespace,
      log: logOf(config, 'temporal'),
      onSpawn,
    }),
});

export const sandboxPiece = (config: Config): Piece => ({
  name: 'the sandbox',
  tellsReadiness: true,
  async start(onSpawn) {
    await refuseTakenPort(config.sandboxPort, 'the sandbox');
    const args = ['--port', String(config.sandboxPort), '--data', join(config.dataFolder, 'sandbox')];
    const companion = ['--companion', `${demoHrOrigin(config)}/`];
    const process = await startProcess({
      ...script('sandbox/main.ts', [...args, '--seed', demoSeed, ...companion]),
      name: 'the sandbox',
      env: childEnvironment(),
      log: logOf(config, 'sandbox'),
      onSpawn,
    });
    await ready(process, () => answers(`${sandboxOrigin(config)}/sandbox/clock`));
    return process;
  },
});

export const demoHrPiece = (config: Config, settings: ServiceSettings): Piece => ({
  name: "the demo's HR system",
  tellsReadiness: true,
  async start(onSpawn) {
    await refuseTakenPort(config.demoHrPort, "the demo's HR system");
    const process = await startProcess({
      ...script('stack/demo-hr/main.ts'),
      name: "the demo's HR system",
      env: childEnvironment({
        ...settings,
        DEMO_HR_PORT: String(config.demoHrPort),
        SANDBOX_PORT: String(config.sandboxPort),
      }),
      log: logOf(config, 'demo-hr'),
      onSpawn,
    });
    await ready(process, () => answers(`${demoHrOrigin(config)}/`));
    return process;
  },
});

/** Runs to its end before anything uses the database. */
export async function runMigrations(
  config: Config,
  settings: ServiceSettings,
  onSpawn: (process: RunningProcess) => void,
): Promise<void> {
  const process = await startProcess({
    ...script('migrations/main.ts'),
    name: 'the migrations',
    env: childEnvironment(settings),
    log: logOf(config, 'migrations'),
    onSpawn,
  });
  const { code } = await process.exited;
  if (code !== 0) throw new Error(`the migrations failed; they last wrote:\n${process.lastLines()}`);
}

export const apiPiece = (config: Config, settings: ServiceSettings): Piece => ({
  name: 'the API',
  tellsReadiness: true,
  async start(onSpawn) {
    await refuseTakenPort(config.port, 'the API', config.host);
    const process = await startProcess({
      ...script('api/main.ts'),
      name: 'the API',
      env: childEnvironment(settings),
      log: logOf(config, 'api'),
      onSpawn,
    });
    // Alive, whatever it says of the others: a dead Postgres is no reason to start the API again.
    await ready(process, async () => {
      await fetch(`${apiOrigin(config)}/healthz`, { signal: AbortSignal.timeout(2000) });
    });
    return process;
  },
});

/** Has no port of its own to ask; the API's /readyz tells when it polls. */
export const workerPiece = (config: Config, settings: ServiceSettings): Piece => ({
  name: 'the worker',
  tellsReadiness: false,
  start: (onSpawn) =>
    startProcess({
      ...script('worker/main.ts'),
      name: 'the worker',
      env: childEnvironment(settings),
      log: logOf(config, 'worker'),
      // It lets running activities end first.
      stopTimeoutSeconds: 40,
      onSpawn,
    }),
});

export type ServiceSettings = Partial<Record<SettingName, string>>;

/** What API, worker and migrations are told, by name, in the environment that `config.ts` reads. */
export const serviceSettings = (config: Config): ServiceSettings => ({
  PORT: String(config.port),
  DATABASE_URL: config.databaseUrl,
  TEMPORAL_ADDRESS: config.temporalAddress,
  ABSENCE_SYNC_DATA: config.dataFolder,
  ABSENCE_SYNC_EMBEDDED: 'true',
  CONSOLE_URL: config.consoleOrigin,
  ...(config.links.temporalUi === null && config.givenTemporalAddress === undefined
    ? { TEMPORAL_UI_URL: `http://127.0.0.1:${config.temporalUiPort}` }
    : {}),
  ...(config.microsoft.isRedirected
    ? {}
    : { MICROSOFT_LOGIN_ORIGIN: sandboxOrigin(config), MICROSOFT_GRAPH_ORIGIN: sandboxOrigin(config) }),
});

/** Throws unless the answer is a success. */
export async function answers(url: string): Promise<void> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 500)}`);
}

function script(file: string, args: readonly string[] = []) {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${file} is missing from this checkout`);
  return { command: process.execPath, args: [path, ...args], folder: root };
}

async function ready(process: RunningProcess, ask: () => Promise<void>): Promise<void> {
  try {
    await untilReady(process, 60, ask);
  } catch (error) {
    await process.kill();
    throw error;
  }
}
