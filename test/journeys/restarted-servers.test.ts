import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '#migrations/migrate.ts';
import { startPostgres, type Postgres } from '#stack/postgres.ts';
import { startTemporal, type Temporal } from '#stack/temporal.ts';
import { vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { quietPorts } from '../setup/ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'absence-sync-restarts-'));
let postgres: Postgres;
let temporal: Temporal;
let house: House;
let company: TestCompany;

beforeAll(async () => {
  const [postgresPort = 0, temporalPort = 0] = await quietPorts(2);
  [postgres, temporal] = await Promise.all([
    startPostgres({
      folder: join(folder, 'postgres'),
      port: postgresPort,
      log: join(folder, 'postgres.log'),
    }),
    startTemporal({
      folder: join(folder, 'temporal'),
      port: temporalPort,
      log: join(folder, 'temporal.log'),
    }),
  ]);
  await migrate(postgres.url);
  house = await openHouse({
    timeoutSeconds: 3,
    databaseUrl: postgres.url,
    temporalAddress: temporal.address,
  });
  company = await house.company();
}, 90_000);
afterAll(async () => {
  await house?.close();
  await Promise.all([postgres?.stop(), temporal?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

test('Temporal is away: registrations are taken all the same, and reach Outlook when it is back', async () => {
  const anna = await company.employee('Anna Holm');
  const before = vacation(anna, '2026-12-01', '2026-12-01');
  await company.hr.creates(before, { approved: true });
  await company.untilState(before, 'synced');

  await temporal.kill();
  const during = vacation(anna, '2026-12-02', '2026-12-02');
  const answer = await company.hr.creates(during, { approved: true });
  expect(answer.status).toBe(202);
  await company.hr.deletes(before);
  temporal = await temporal.restart();
  await company.seesIn(anna, (events) => {
    expect(events.map(({ start }) => start.dateTime)).toEqual(['2026-12-02T00:00:00']);
  });
}, 120_000);

test('Postgres is killed in the midst of it: nothing that was acknowledged is lost', async () => {
  const bo = await company.employee('Bo Friis');
  const days = Array.from({ length: 20 }, (_, index) => `2027-01-${String(index + 1).padStart(2, '0')}`);
  const acknowledged: string[] = [];
  const posting = Promise.all(
    days.map(async (day) => {
      const answer = await company.hr.creates(vacation(bo, day, day), { approved: true });
      if (answer.status === 202) acknowledged.push(`${day}T00:00:00`);
    }),
  );
  await postgres.kill();
  await posting;
  postgres = await postgres.restart();
  const last = vacation(bo, '2027-02-01', '2027-02-01');
  await expect.poll(async () => (await company.hr.creates(last, { approved: true })).status).toBe(202);
  await company.seesIn(bo, (events) => {
    const seen = events.map(({ start }) => start.dateTime);
    expect(seen).toEqual(expect.arrayContaining([...acknowledged, '2027-02-01T00:00:00']));
    expect(new Set(seen).size).toBe(seen.length);
  });
}, 120_000);
