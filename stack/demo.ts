import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Config, readAdministratorKey } from '#config.ts';
import { type Administration, administrationOf } from './administration.ts';
import { apiOrigin, demoSeed } from './pieces.ts';
import { createProgress } from './progress.ts';

/** What stands in `demo-company.json`: the company's keys are shown once, when it is made. */
const demoFileSchema = z.object({
  id: z.string(),
  apiKey: z.string().nullable(),
  signingSecret: z.string().nullable(),
  /** Of the replay that brings the import to Outlook; null until the import is in the store. */
  replayId: z.string().nullable(),
});
type DemoFile = z.infer<typeof demoFileSchema>;

export type Demo = { readonly file: string; readonly apiKey: string | null; readonly trouble: string | null };

const seedSchema = z.object({
  tenants: z.tuple([
    z.object({
      tenantId: z.string(),
      applications: z.tuple([
        z.object({
          appId: z.string(),
          secrets: z.tuple([z.object({ value: z.string(), endDateTime: z.string() })]),
        }),
      ]),
    }),
  ]),
});
const newCompanySchema = z.object({ apiKey: z.string(), signingSecret: z.string() });
const importSchema = z.object({
  faulty: z.array(z.object({ line: z.number(), column: z.string(), message: z.string() })),
  /** Null where the import has recorded nothing new: an earlier start's has brought everything. */
  replayId: z.string().nullable(),
});
const replaySchema = z.object({ state: z.string(), total: z.number().nullable(), done: z.number() });

const companyId = 'demo';
const company = `/v1/companies/${companyId}`;
const hrExport = join(import.meta.dirname, 'demo', 'hr-export.csv');

/**
 * Makes the demo company, connects it to the sandbox, imports its year and waits until that stands in the calendars.
 * Every step may have been done by a start that was interrupted. A demo that fails holds up nothing else.
 */
export async function bringDemo(config: Config, say: (line: string) => void): Promise<Demo> {
  const file = join(config.dataFolder, 'demo-company.json');
  const api = administrationOf(apiOrigin(config), readAdministratorKey(config));
  let demo = read(file);
  const save = (next: DemoFile): DemoFile => {
    writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
    return next;
  };
  try {
    demo ??= save(await addCompany(api));
    if (demo.replayId === null) {
      await connect(api);
      say('importing the demo company: 50 employees, a year of registrations');
      demo = save({ ...demo, replayId: await importExport(api) });
    }
    if (demo.replayId !== null) await followReplay(api, demo.replayId, say);
    return { file, apiKey: demo.apiKey, trouble: null };
  } catch (error) {
    return { file, apiKey: demo?.apiKey ?? null, trouble: (error as Error).message };
  }
}

async function addCompany(api: Administration): Promise<DemoFile> {
  const made = await api.send('POST', '/v1/companies', {
    id: companyId,
    name: 'Demo A/S',
    language: 'da',
    timeZone: 'Europe/Copenhagen',
  });
  // There already: the store outlived the data folder (a Postgres of one's own), and its keys with it.
  if (made.status === 409) return { id: companyId, apiKey: null, signingSecret: null, replayId: null };
  const { apiKey, signingSecret } = made.expect(201, newCompanySchema);
  return { id: companyId, apiKey, signingSecret, replayId: null };
}

async function connect(api: Administration): Promise<void> {
  const [tenant] = seedSchema.parse(JSON.parse(readFileSync(demoSeed, 'utf8'))).tenants;
  const [application] = tenant.applications;
  const [secret] = application.secrets;
  const connected = await api.send('PUT', `${company}/connection`, {
    tenantId: tenant.tenantId,
    clientId: application.appId,
    clientSecret: secret.value,
    secretExpiresAt: secret.endDateTime,
    enabled: true,
  });
  connected.expect(200, z.unknown());
  const own = await api.send('PUT', `${company}/absence-types/senior-day`, {
    label: { da: 'Seniordag', en: 'Senior day' },
    synced: true,
    showAs: 'oof',
  });
  own.expect(200, z.unknown());
}

/** The same file twice changes nothing, so a start that was interrupted in between imports it again. */
async function importExport(api: Administration): Promise<string | null> {
  const csv = readFileSync(hrExport, 'utf8');
  const imported = await api.send('POST', `${company}/imports`, csv, 'text/csv');
  const { faulty, replayId } = imported.expect(200, importSchema);
  const [first] = faulty;
  if (first) throw new Error(`line ${first.line} of the demo's export: ${first.column} ${first.message}`);
  return replayId;
}

async function followReplay(
  api: Administration,
  replayId: string,
  say: (line: string) => void,
): Promise<void> {
  const progress = createProgress('demo calendars', say);
  try {
    for (;;) {
      const answer = await api.send('GET', `${company}/replays/${replayId}`);
      const replay = answer.expect(200, replaySchema);
      progress.show(replay.done, replay.total ?? 0);
      if (replay.state === 'completed') return;
      if (['cancelled', 'failed', 'awaiting-approval'].includes(replay.state))
        throw new Error(`the replay of the demo's import is ${replay.state}`);
      await delay(500);
    }
  } finally {
    progress.end();
  }
}

function read(file: string): DemoFile | undefined {
  try {
    return demoFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
