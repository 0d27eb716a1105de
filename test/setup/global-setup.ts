import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '#migrations/migrate.ts';
import { startPostgres } from '#stack/postgres.ts';
import { startTemporal } from '#stack/temporal.ts';
import { quietPorts } from './ports.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server whose database `template_absence_sync` has the newest schema. */
    readonly postgresUrl: string;
    readonly temporalAddress: string;
  }
}

/** One Postgres and one Temporal server for the whole run; each test file takes a database and a namespace of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'absence-sync-test-'));
  const [postgresPort = 0, temporalPort = 0] = await quietPorts(2);
  const [postgres, temporal] = await Promise.all([
    startPostgres({
      folder: join(folder, 'postgres'),
      port: postgresPort,
      log: join(folder, 'postgres.log'),
      isThrowaway: true,
    }),
    startTemporal({ port: temporalPort, log: join(folder, 'temporal.log') }),
  ]);
  await makeTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  project.provide('temporalAddress', temporal.address);
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(serverUrl: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  await client.query('create database template_absence_sync');
  await client.end();
  await migrate(serverUrl.replace(/\/[^/]*$/, '/template_absence_sync'));
}
