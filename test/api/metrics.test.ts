import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { inCompany } from '#persistence/database.ts';
import { addMicrosoftRequests } from '#persistence/microsoft-requests.ts';
import { approvedVacation, openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

/** The figure's lines of one company: its other labels, and its value. */
async function figures(name: string, { companyId }: TestCompany): Promise<[labels: string, value: number][]> {
  const answer = await api.send('GET', '/metrics');
  expect(answer.status).toBe(200);
  return String(answer.body)
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) && line.includes(`"${companyId}"`))
    .map((line) => {
      const [labels = '', value] = line.slice(name.length).split(' ');
      return [labels, Number(value)];
    });
}

const inStore = (company: TestCompany, work: Parameters<typeof inCompany>[2]) =>
  inCompany(api.database, company.companyId, work);

test('a company’s registrations are counted by their state', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('1'));
  await company.hr(approvedVacation('2'));
  expect(await figures('absence_sync_registrations', company)).toEqual([
    [`{company="${company.companyId}",state="parked"}`, 2],
  ]);
});

test('how long approvals took to stand in Outlook is told in buckets that each hold the smaller ones', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('1'));
  await inStore(company, (transaction) =>
    transaction
      .insertInto('registration_events')
      .values({
        company_id: company.companyId,
        registration_id: toRegistrationId('1'),
        sequence: 2,
        type: 'CalendarEventCreated',
        recorded_at: sql<Date>`(select recorded_at + interval '7 seconds' from registration_events where sequence = 1)`,
        data: {},
      })
      .execute(),
  );
  const buckets = await figures('absence_sync_approved_to_outlook_seconds_bucket', company);
  expect(buckets.map(([labels, value]) => [/le="(.*)"/.exec(labels)?.[1], value])).toEqual([
    ...['0.1', '0.25', '0.5', '1', '2.5', '5'].map((le) => [le, 0]),
    ...['10', '15', '30', '60', '120', '240', '+Inf'].map((le) => [le, 1]),
  ]);
});

test('the days until a client secret expires are told, and fall below zero after its last', async () => {
  const [soon, over, unknown] = [await api.company(), await api.company(), await api.company()];
  for (const [company, days] of [
    [soon, 10],
    [over, -2],
    [unknown, null],
  ] as const)
    await inStore(company, (transaction) =>
      transaction
        .insertInto('connections')
        .values({
          company_id: company.companyId,
          state: 'healthy',
          enabled: true,
          tenant_id: 'tenant-1',
          client_id: 'client-1',
          secret: Buffer.from('sealed'),
          secret_expires_at: days === null ? null : new Date(Date.now() + days * 86_400_000),
        })
        .execute(),
    );
  const daysLeft = async (company: TestCompany) =>
    (await figures('absence_sync_secret_days_left', company)).map(([, days]) => Math.round(days));
  expect(await Promise.all([soon, over, unknown].map(daysLeft))).toEqual([[10], [-2], []]);
});

test('requests to Microsoft are counted by what they asked for and what came of them', async () => {
  const counts = [{ operation: 'createEvent', outcome: 'throttled', count: 3 }];
  await addMicrosoftRequests(api.database, counts);
  await addMicrosoftRequests(api.database, counts);
  const { body } = await api.send('GET', '/metrics');
  expect(String(body).split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE absence_sync_microsoft_requests_total counter',
      'absence_sync_microsoft_requests_total{operation="createEvent",outcome="throttled"} 6',
    ]),
  );
});

test('two that look at the same time both see all of it', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('1'));
  const seen = await Promise.all(
    Array.from({ length: 5 }, () => figures('absence_sync_registrations', company)),
  );
  expect(seen.map((lines) => lines.length)).toEqual([1, 1, 1, 1, 1]);
});
