import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { FastifyInstance } from 'fastify';
import type { Dependencies } from '#api/dependencies.ts';
import { createLogger } from '#api/logger.ts';
import { buildServer } from '#api/server.ts';
import { temporalClient } from '#client/temporal-client.ts';
import { toCompanyId, type CompanyId } from '#domain/identifiers.ts';
import { inCompany, openDatabase, type Database } from '#persistence/database.ts';
import { openKeyring, type Keyring } from '#persistence/encryption.ts';
import { freshDatabaseUrl } from '../setup/database.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests assert on whatever the API answers
  readonly body: any;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The API with a database of its own and nobody behind it: no worker, and Temporal only where a test asks for it. */
export interface TestApi {
  readonly server: FastifyInstance;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly administratorKey: string;
  send(method: Method, path: string, sent?: Sent): Promise<Answer>;
  /** As an administrator, in JSON. */
  administrator(method: Method, path: string, body?: object): Promise<Answer>;
  company(options?: { readonly language?: string }): Promise<TestCompany>;
  logs(): string;
  close(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface TestCompany {
  readonly companyId: CompanyId;
  readonly apiKey: string;
  readonly signingSecret: string;
  readonly path: string;
  /** As the HR system with its key. */
  hr(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  imports(file: string | Buffer, options?: { contentType?: string; skipInvalid?: boolean }): Promise<Answer>;
  /** How many events stand in the store. */
  recorded(): Promise<number>;
}

interface OpenOptions extends Pick<
  Dependencies,
  'now' | 'consoleOrigin' | 'consoleFolder' | 'links' | 'signIn' | 'isEmbedded'
> {
  readonly isTemporalAway: boolean;
  readonly databaseUrl: string;
}

const administratorKey = `adm_${randomBytes(24).toString('base64url')}`;

export async function openApi({
  isTemporalAway = false,
  databaseUrl = '',
  isEmbedded = false,
  ...rest
}: Partial<OpenOptions> = {}): Promise<TestApi> {
  const url = await freshDatabaseUrl();
  const store = openDatabase(url, 5);
  const masterKey = randomBytes(32);
  const keyring = await openKeyring(store, masterKey);
  const database = databaseUrl === '' ? store : openDatabase(databaseUrl, 5);
  const temporalAddress = isTemporalAway ? '127.0.0.1:1' : inject('temporalAddress');
  const temporal = temporalClient({ temporalAddress, temporalNamespace: 'default' }, masterKey);
  const lines: string[] = [];
  const logger = createLogger('trace', { write: (line) => void lines.push(line) });
  const server = await buildServer(
    {
      database,
      keyring,
      temporal,
      administratorKey,
      connectionProbeSeconds: 300,
      workerPatienceSeconds: 2,
      isEmbedded,
      now: () => new Date(),
      consoleOrigin: 'http://127.0.0.1:3000',
      consoleFolder: '/nowhere',
      links: { temporalUi: null, temporalNamespace: 'default', sandbox: null },
      signIn: null,
      trustedProxies: null,
      ...rest,
    },
    logger,
  );

  const send: TestApi['send'] = async (method, path, { headers = {}, body } = {}) => {
    const answer = await server.inject({
      method,
      url: path,
      headers,
      ...(body !== undefined && { payload: body }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: isJson ? JSON.parse(answer.body) : answer.body,
    };
  };
  const api: TestApi = {
    server,
    database,
    keyring,
    administratorKey,
    send,
    administrator: (method, path, body) =>
      send(method, path, {
        headers: {
          authorization: `Bearer ${administratorKey}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    company: (options) => makeCompany(api, options),
    logs: () => lines.join(''),
    async close() {
      await server.close();
      await Promise.all([...new Set([database, store])].map((one) => one.destroy()));
    },
  };
  return api;
}

async function makeCompany(api: TestApi, { language = 'en' } = {}): Promise<TestCompany> {
  const companyId = toCompanyId(`company-${randomBytes(4).toString('hex')}`);
  const made = await api.administrator('POST', '/v1/companies', {
    id: companyId,
    name: 'Contoso A/S',
    language,
    timeZone: 'Europe/Copenhagen',
  });
  const { apiKey, signingSecret } = made.body as { apiKey: string; signingSecret: string };
  const path = `/v1/companies/${companyId}`;
  return {
    companyId,
    apiKey,
    signingSecret,
    path,
    hr: (body, headers = {}) =>
      api.send('POST', `${path}/events`, {
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': `application/cloudevents${Array.isArray(body) ? '-batch' : ''}+json`,
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    imports: (file, { contentType = 'text/csv', skipInvalid = false } = {}) =>
      api.send('POST', `${path}/imports?skipInvalid=${skipInvalid}`, {
        headers: { authorization: `Bearer ${administratorKey}`, 'content-type': contentType },
        body: file,
      }),
    recorded: () =>
      inCompany(api.database, companyId, async (transaction) => {
        const rows = await transaction.selectFrom('registration_events').select('sequence').execute();
        return rows.length;
      }),
  };
}

export const anna = {
  id: '7',
  mailbox: 'anna.holm@contoso.example',
  name: 'Anna Holm',
  timeZone: 'Europe/Copenhagen',
};

/** An approved vacation, as the HR system says it. */
export function approvedVacation(registrationId = '4711', data: object = {}) {
  return {
    specversion: '1.0',
    id: `evt-${registrationId}`,
    source: 'https://hr.example/contoso',
    type: 'registration.approved',
    time: '2026-11-23T08:00:00Z',
    subject: registrationId,
    data: {
      registrationId,
      version: 2,
      employee: anna,
      absenceType: 'vacation',
      period: { from: '2026-12-01', to: '2026-12-05' },
      comment: 'Skiferie',
      ...data,
    },
  };
}
