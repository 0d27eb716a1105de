import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { inCompany } from '#persistence/database.ts';
import { holdConnection } from '#persistence/connections.ts';
import { patience, vacation, type Absence, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import type { Answer } from '../house/http.ts';
import { ended, imports, pathOf, replays, type Row } from '../house/hr-export.ts';
import type { RecordedRequest } from '../house/outlook.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  // Killed workers hold what they were writing for twice as long; an answer that is lost costs a request more.
  house = await openHouse({ timeoutSeconds: 10, replayPageSize: 900 });
  // Shorter than the library's five minutes of foresight: each request asks for a token, as after an hour.
  await house.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 200 });
});
afterAll(() => house?.close());
beforeEach(async () => {
  await house.outlook.forgetFaults();
  company = await house.company();
});

const renewed = 'New8Q~a-secret-that-was-made-in-Entra-today';

function secretsAre(...secrets: readonly { value: string; endDateTime: string }[]) {
  const { tenantId, clientId } = company;
  return house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, { secrets });
}
const expires = () => secretsAre({ value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' });
const isRenewedInEntra = () =>
  secretsAre(
    { value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' },
    { value: renewed, endDateTime: '2099-01-01T00:00:00Z' },
  );
const savesRenewed = () =>
  house.administrator('PUT', `${pathOf(company)}/connection/secret`, { clientSecret: renewed });
const connection = async () => (await house.administrator('GET', `${pathOf(company)}/connection`)).body;
const replay = async (replayId: string): Promise<Answer['body']> =>
  (await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`)).body;

const isWrite = ({ operation }: RecordedRequest): boolean => /^(create|update|delete)Event$/.test(operation);
const requestsTo = async ({ mailbox }: Employee): Promise<readonly RecordedRequest[]> =>
  (await house.outlook.requests()).filter((request) => request.mailbox === mailbox);

async function parked(...absences: readonly Absence[]): Promise<void> {
  for (const absence of absences) await company.untilState(absence, 'parked');
  for (const absence of absences) await company.untilIdle(absence);
}

test('what was registered while the secret was expired reaches Outlook by its net effect', async () => {
  const [a, b, c, d, e] = [
    vacation(await company.employee('Anna'), '2027-03-01', '2027-03-02'),
    vacation(await company.employee('Bo'), '2027-03-01', '2027-03-02'),
    vacation(await company.employee('Clara'), '2027-03-01', '2027-03-02'),
    vacation(await company.employee('David'), '2027-03-01', '2027-03-02'),
    vacation(await company.employee('Emma'), '2027-03-01', '2027-03-02'),
  ];
  for (const absence of [d, e]) {
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
  }
  const [standing] = await house.outlook.calendarOf(d.employee.mailbox);
  await expires();
  await company.hr.creates(a);
  await company.hr.approves(a);
  await company.hr.creates(b, { approved: true });
  await company.hr.creates(c, { approved: true });
  await parked(a, b, c);
  await company.hr.deletes(b);
  await company.hr.changes({ ...c, period: { from: '2027-03-08', to: '2027-03-09' } });
  await company.hr.changes({ ...d, period: { from: '2027-03-03', to: '2027-03-04' } });
  await company.hr.changes({ ...e, absenceType: 'mileage' });
  await parked(c, d, e);
  await company.untilState(b, 'ignored');
  expect(await connection()).toMatchObject({ state: 'expired', reason: { code: 'secret-expired' } });

  await isRenewedInEntra();
  await house.outlook.forgetRequests();
  const saved = await savesRenewed();
  expect(saved.body).toMatchObject({ state: 'healthy', replayId: expect.any(String) });
  expect(await ended(house, company, saved.body.replayId)).toMatchObject({
    cause: 'secret-renewed',
    state: 'completed',
    counts: { created: 2, updated: 1, removed: 1, skipped: 1, failed: 0 },
  });

  const days = async ({ employee }: Absence) =>
    (await house.outlook.calendarOf(employee.mailbox)).map(({ start, end }) =>
      [start, end].map(({ dateTime }) => dateTime.slice(0, 10)),
    );
  expect(await days(a)).toEqual([['2027-03-01', '2027-03-03']]);
  expect(await days(c)).toEqual([['2027-03-08', '2027-03-10']]);
  expect(await days(d)).toEqual([['2027-03-03', '2027-03-05']]);
  expect(await house.outlook.calendarOf(d.employee.mailbox)).toMatchObject([
    { immutableId: standing?.immutableId },
  ]);
  expect(await days(e)).toEqual([]);
  expect(await requestsTo(b.employee)).toEqual([]);
  expect((await house.outlook.requests()).filter(isWrite)).toHaveLength(4);

  await house.outlook.forgetRequests();
  expect(await replays(house, company, { scope: 'all' })).toMatchObject({
    counts: { created: 0, updated: 0, removed: 0, failed: 0 },
  });
  expect((await house.outlook.requests()).filter(isWrite)).toEqual([]);
});

describe('5,000 registrations parked, in 100 mailboxes', () => {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

  test('reach Outlook by their net effect though the worker is killed twice in the midst of it', async () => {
    const employees = await Promise.all(
      range(0, 100).map((number) => company.employee(`Employee ${number}`)),
    );
    const row = (number: number, change: Partial<Row> = {}): Row => {
      const employee = employees[number % 100];
      if (employee === undefined) throw new RangeError(`No employee ${number}`);
      return { id: `r${number}`, employee, ...change };
    };
    const until = async (replayId: string, isReached: (now: Answer['body']) => boolean) =>
      vi.waitFor(
        async () => {
          const now = await replay(replayId);
          expect(isReached(now), JSON.stringify(now)).toBe(true);
          return now;
        },
        { timeout: 180_000, interval: 50 },
      );
    const before = await imports(
      house,
      company,
      range(0, 1000).map((number) => row(number)),
    );
    await until(before.body.replayId, ({ state }) => state === 'completed');
    const idsBefore = new Set(
      (await house.outlook.allEvents(company.tenantId)).map(({ immutableId }) => immutableId),
    );
    await expires();
    const first = vacation(await company.employee('Anna'), '2027-03-01', '2027-03-02');
    await company.hr.creates(first, { approved: true });
    await parked(first);
    const outage = [
      ...range(0, 500).map((number) => row(number, { version: 2, from: '2027-03-03', to: '2027-03-04' })),
      ...range(500, 1000).map((number) => row(number, { version: 2, type: 'mileage' })),
      ...range(1000, 3000).map((number) => row(number)),
      ...range(3000, 4000).map((number) => row(number, { status: 'deleted' })),
      ...range(4000, 4999).map((number) => row(number, { version: 2, from: '2027-03-08', to: '2027-03-09' })),
    ];
    expect((await imports(house, company, outage)).body).toMatchObject({ replayId: null });

    await isRenewedInEntra();
    await house.outlook.forgetRequests();
    const { replayId } = (await savesRenewed()).body;
    for (const done of [1200, 2600]) {
      await until(replayId, (now) => now.done >= done);
      await house.worker.kill();
      await house.worker.start();
    }
    const waiting = await until(replayId, ({ state }) => state !== 'running');
    expect(waiting).toMatchObject({ state: 'awaiting-approval', removals: 500 });
    await house.administrator('POST', `${pathOf(company)}/replays/${replayId}/approve`);
    const report = await until(replayId, ({ endedAt }) => endedAt !== null);
    expect(report).toMatchObject({
      state: 'completed',
      total: 5000,
      counts: { created: 3000, updated: 500, removed: 500, skipped: 1000, failed: 0 },
    });

    const events = await house.outlook.allEvents(company.tenantId);
    const starting = (day: string) => events.filter(({ start }) => start.dateTime.startsWith(day));
    expect(events).toHaveLength(3500);
    expect(starting('2027-03-01')).toHaveLength(2001);
    expect(starting('2027-03-08')).toHaveLength(999);
    expect(starting('2027-03-03')).toHaveLength(500);
    expect(starting('2027-03-03').every(({ immutableId }) => idsBefore.has(immutableId))).toBe(true);
    expect((await house.outlook.counts())['maximumConcurrentPerMailbox']).toBeLessThanOrEqual(4);

    await house.outlook.forgetRequests();
    const again = await house.administrator('POST', `${pathOf(company)}/replays`, { scope: 'all' });
    await until(again.body.replayId, ({ state }) => state === 'completed');
    expect(await house.outlook.counts()).toMatchObject({ createEvent: 0, updateEvent: 0, deleteEvent: 0 });
  }, 400_000);
});

test('a failure that began before the renewal and arrives after it does not close the connection again', async () => {
  await expires();
  const held = await house.outlook.fault({ operation: 'token', effect: { kind: 'commitThenHold' } });
  const late = vacation(await company.employee('Anna'), '2027-03-01', '2027-03-02');
  await company.hr.creates(late, { approved: true });
  await expect.poll(() => house.outlook.faultStrikes(held)).toBe(1);
  await isRenewedInEntra();
  expect((await savesRenewed()).body).toMatchObject({ state: 'healthy' });
  await house.outlook.releaseFault(held);
  await company.untilState(late, 'synced');
  await company.untilIdle(late);
  expect(await connection()).toMatchObject({ state: 'healthy' });
  expect(await house.outlook.calendarOf(late.employee.mailbox)).toHaveLength(1);
});

/** How many of the house's sessions wait for a row that another holds. */
async function waitForLocks(): Promise<number> {
  const owner = new Client({ connectionString: house.databaseUrl });
  await owner.connect();
  try {
    const { rows } = await owner.query(
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    return rows.length;
  } finally {
    await owner.end();
  }
}

test('what parks while the renewal commits is in the replay', async () => {
  await expires();
  const first = vacation(await company.employee('Anna'), '2027-03-01', '2027-03-02');
  await company.hr.creates(first, { approved: true });
  await parked(first);
  await isRenewedInEntra();
  const second = vacation(await company.employee('Bo'), '2027-03-01', '2027-03-02');
  let saving: ReturnType<typeof savesRenewed> | undefined;
  // Held as a registration that parks holds it: the renewal has its token and waits to commit.
  await inCompany(house.database, company.companyId, async (transaction) => {
    await holdConnection(transaction);
    saving = savesRenewed();
    await vi.waitFor(async () => expect(await waitForLocks()).toBe(1), patience);
    await company.hr.creates(second, { approved: true });
    await parked(second);
  });
  const saved = await saving;
  expect(await ended(house, company, saved?.body.replayId)).toMatchObject({ counts: { created: 2 } });
  for (const absence of [first, second]) await company.untilState(absence, 'synced');
  expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(2);
});

test('while expired Entra is asked once, however many events arrive', async () => {
  await expires();
  await house.outlook.forgetRequests();
  const anna = await company.employee('Anna');
  const absences = Array.from({ length: 40 }, () => vacation(anna, '2027-03-01', '2027-03-02'));
  await Promise.all(absences.slice(0, 20).map((absence) => company.hr.creates(absence, { approved: true })));
  await parked(...absences.slice(0, 20));
  await Promise.all(absences.slice(20).map((absence) => company.hr.creates(absence, { approved: true })));
  await parked(...absences.slice(20));
  expect(await house.outlook.counts()).toMatchObject({ token: 1, createEvent: 0 });
});
