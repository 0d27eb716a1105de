import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { guidPattern } from '#domain/identifiers.ts';

/**
 * The settings, all of them: this file is the only reader of the environment. Every setting has a default that
 * works on one machine. A wrong value stops the start with a list of all that is wrong.
 */

const port = (preset: number) =>
  z.coerce
    .number('must be a port number')
    .int('must be a port number')
    .min(1, 'must be a port from 1 to 65535')
    .max(65535, 'must be a port from 1 to 65535')
    .default(preset);

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** https anywhere; plain http on loopback only, because tokens and client secrets travel there. */
const safeUrl = (example: string, isWellFormed: (url: URL) => boolean) =>
  z.string().superRefine((value, context) => {
    const url = URL.parse(value);
    if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || !isWellFormed(url))
      context.addIssue(`must be ${example}`);
    else if (url.protocol === 'http:' && !isLoopback(url.hostname))
      context.addIssue('must use https: plain http is for loopback addresses only');
  });

const origin = (example: string) =>
  safeUrl(`an origin such as ${example}`, ({ pathname }) => pathname === '/').transform(
    (value) => URL.parse(value)?.origin ?? value,
  );

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/');
  const version = isIP(address);
  const maximumBits = version === 4 ? 32 : 128;
  return (
    version !== 0 &&
    rest.length === 0 &&
    /^\d{1,3}$/.test(bits) &&
    Number(bits) <= maximumBits &&
    !text.endsWith('/0')
  );
}

/** Not quoted in what is wrong with it: it may hold a password. */
const smtpUrl = z.string().refine((value) => {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
}, 'must be a URL such as smtp://user:password@mail.contoso.example:587 or smtps://…');

const key32 = z
  .string()
  .refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64')
  .transform((value) => Buffer.from(value, 'base64'));

const settingsShape = z.object({
  PORT: port(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a URL such as postgres://user:password@host:5432/database')
    .optional(),
  POSTGRES_PORT: port(5433),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port, such as localhost:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  SANDBOX_PORT: port(3900),
  DEMO_HR_PORT: port(3901),
  ABSENCE_SYNC_DATA: z
    .string()
    .min(1)
    .default('.data')
    .transform((path) => resolve(path)),
  ABSENCE_SYNC_KEY: key32.optional(),
  ABSENCE_SYNC_ADMIN_KEY: z.string().min(20, 'must have at least 20 characters').optional(),
  MICROSOFT_LOGIN_ORIGIN: origin('https://login.microsoftonline.com').default(
    'https://login.microsoftonline.com',
  ),
  MICROSOFT_GRAPH_ORIGIN: origin('https://graph.microsoft.com').default('https://graph.microsoft.com'),
  MICROSOFT_TIMEOUT_SECONDS: z.coerce
    .number('must be a number of seconds')
    .min(0.1, 'must be at least 0.1')
    .max(120, 'must be at most 120')
    .default(10),
  CONNECTION_PROBE_SECONDS: z.coerce
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1')
    .max(86_400, 'must be at most 86400')
    .default(300),
  REPLAY_PAGE_SIZE: z.coerce
    .number('must be a number of registrations')
    .int('must be a whole number of registrations')
    .min(1, 'must be at least 1 registration')
    .max(20_000, 'must be at most 20000 registrations')
    .default(5000),
  MAILBOX_CHECK_SECONDS: z.coerce
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .min(1, 'must be at least 1')
    .max(86_400, 'must be at most 86400')
    .default(2100),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>@\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      'must be a mail address such as absence-sync@contoso.example or Absence Sync <absence-sync@contoso.example>',
    )
    .default('Absence Sync <absence-sync@localhost>'),
  CONSOLE_URL: origin('https://absence.contoso.example').optional(),
  TEMPORAL_UI_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as https://temporal.contoso.example' })
    .optional(),
  SIGN_IN_TENANT_ID: z.string().regex(guidPattern, 'must be the Directory (tenant) ID, a GUID').optional(),
  SIGN_IN_CLIENT_ID: z.string().min(1).optional(),
  SIGN_IN_CLIENT_SECRET: z.string().min(1).optional(),
  SIGN_IN_ISSUER: safeUrl(
    'a URL such as https://identity.contoso.example/realms/staff',
    () => true,
  ).optional(),
  TRUSTED_PROXIES: z
    .string()
    .refine(
      (value) => value.split(',').every((one) => isAddressOrNetwork(one.trim())),
      'must be addresses or networks, such as 10.0.0.7, 172.16.0.0/12',
    )
    .optional(),
  ABSENCE_SYNC_EMBEDDED: z.enum(['true', 'false'], 'must be true or false').default('false'),
  CLOCK_ADVANCE_SECONDS: z.coerce
    .number('must be a number of seconds')
    .int('must be a whole number of seconds')
    .default(0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type SettingName = keyof z.infer<typeof settingsShape>;
export const settingNames = Object.keys(settingsShape.shape) as SettingName[];

/** Half a sign-in lets nobody in, and would be noticed by whoever needs it first. */
const settings = settingsShape.superRefine((value, context) => {
  const hasIssuer = value.SIGN_IN_TENANT_ID !== undefined || value.SIGN_IN_ISSUER !== undefined;
  const given = [hasIssuer, value.SIGN_IN_CLIENT_ID !== undefined, value.SIGN_IN_CLIENT_SECRET !== undefined];
  if (given.every((is) => is === hasIssuer)) return;
  for (const [index, name] of ['SIGN_IN_TENANT_ID', 'SIGN_IN_CLIENT_ID', 'SIGN_IN_CLIENT_SECRET'].entries())
    if (given[index] === false)
      context.addIssue({ code: 'custom', path: [name], message: 'is missing: sign-in needs all three' });
});

/** Every setting that is wrong, in one message. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings';
}

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the settings from the environment.
 * @throws WrongSettings with a line for each wrong setting.
 */
export function readConfig(environment: Record<string, string | undefined> = process.env) {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success)
    throw new WrongSettings(
      `These settings are wrong:\n${parsed.error.issues
        .map((issue) => `  ${String(issue.path[0])} ${issue.message}`)
        .join('\n')}`,
    );
  const value = parsed.data;
  return {
    host: value.HOST,
    port: value.PORT,
    dataFolder: value.ABSENCE_SYNC_DATA,
    /** Given where the operator brings a Postgres; the embedded stack starts its own where it isn't. */
    givenDatabaseUrl: value.DATABASE_URL,
    databaseUrl: value.DATABASE_URL ?? embeddedDatabaseUrl(value.POSTGRES_PORT),
    postgresPort: value.POSTGRES_PORT,
    /** Given where the operator brings a Temporal server; the embedded stack starts its own where it isn't. */
    givenTemporalAddress: value.TEMPORAL_ADDRESS,
    temporalAddress: value.TEMPORAL_ADDRESS ?? `127.0.0.1:${value.TEMPORAL_PORT}`,
    temporalNamespace: value.TEMPORAL_NAMESPACE,
    temporalPort: value.TEMPORAL_PORT,
    temporalUiPort: value.TEMPORAL_UI_PORT,
    sandboxPort: value.SANDBOX_PORT,
    demoHrPort: value.DEMO_HR_PORT,
    microsoft: {
      loginOrigin: value.MICROSOFT_LOGIN_ORIGIN,
      graphOrigin: value.MICROSOFT_GRAPH_ORIGIN,
      timeoutSeconds: value.MICROSOFT_TIMEOUT_SECONDS,
      /** Whether either origin is given, Microsoft's own included: the embedded stack then brings no sandbox. */
      isRedirected:
        given['MICROSOFT_LOGIN_ORIGIN'] !== undefined || given['MICROSOFT_GRAPH_ORIGIN'] !== undefined,
    },
    /** How long a connection that Microsoft has closed is left alone before it is tried again. */
    connectionProbeSeconds: value.CONNECTION_PROBE_SECONDS,
    /** How long a mailbox in trouble is left alone before it is checked. */
    mailboxCheckSeconds: value.MAILBOX_CHECK_SECONDS,
    replayPageSize: value.REPLAY_PAGE_SIZE,
    /** Null where nobody gets mails. */
    mail: value.SMTP_URL === undefined ? null : { smtpUrl: value.SMTP_URL, from: value.MAIL_FROM },
    /** Whether all runs on one machine, as `npm start` has it: webhooks may then go to this machine. */
    isEmbedded: value.ABSENCE_SYNC_EMBEDDED === 'true',
    /** The origin under which browsers reach the console. */
    consoleOrigin: value.CONSOLE_URL ?? `http://127.0.0.1:${value.PORT}`,
    /** Pages beside the console that it leads to; the sandbox is one in the demonstration alone. */
    links: {
      temporalUi: value.TEMPORAL_UI_URL?.replace(/\/+$/, '') ?? null,
      temporalNamespace: value.TEMPORAL_NAMESPACE,
      sandbox:
        value.ABSENCE_SYNC_EMBEDDED === 'true' && isLoopback(new URL(value.MICROSOFT_GRAPH_ORIGIN).hostname)
          ? value.MICROSOFT_GRAPH_ORIGIN
          : null,
    },
    /** Null where nobody signs in to the console but by one-time links. */
    signIn: signInOf(value),
    trustedProxies: value.TRUSTED_PROXIES ?? null,
    /** For demonstrations and tests: how far ahead the worker's clock is that decides which absences are over. */
    clockAdvanceSeconds: value.CLOCK_ADVANCE_SECONDS,
    logLevel: value.LOG_LEVEL,
    givenMasterKey: value.ABSENCE_SYNC_KEY,
    givenAdministratorKey: value.ABSENCE_SYNC_ADMIN_KEY,
  };
}

function signInOf(value: z.infer<typeof settingsShape>) {
  const { SIGN_IN_CLIENT_ID: clientId, SIGN_IN_CLIENT_SECRET: clientSecret } = value;
  if (clientId === undefined || clientSecret === undefined) return null;
  const issuer =
    value.SIGN_IN_ISSUER ??
    `https://login.microsoftonline.com/${value.SIGN_IN_TENANT_ID?.toLowerCase()}/v2.0`;
  return { issuer, clientId, clientSecret };
}

const embeddedDatabaseUrl = (postgresPort: number): string =>
  `postgres://absence_sync:absence_sync@127.0.0.1:${postgresPort}/absence_sync`;

/** The master key: ABSENCE_SYNC_KEY, else `master.key` in the data folder, made at the first start (mode 0600). */
export function readMasterKey(config: Config): Buffer {
  if (config.givenMasterKey) return config.givenMasterKey;
  const stored = readOrCreate(join(config.dataFolder, 'master.key'), () =>
    randomBytes(32).toString('base64'),
  );
  const key = Buffer.from(stored, 'base64');
  if (key.length !== 32)
    throw new WrongSettings(`${join(config.dataFolder, 'master.key')} must hold 32 bytes in base64`);
  return key;
}

/** The administrator key: ABSENCE_SYNC_ADMIN_KEY, else `admin.key` in the data folder, made at the first start (mode 0600). */
export function readAdministratorKey(config: Config): string {
  return (
    config.givenAdministratorKey ??
    readOrCreate(join(config.dataFolder, 'admin.key'), () => `adm_${randomBytes(32).toString('base64url')}`)
  );
}

/** Linked into place whole, so that two processes that start together agree and none reads half a key. */
function readOrCreate(file: string, create: () => string): string {
  const read = (): string => readFileSync(file, 'utf8').trim();
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(resolve(file, '..'), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${create()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read();
}
