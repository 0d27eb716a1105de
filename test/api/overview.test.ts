import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { saveConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { approvedVacation, openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const overview = async ({ path }: TestCompany, query = '') =>
  (await api.administrator('GET', `${path}/overview${query}`)).body;
const codes = (body: { nextSteps: { code: string }[] }) => body.nextSteps.map(({ code }) => code);

const day = 24 * 60 * 60 * 1000;
const connects = ({ companyId }: TestCompany, expiresInDays: number | null) =>
  inCompany(api.database, companyId, (transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: '11111111-2222-3333-4444-555555555555',
      clientId: '11111111-2222-3333-4444-666666666666',
      secret: { encrypted: Buffer.from('sealed'), hint: 'abc' },
      secretExpiresAt:
        expiresInDays === null ? null : new Date(Date.now() + expiresInDays * day).toISOString(),
    }),
  );

test('a company that is not connected is told to connect, in the language asked for', async () => {
  const company = await api.company({ language: 'da' });
  const body = await overview(company);
  expect(body).toMatchObject({
    registrations: { waiting: 0, syncing: 0, synced: 0, parked: 0, attention: 0, removed: 0, ignored: 0 },
    speed: {
      days: 1,
      timeZone: 'Europe/Copenhagen',
      promiseSeconds: 240,
      count: 0,
      p50Seconds: null,
      p95Seconds: null,
      points: [],
    },
    connection: null,
    secret: null,
    replay: null,
    mailboxesInTrouble: 0,
    awaitingApproval: 0,
  });
  expect(codes(body)).toEqual(['connect', 'import-registrations']);
  expect(body.nextSteps[0].message).toContain('Følg vejledningen under Forbindelse');
  await company.hr(approvedVacation());
  const english = await api.send('GET', `${company.path}/overview`, {
    headers: { authorization: `Bearer ${api.administratorKey}`, 'accept-language': 'en' },
  });
  expect(english.body.nextSteps).toEqual([
    {
      code: 'connect',
      count: 1,
      message: expect.stringMatching(/One registration is parked\. Follow the guide/),
    },
  ]);
});

test('those that wait for the HR system are told from those that are tried again', async () => {
  const company = await api.company();
  await company.hr({ ...approvedVacation('pending'), type: 'registration.created' });
  expect(await overview(company)).toMatchObject({ registrations: { waiting: 1 }, awaitingApproval: 1 });
});

test('a secret without a known day, or with its last day near, is told; else all is well', async () => {
  const [unknown, near, far] = [await api.company(), await api.company(), await api.company()];
  await connects(unknown, null);
  await connects(near, 9.5);
  await connects(far, 400);
  for (const company of [unknown, near, far]) await company.hr(approvedVacation());
  expect(codes(await overview(unknown))).toEqual(['enter-expiry-date']);
  const expiring = await overview(near);
  expect(codes(expiring)).toEqual(['secret-expires-soon']);
  expect(expiring.connection.state).toBe('expiring');
  expect(expiring.secret.daysLeft).toBe(expiring.nextSteps[0].count);
  expect(codes(await overview(far))).toEqual(['all-well']);
  expect(JSON.stringify(expiring)).not.toContain('sealed');
});

test('the speed is that of live approvals, in buckets of the window asked for', async () => {
  const company = await api.company();
  await company.hr(approvedVacation());
  await inCompany(api.database, company.companyId, (transaction) =>
    transaction
      .insertInto('registration_events')
      .values({
        company_id: company.companyId,
        registration_id: toRegistrationId('4711'),
        sequence: 2,
        type: 'CalendarEventCreated',
        data: {},
      })
      .execute(),
  );
  for (const days of [1, 7, 30]) {
    const { speed } = await overview(company, `?days=${days}`);
    expect(speed).toMatchObject({ count: 1, p50Seconds: expect.any(Number), points: [{ count: 1 }] });
    expect(speed.points[0].p95Seconds).toBe(speed.p95Seconds);
  }
  const refused = await api.administrator('GET', `${company.path}/overview?days=2`);
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'days' }] } });
});

test('a replay that has not ended is shown as it is told elsewhere', async () => {
  const company = await api.company();
  const { body } = await api.administrator('POST', `${company.path}/replays`, { scope: 'all' });
  expect((await overview(company)).replay).toEqual(body);
});

test('the list of companies tells which of them somebody should look at', async () => {
  const company = await api.company();
  await company.hr([approvedVacation('1'), approvedVacation('2')]);
  const listed = async () => {
    const { body } = await api.administrator('GET', '/v1/companies?limit=1000');
    return body.items.find(({ id }: { id: string }) => id === company.companyId);
  };
  expect(await listed()).toMatchObject({ connectionState: null, parked: 2, attention: 0 });
  await connects(company, 400);
  expect(await listed()).toMatchObject({ connectionState: 'healthy' });
});
