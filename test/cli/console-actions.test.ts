import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { inCompany } from '#persistence/database.ts';
import { recordReplayItems } from '#persistence/replay-items.ts';
import { approvedVacation, type TestCompany } from '../api/api.ts';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
let company: TestCompany;
const folder = mkdtempSync(join(tmpdir(), 'absence-sync-cli-'));
beforeAll(async () => {
  cli = await openCli();
  company = await cli.api.company();
  await company.hr([approvedVacation('1'), approvedVacation('2')]);
});
afterAll(async () => {
  await cli.close();
  rmSync(folder, { recursive: true });
});

const run = (...args: readonly string[]) => cli.run([...args, '--company', company.companyId]);

test('the status is one page that ends with what to do', async () => {
  const { code, out } = await run('status', '--days', '7');
  expect(code).toBe(0);
  expect(out).toMatch(/^Registrations\s+2 parked$/m);
  expect(out).toMatch(/^To Outlook\s+nothing approved and sent in the last 7 days$/m);
  expect(out).toMatch(/What to do next:\n1\. The company is not connected .* 2 registrations are parked\./);
  const danish = await run('status', '--answers-in', 'da');
  expect(danish.out).toContain('2 registreringer er parkeret.');
  expect((await run('status', '--days', '5')).code).toBe(2);
});

test('the guide prints commands that can be run as they are', async () => {
  const clientId = '9f0e0000-0000-4000-8000-00000000000b';
  const { code, out } = await run('connection', 'guide', '--client-id', clientId);
  expect(code).toBe(0);
  expect(out).toMatch(/^1\. Register an application in Entra$/m);
  expect(out).toMatch(new RegExp(`^New-ServicePrincipal -AppId '${clientId}'`, 'm'));
  expect((await run('connection', 'guide', '--client-id', '$(whoami)')).err).toContain('must be a GUID');
});

test('a type is previewed with choices to try', async () => {
  const { out } = await run('absence-types', 'preview', 'course', '--show-type', 'yes', '--language', 'da');
  expect(out).toMatch(/^Subject\s+Arbejder andet sted – Kursus$/m);
  expect(out).toMatch(/^Shows as\s+workingElsewhere$/m);
  expect((await run('absence-types', 'preview', 'course', '--from', '2026-12-01')).code).toBe(2);
});

test('a replay’s items are listed, and its report is written for the owner’s eyes', async () => {
  const { body } = await cli.api.administrator('POST', `${company.path}/replays`, { scope: 'all' });
  await inCompany(cli.api.database, company.companyId, (transaction) =>
    recordReplayItems(transaction, body.replayId, [
      { registrationId: toRegistrationId('1'), outcome: 'created', reason: null },
      { registrationId: toRegistrationId('2'), outcome: 'failed', reason: { code: 'mailbox-full' } },
    ]),
  );
  const items = await run('replay', 'items', '--outcome', 'failed');
  expect(items.out).toMatch(/^REGISTRATION\s+EMPLOYEE\s+PERIOD\s+OUTCOME\s+BECAUSE\n2\s+.*failed\s+\S/m);
  expect(items.out).not.toContain('created');
  const printed = await run('replay', 'report');
  const file = join(folder, 'report.csv');
  const written = await run('replay', 'report', body.replayId, '--output', file);
  expect(written).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(file, 'utf8').replace('\uFEFF', '')).toBe(printed.out);
  expect(printed.out).toContain('2,failed,mailbox-full,');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const nowhere = await run('replay', 'report', '--output', join(folder, 'no', 'such.csv'));
  expect(nowhere.code).toBe(1);
  expect(nowhere.err).toContain('Name another file');
});

test('every choice of a company is set, and shown', async () => {
  const days = ['--non-working-weekdays', '5,6,7', '--non-working-dates', '2026-12-24', '2026-12-31'];
  const set = await run('company', 'set', '--name', 'Fabrikam', '--sync-from', '2026-01-01', ...days);
  expect(set).toMatchObject({ code: 0, err: '' });
  const { out } = await run('company', 'show');
  for (const line of [
    /^Name\s+Fabrikam$/m,
    /^First day sent\s+2026-01-01$/m,
    /5, 6, 7$/m,
    /2026-12-24, 2026-12-31$/m,
  ])
    expect(out).toMatch(line);
  await run('company', 'set', '--sync-from', 'none', '--non-working-dates', 'none');
  const { body } = await cli.api.administrator('GET', company.path);
  expect(body).toMatchObject({ syncFrom: null, nonWorkingDays: { weekdays: [5, 6, 7], dates: [] } });
  expect((await run('company', 'set', '--non-working-weekdays', '8')).code).toBe(2);
});

test('companies are listed with how they stand, registrations with what changed last first', async () => {
  const { out } = await cli.run(['company', 'list']);
  expect(out).toMatch(/^ID\s+NAME\s+LANGUAGE\s+TIME ZONE\s+CONNECTION\s+PARKED\s+ATTENTION$/m);
  expect(out).toMatch(new RegExp(`^${company.companyId} .* none\\s+2\\s+0$`, 'm'));
  const changed = approvedVacation('1', { version: 3, period: { from: '2026-12-02', to: '2026-12-03' } });
  expect((await company.hr({ ...changed, id: 'evt-changed' })).status).toBe(202);
  const listed = await run('registrations', 'list', '--sort', 'changed', '--json');
  const ids = (JSON.parse(listed.out) as { items: { registrationId: string }[] }).items.map(
    (row) => row.registrationId,
  );
  expect(ids).toEqual(['1', '2']);
});
