import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, type Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { inject } from 'vitest';
import { temporalClient } from '#client/temporal-client.ts';
import { openDatabase, type Database } from '#persistence/database.ts';
import { openKeyring, type Keyring } from '#persistence/encryption.ts';
import { childEnvironment } from '#stack/child-environment.ts';
import { startProcess, type RunningProcess } from '#stack/process.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { freshDatabaseUrl } from '../setup/database.ts';
import { quietPorts } from '../setup/ports.ts';
import { companyIn, type TestCompany } from './company.ts';
import { administratorOf, untilAnswering, type Answer } from './http.ts';
import { outlookAt, type Outlook } from './outlook.ts';
import { hasSaid, untilSaid, type Piece } from './pieces.ts';

/**
 * The whole service as it runs for a user: its own processes, a database and a Temporal namespace of its own, and the
 * Microsoft 365 sandbox behind it.
 */
export interface House {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly temporal: Client;
  readonly namespace: string;
  readonly outlook: Outlook;
  readonly origin: string;
  readonly administrator: ReturnType<typeof administratorOf>;
  readonly administratorKey: string;
  /** Reads server-sent events to their end, as an administrator; the data of each. */
  eventsOf(path: string): Promise<readonly Answer['body'][]>;
  readonly worker: {
    stop(): Promise<void>;
    kill(): Promise<void>;
    /**
     * Returns when it polls: an API request waits for a worker no longer than half a minute.
     * @param clockAdvanceSeconds how far ahead its clock is; as before unless told.
     */
    start(clockAdvanceSeconds?: number): Promise<void>;
  };
  /** A company that is connected to a tenant of its own in the sandbox. */
  company(options?: { readonly language?: 'da' | 'en'; readonly timeZone?: string }): Promise<TestCompany>;
  /** Everything that the service's processes have logged. */
  logs(): string;
  close(): Promise<void>;
}

export interface HouseOptions {
  /**
   * How long Microsoft's answer may take; lost answers are settled after twice that. Unless told so long that a slow
   * machine loses none by itself (the sandbox shares the test's process), and that a test waits long enough where one is.
   */
  readonly timeoutSeconds?: number;
  /** How long a closed connection is left alone before it is tried again; never within a test unless told. */
  readonly probeSeconds?: number;
  /** How long a mailbox in trouble is left alone before it is checked; never within a test unless told. */
  readonly mailboxCheckSeconds?: number;
  /** Registrations that a replay looks at at a time. */
  readonly replayPageSize?: number;
  /** Without it no mail is sent. */
  readonly smtpUrl?: string;
  readonly databaseUrl?: string;
  readonly temporalAddress?: string;
  /** Where people sign in to the console; by one-time links alone unless told. */
  readonly signIn?: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
}

/** Where the pages lead to; nothing answers there. */
export const temporalUi = 'http://temporal.example:8233';
const masterKey = randomBytes(32);
const administratorKey = `adm_${randomBytes(24).toString('base64url')}`;

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'absence-sync-house-'));
  const databaseUrl = options.databaseUrl ?? (await freshDatabaseUrl());
  const temporalAddress = options.temporalAddress ?? inject('temporalAddress');
  const namespace = await freshNamespace(temporalAddress);
  const sandbox = await startSandbox({});
  const environment = childEnvironment({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_UI_URL: temporalUi,
    ABSENCE_SYNC_DATA: folder,
    ABSENCE_SYNC_KEY: masterKey.toString('base64'),
    ABSENCE_SYNC_ADMIN_KEY: administratorKey,
    MICROSOFT_LOGIN_ORIGIN: sandbox.origin,
    MICROSOFT_GRAPH_ORIGIN: sandbox.origin,
    MICROSOFT_TIMEOUT_SECONDS: String(options.timeoutSeconds ?? 10),
    CONNECTION_PROBE_SECONDS: String(options.probeSeconds ?? 3600),
    REPLAY_PAGE_SIZE: String(options.replayPageSize ?? 5000),
    MAILBOX_CHECK_SECONDS: String(options.mailboxCheckSeconds ?? 3600),
    ABSENCE_SYNC_EMBEDDED: 'true',
    SMTP_URL: options.smtpUrl ?? '',
    MAIL_FROM: 'Absence Sync <absence-sync@service.example>',
    ...(options.signIn && {
      SIGN_IN_ISSUER: options.signIn.issuer,
      SIGN_IN_CLIENT_ID: options.signIn.clientId,
      SIGN_IN_CLIENT_SECRET: options.signIn.clientSecret,
    }),
    LOG_LEVEL: 'debug',
  });
  const logs: string[] = [];
  const start = async (name: 'api' | 'worker', settings: NodeJS.ProcessEnv = {}): Promise<Piece> => {
    const log = join(folder, `${name}-${logs.length}.log`);
    logs.push(log);
    const running = await startProcess({
      name,
      command: process.execPath,
      args: [`${name}/main.ts`],
      env: { ...environment, ...settings },
      log,
    });
    return { running, log };
  };
  let { running: worker } = await start('worker');
  const { running: api, port } = await startApi(start);
  const origin = `http://127.0.0.1:${port}`;
  const database = openDatabase(databaseUrl, 5);
  const temporal = temporalClient({ temporalAddress, temporalNamespace: namespace }, masterKey);
  const administrator = administratorOf(origin, administratorKey);
  await untilAnswering(`${origin}/readyz`, () => `${api.lastLines()}\n${worker.lastLines()}`);
  const outlook = outlookAt(sandbox.origin);
  const house: House = {
    database,
    databaseUrl,
    keyring: await openKeyring(database, masterKey),
    temporal,
    namespace,
    outlook,
    origin,
    administrator,
    administratorKey,
    async eventsOf(path) {
      const response = await fetch(`${origin}${path}`, {
        headers: { authorization: `Bearer ${administratorKey}` },
      });
      const text = await response.text();
      return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    },
    worker: {
      stop: () => worker.stop(),
      kill: () => worker.kill(),
      async start(clockAdvanceSeconds) {
        if (clockAdvanceSeconds !== undefined)
          environment['CLOCK_ADVANCE_SECONDS'] = String(clockAdvanceSeconds);
        const started = await start('worker');
        worker = started.running;
        await untilSaid(started, 'worker is polling');
      },
    },
    company: (choices) => companyIn(house, choices),
    logs: () => logs.map((log) => readFileSync(log, 'utf8')).join('\n'),
    async close() {
      await Promise.all([worker.stop(), api.stop()]);
      await Promise.all([sandbox.close(), database.destroy(), temporal.connection.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return house;
}

/** Another program may take the port that was free: a house beside this one would then answer in its place. */
async function startApi(
  start: (name: 'api', settings: NodeJS.ProcessEnv) => Promise<Piece>,
): Promise<{ running: RunningProcess; port: number }> {
  for (;;) {
    const [port = 0] = await quietPorts(1);
    const api = await start('api', { PORT: String(port) });
    if (await hasSaid(api, 'listening on')) return { running: api.running, port };
    const why = api.running.lastLines();
    if (!why.includes('EADDRINUSE')) throw new Error(`the API has ended\n${why}`);
  }
}

async function freshNamespace(address: string): Promise<string> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs('1 day'),
    });
  } finally {
    await connection.close();
  }
  return namespace;
}
