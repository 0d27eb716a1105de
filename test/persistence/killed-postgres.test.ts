import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { migrate } from '#migrations/migrate.ts';
import { askDatabase, isDatabaseAway } from '#persistence/availability.ts';
import { openDatabase } from '#persistence/database.ts';
import { openKeyring } from '#persistence/encryption.ts';
import { startPostgres, type Postgres } from '#stack/postgres.ts';
import { quietPorts } from '../setup/ports.ts';
import { approvedVacation, freshRegistrationId, message, present, storedCompany } from './store.ts';

let postgres: Postgres | undefined;
let folder: string | undefined;
afterEach(async () => {
  await postgres?.stop();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (error: unknown) => error,
  );

test('a Postgres that is killed breaks the queries in flight alone: the same pool works when it is back', async () => {
  folder = mkdtempSync(join(tmpdir(), 'absence-sync-killed-'));
  const [port] = await quietPorts(1);
  const options = {
    folder: join(folder, 'postgres'),
    port: present(port, 'port'),
    log: join(folder, 'postgres.log'),
    isThrowaway: true,
  };
  postgres = await startPostgres(options);
  await migrate(postgres.url);
  const database = openDatabase(postgres.url, 5);
  const keyring = await openKeyring(database, randomBytes(32));
  const company = await storedCompany(database, keyring);
  const registrationId = freshRegistrationId();
  await company.records([approvedVacation(registrationId)]);
  // Several connections, of which some lie idle when it dies.
  await Promise.all(Array.from({ length: 4 }, () => askDatabase(database)));

  const killed = Promise.withResolvers<void>();
  // Each stands between two queries then: one under way would be cancelled as the processes are ended.
  const [oneWaits, otherWaits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const broken = errorOf(
    company.in(async (transaction) => {
      await transaction.deleteFrom('registrations').execute();
      oneWaits.resolve();
      await killed.promise;
      await transaction.selectFrom('registrations').selectAll().execute();
    }),
  );
  const commits = errorOf(
    company.in(async (transaction) => {
      await transaction
        .deleteFrom('registrations')
        .where('registration_id', '=', freshRegistrationId())
        .execute();
      otherWaits.resolve();
      await killed.promise;
    }),
  );
  await Promise.all([oneWaits.promise, otherWaits.promise]);
  await postgres.kill();
  killed.resolve();
  expect(isDatabaseAway(await broken)).toBe(true);
  expect(isDatabaseAway(await commits)).toBe(true);
  expect(isDatabaseAway(await errorOf(askDatabase(database)))).toBe(true);
  expect(isDatabaseAway(await errorOf(company.records([message('deleted', registrationId, 2)])))).toBe(true);

  postgres = await postgres.restart();
  await askDatabase(database);
  expect(await company.records([message('deleted', registrationId, 2)])).toMatchObject({
    messages: [{ sequence: 2, duplicate: false }],
  });
  const rows = await company.in((transaction) =>
    transaction.selectFrom('registrations').selectAll().execute(),
  );
  expect(rows).toMatchObject([{ registration_id: registrationId, sequence: 2 }]);
  await database.destroy();
});
