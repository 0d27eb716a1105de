import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { closeConnection, saveConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { approvedVacation, openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

interface Row {
  readonly actor: string;
  readonly action: string;
  readonly summary: string;
}

async function log(company: TestCompany, query = ''): Promise<Row[]> {
  const { body } = await api.administrator('GET', `${company.path}/activity?${query}`);
  return body.items;
}

const sayings = (rows: readonly Row[]) => rows.map(({ actor, summary }) => `${actor}: ${summary}`);

const inStore = (company: TestCompany, work: Parameters<typeof inCompany>[2]) =>
  inCompany(api.database, company.companyId, work);

const connection = {
  enabled: true,
  tenantId: 'tenant-1',
  clientId: 'client-1',
  secretExpiresAt: null,
};
const secret = (hint: string) => ({ encrypted: Buffer.from('sealed'), hint });

test('an administrator’s acts are listed, newest first, by the names of what changed', async () => {
  const company = await api.company();
  await api.administrator('PATCH', company.path, {
    notifications: { mail: ['it@contoso.example'] },
    syncFrom: '2026-01-01',
  });
  await api.administrator('PUT', `${company.path}/absence-types/sick`, { synced: false });
  expect(sayings(await log(company))).toEqual([
    'administrator: The absence type sick was changed: synced.',
    'administrator: The company’s choices were changed: syncFrom, notifications.',
    'administrator: The company was made.',
  ]);
});

test('what changes nothing is not listed', async () => {
  const company = await api.company();
  await api.administrator('PATCH', company.path, { language: 'en' });
  await api.administrator('PUT', `${company.path}/absence-types/sick`, { synced: true });
  expect((await log(company)).map(({ action }) => action)).toEqual(['company-made']);
});

test('an import is listed with its counts', async () => {
  const company = await api.company();
  const header =
    'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
  const row = (id: string, from: string) =>
    `${id},1,7,Anna Holm,anna.holm@contoso.example,,vacation,approved,${from},2026-12-05,Ski`;
  const file = [header, row('1', '2026-12-01'), row('2', 'never')].join('\n');
  await company.imports(file, { skipInvalid: true });
  await company.imports(file, { skipInvalid: true });
  expect(sayings(await log(company)).slice(0, 2)).toEqual([
    'administrator: An HR export was imported: 0 recorded, 1 known already, 1 skipped.',
    'administrator: An HR export was imported: 1 recorded, 0 known already, 1 skipped.',
  ]);
});

test('a connection’s saves and its state changes are listed, with Microsoft’s request id', async () => {
  const company = await api.company();
  const microsoft = { status: 401, code: 'AADSTS7000222', requestId: 'r-expired' };
  await inStore(company, (transaction) =>
    saveConnection(transaction, { ...connection, secret: secret('abc') }),
  );
  await inStore(company, (transaction) =>
    closeConnection(transaction, 1, 'expired', { code: 'secret-expired', microsoft }),
  );
  await inStore(company, (transaction) =>
    saveConnection(transaction, { ...connection, secret: secret('def') }),
  );
  await api.administrator('PATCH', `${company.path}/connection`, { enabled: false });
  const rows = await log(company);
  expect(rows.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
    'administrator connection-switched-off',
    'administrator secret-renewed',
    'absence-sync connection-closed',
    // Both in one transaction, and so at one time: the later one first.
    'administrator connection-switched-on',
    'administrator connection-saved',
    'administrator company-made',
  ]);
  expect(rows[2]).toMatchObject({
    summary: 'The connection to Microsoft 365 was closed (expired). The client secret has expired.',
    requestId: 'r-expired',
  });
});

async function answered(company: TestCompany, sequence: number, type: string, data: object): Promise<void> {
  await inStore(company, (transaction) =>
    transaction
      .insertInto('registration_events')
      .values({
        company_id: company.companyId,
        registration_id: toRegistrationId('4711'),
        sequence,
        type,
        data,
      })
      .execute(),
  );
}

test('requests to Microsoft are listed with the registration and Microsoft’s own answer', async () => {
  const company = await api.company({ language: 'da' });
  await company.hr(approvedVacation('4711'));
  const microsoft = { status: 429, code: 'TooManyRequests', requestId: 'r-429' };
  await answered(company, 2, 'CalendarWriteFailed', {
    answer: 'refused',
    consequence: 'retry',
    reason: { code: 'throttled', microsoft },
    nextAttemptAt: null,
  });
  await answered(company, 3, 'CalendarEventCreated', { event: {}, wasAdopted: false, requestId: 'r-made' });
  expect(await log(company, 'actor=microsoft')).toMatchObject([
    {
      actor: 'microsoft',
      action: 'calendar-event-created',
      summary: 'Begivenheden er oprettet i Outlook.',
      requestId: 'r-made',
      registrationId: '4711',
    },
    {
      action: 'calendar-write-failed',
      summary: 'Microsoft 365 har bedt om en pause. Der prøves igen.',
      requestId: 'r-429',
      registrationId: '4711',
      microsoft,
    },
  ]);
});

test('the log is read page by page, and by actor', async () => {
  const company = await api.company();
  await api.administrator('PATCH', company.path, { language: 'da' });
  const first = await api.administrator('GET', `${company.path}/activity?limit=1`);
  expect(first.body.items).toMatchObject([{ action: 'company-changed' }]);
  const second = await api.administrator(
    'GET',
    `${company.path}/activity?limit=1&cursor=${first.body.nextCursor}`,
  );
  expect(second.body).toMatchObject({ items: [{ action: 'company-made' }], nextCursor: null });
  expect(await log(company, 'actor=absence-sync')).toEqual([]);
});

test.each([
  ['cursor=nonsense', 'cursor'],
  ['actor=somebody', 'actor'],
  ['limit=0', 'limit'],
])('a wrong query is named: %s', async (query, path) => {
  const company = await api.company();
  const { status, body } = await api.administrator('GET', `${company.path}/activity?${query}`);
  expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path });
});

test('the log holds no secret, name, mailbox or comment', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('4711'));
  await api.administrator('PATCH', company.path, { notifications: { mail: ['it@contoso.example'] } });
  await inStore(company, (transaction) =>
    saveConnection(transaction, { ...connection, secret: secret('abc') }),
  );
  const rows = await inStore(company, (transaction) =>
    transaction.selectFrom('activity').selectAll().execute(),
  );
  expect(JSON.stringify([rows, await log(company)])).not.toMatch(/sealed|Holm|contoso\.example|Skiferie/);
});
