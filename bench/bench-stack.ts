import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAdministratorKey, readConfig } from '#config.ts';
import { apiOrigin, sandboxOrigin } from '#stack/pieces.ts';
import { freePorts } from '#stack/ports.ts';
import { createStack } from '#stack/stack.ts';

/** The embedded stack on free ports and a fresh data folder: the same processes that `npm start` runs. */
export interface BenchStack {
  readonly sandboxOrigin: string;
  readonly databaseUrl: string;
  /** The API as an administrator; throws on a refusal. */
  administer<Answer>(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>;
  /** The sandbox's control API; throws on a refusal. */
  control<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  company(mailboxes: number): Promise<BenchCompany>;
  stop(): Promise<void>;
}

export interface BenchCompany {
  readonly companyId: string;
  readonly tenantId: string;
  readonly mailboxes: readonly string[];
  /** Posts an approved registration as the HR system does; resolves when it is recorded. */
  posts(registrationId: string, mailbox: string): Promise<void>;
  /** Posts a batch of CloudEvents as the HR system does; resolves when they are recorded. */
  sends(events: readonly object[]): Promise<void>;
  /** Lets its client secret run out at Microsoft's side. */
  expires(): Promise<void>;
  /** Creates an event by one request and nothing else, with a token that is asked for now. */
  bareSender(): Promise<(mailbox: string) => Promise<void>>;
}

export async function startBenchStack(): Promise<BenchStack> {
  const folder = mkdtempSync(join(tmpdir(), 'absence-sync-bench-'));
  const [port, postgresPort, temporalPort, uiPort, sandboxPort, demoHrPort] = await freePorts(6);
  const config = readConfig({
    PORT: String(port),
    POSTGRES_PORT: String(postgresPort),
    TEMPORAL_PORT: String(temporalPort),
    TEMPORAL_UI_PORT: String(uiPort),
    SANDBOX_PORT: String(sandboxPort),
    DEMO_HR_PORT: String(demoHrPort),
    ABSENCE_SYNC_DATA: folder,
  });
  const stack = createStack(config, () => {});
  await stack.start();
  const key = readAdministratorKey(config);
  const administer: BenchStack['administer'] = (method, path, body, contentType) =>
    call(`${apiOrigin(config)}${path}`, method, body, { authorization: `Bearer ${key}` }, contentType);
  const control: BenchStack['control'] = (method, path, body) =>
    call(`${sandboxOrigin(config)}${path}`, method, body);
  return {
    sandboxOrigin: sandboxOrigin(config),
    databaseUrl: config.databaseUrl,
    administer,
    control,
    company: (mailboxes) =>
      connectCompany(apiOrigin(config), sandboxOrigin(config), administer, control, mailboxes),
    async stop() {
      await stack.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function call<Answer>(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
  contentType = 'application/json',
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': contentType }) },
    body: body === undefined || typeof body === 'string' ? (body ?? null) : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`);
  return (text === '' ? null : JSON.parse(text)) as Answer;
}

async function connectCompany(
  origin: string,
  sandbox: string,
  administer: BenchStack['administer'],
  control: BenchStack['control'],
  mailboxCount: number,
): Promise<BenchCompany> {
  const [tenantId, clientId] = [randomUUID(), randomUUID()];
  const companyId = `bench-${randomBytes(4).toString('hex')}`;
  const clientSecret = `Bench~${randomBytes(16).toString('hex')}`;
  const mailboxes = Array.from(
    { length: mailboxCount },
    (_, index) => `employee${index}@${companyId}.example`,
  );
  await control('PUT', `/sandbox/tenants/${tenantId}`, { displayName: companyId });
  await control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, {
    roles: ['Calendars.ReadWrite'],
    secrets: [{ value: clientSecret, endDateTime: '2099-01-01T00:00:00Z' }],
  });
  await control('POST', `/sandbox/tenants/${tenantId}/mailboxes`, {
    mailboxes: mailboxes.map((address) => ({ address })),
  });
  const { apiKey } = await administer<{ apiKey: string }>('POST', '/v1/companies', {
    id: companyId,
    name: companyId,
    language: 'en',
    timeZone: 'Europe/Copenhagen',
  });
  await administer('PUT', `/v1/companies/${companyId}/connection`, {
    tenantId,
    clientId,
    clientSecret,
    enabled: true,
  });
  return {
    companyId,
    tenantId,
    mailboxes,
    expires: () =>
      control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, {
        secrets: [{ value: clientSecret, endDateTime: '2020-01-01T00:00:00Z' }],
      }),
    bareSender: () => bareSender(sandbox, tenantId, clientId, clientSecret),
    sends: (events) =>
      call(
        `${origin}/v1/companies/${companyId}/events`,
        'POST',
        events,
        { authorization: `Bearer ${apiKey}` },
        'application/cloudevents-batch+json',
      ),
    posts: (registrationId, mailbox) =>
      call(
        `${origin}/v1/companies/${companyId}/events`,
        'POST',
        approvedEvent(registrationId, mailbox),
        { authorization: `Bearer ${apiKey}` },
        'application/cloudevents+json',
      ),
  };
}

/** By fetch alone: no library, no retry, no record. */
async function bareSender(
  origin: string,
  tenantId: string,
  clientId: string,
  clientSecret: string,
): Promise<(mailbox: string) => Promise<void>> {
  const answer = await fetch(`${origin}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'https://graph.microsoft.com/.default',
      grant_type: 'client_credentials',
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const body = {
    subject: 'Absent',
    isAllDay: true,
    start: { dateTime: '2027-01-04T00:00:00', timeZone: 'Romance Standard Time' },
    end: { dateTime: '2027-01-09T00:00:00', timeZone: 'Romance Standard Time' },
    showAs: 'oof',
    sensitivity: 'private',
  };
  return async (mailbox) => {
    await call(`${origin}/v1.0/users/${mailbox}/events`, 'POST', body, { authorization: `Bearer ${token}` });
  };
}

export const approvedEvent = (registrationId: string, mailbox: string) => ({
  specversion: '1.0',
  id: randomUUID(),
  source: 'https://hr.example/bench',
  type: 'registration.created',
  data: {
    registrationId,
    version: 1,
    approved: true,
    employee: { id: mailbox, mailbox },
    absenceType: 'vacation',
    period: { from: '2027-01-04', to: '2027-01-08' },
  },
});
