import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { inCompany } from '#persistence/database.ts';
import { approvedVacation } from '../api/api.ts';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
const folder = mkdtempSync(join(tmpdir(), 'absence-sync-cli-'));
beforeAll(async () => {
  cli = await openCli();
});
afterAll(async () => {
  await cli.close();
  rmSync(folder, { recursive: true });
});

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
const row = (id: string, from = '2026-12-01') =>
  `${id},1,7,Anna Holm,anna.holm@contoso.example,,vacation,approved,${from},2026-12-05,`;

function fileOf(name: string, ...rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${[header, ...rows].join('\n')}\n`);
  return path;
}

test('a company is made and listed', async () => {
  const made = await cli.run(['company', 'add', 'acme', '--name', 'Acme A/S']);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toMatch(/abs_\S+[\s\S]*whsec_\S+/);
  const listed = await cli.run(['company', 'list']);
  expect(listed.out).toMatch(
    /^ID\s+NAME\s+LANGUAGE\s+TIME ZONE\s.*\nacme\s+Acme A\/S\s+da\s+Europe\/Copenhagen\s/m,
  );
});

test('--json prints what the API answers', async () => {
  const { companyId, path } = await cli.api.company();
  const { out } = await cli.run(['absence-types', 'list', '--company', companyId, '--json']);
  expect(JSON.parse(out)).toEqual((await cli.api.administrator('GET', `${path}/absence-types`)).body);
});

test('an import tells its totals, and the same file twice changes nothing', async () => {
  const { companyId } = await cli.api.company();
  const file = fileOf('export.csv', row('1'), row('2'));
  const first = await cli.run(['import', file, '--company', companyId]);
  expect(first).toMatchObject({ code: 0 });
  expect(first.out).toContain('2 rows: 2 recorded, 0 known already, 0 skipped.');
  const second = await cli.run(['import', file, '--company', companyId]);
  expect(second.out).toContain('2 rows: 0 recorded, 2 known already, 0 skipped.');
});

test('an import with a faulty row fails, names line and column, and records nothing', async () => {
  const company = await cli.api.company();
  const file = fileOf('faulty.csv', row('1'), row('2', 'never'), row('3', 'soon'));
  const { code, err } = await cli.run(['import', file, '--company', company.companyId]);
  expect(code).toBe(1);
  expect(err).toMatch(
    /^line 3, column from must be a date.*\nline 4, column from .*\nNothing was changed\.$/m,
  );
  expect(await company.recorded()).toBe(0);
});

test('--skip-invalid records the rest and writes the faulty rows beside the file, as a file of their own', async () => {
  const company = await cli.api.company();
  const file = fileOf('mixed.csv', row('1'), row('2', 'never'), row('3'));
  const { code, out, err } = await cli.run([
    'import',
    file,
    '--company',
    company.companyId,
    '--skip-invalid',
  ]);
  expect(code).toBe(0);
  expect(out).toContain('3 rows: 2 recorded, 0 known already, 1 skipped.');
  expect(err).toContain('line 3, column from');
  const faulty = join(folder, 'mixed.faulty.csv');
  expect(readFileSync(faulty, 'utf8')).toBe(`${header}\n${row('2', 'never')}\n`);
  expect(statSync(faulty).mode & 0o777).toBe(0o600);
});

test('a registration is listed and explained', async () => {
  const company = await cli.api.company();
  await company.hr(approvedVacation('4711'));
  const listed = await cli.run(['registrations', 'list', '--company', company.companyId, '--search', 'Anna']);
  expect(listed.out).toMatch(/4711\s+parked\s+Anna Holm\s+vacation\s+2026-12-01 – 2026-12-05/);
  const explained = await cli.run(['registrations', 'explain', '4711', '--company', company.companyId]);
  expect(explained).toMatchObject({ code: 0, err: '' });
  expect(explained.out).toMatch(/^State\s+parked$/m);
  expect(explained.out).toMatch(/^Rule\s+The registration is approved .*\(approved-and-synced\)$/m);
  expect(explained.out).toMatch(/^Because\s+The company is not connected to Microsoft 365 yet\.$/m);
  expect(explained.out).toMatch(/^What to do\s+Enter the tenant id/m);
  expect(explained.out).toMatch(/^Next\s+Once an administrator connects the company/m);
  expect(explained.out).toContain('Nothing has been sent to Microsoft yet.');
  const shown = await cli.run(['registrations', 'show', '4711', '--company', company.companyId]);
  expect(shown.out).toContain('The HR system approved the registration');
});

test('an explanation lists every attempt with Microsoft’s code and request id', async () => {
  const company = await cli.api.company();
  await company.hr(approvedVacation('4711'));
  const microsoft = { status: 403, code: 'ErrorAccessDenied', requestId: 'r-403' };
  await inCompany(cli.api.database, company.companyId, (transaction) =>
    transaction
      .insertInto('registration_events')
      .values({
        company_id: company.companyId,
        registration_id: toRegistrationId('4711'),
        sequence: 2,
        type: 'CalendarWriteFailed',
        data: {
          answer: 'refused',
          consequence: 'attention',
          reason: { code: 'mailbox-out-of-scope', microsoft },
          nextAttemptAt: null,
        },
      })
      .execute(),
  );
  const { out } = await cli.run(['registrations', 'explain', '4711', '--company', company.companyId]);
  expect(out).toMatch(/^TRIED\s+TO\s+OUTCOME\s+MICROSOFT\s+REQUEST ID$/m);
  expect(out).toMatch(/refused: mailbox-out-of-scope\s+403 ErrorAccessDenied\s+r-403$/m);
});

test('the activity log is listed, newest first', async () => {
  const company = await cli.api.company();
  await cli.api.administrator('PATCH', company.path, { language: 'da', syncFrom: '2026-01-01' });
  const { code, out } = await cli.run(['activity', '--company', company.companyId, '--limit', '1']);
  expect(code).toBe(0);
  expect(out).toMatch(
    /administrator .*Virksomhedens valg er ændret: language, syncFrom\.\nThere are more: raise --limit\.$/m,
  );
});

test('a replay is started and followed by name; a second one is told how to follow the first', async () => {
  const { companyId } = await cli.api.company();
  const started = await cli.run(['replay', 'start', '--company', companyId, '--scope', 'all', '--json']);
  const { replayId } = JSON.parse(started.out) as { replayId: string };
  const status = await cli.run(['replay', 'status', '--company', companyId]);
  expect(status.out).toContain(replayId);
  const second = await cli.run(['replay', 'start', '--company', companyId]);
  expect(second).toMatchObject({ code: 1, out: '' });
  expect(second.err).toContain(`absence-sync replay status ${replayId} --wait`);
});

test('the client secret is read from stdin', async () => {
  const { companyId } = await cli.api.company();
  const ids = [
    '--tenant-id',
    '11111111-2222-3333-4444-555555555555',
    '--client-id',
    '11111111-2222-3333-4444-555555555556',
  ];
  const set = ['connection', 'set', '--company', companyId, ...ids];
  // A Secret ID is refused at once, which shows that it has arrived.
  const pasted = await cli.run([...set, '--secret-stdin'], {
    stdin: '11111111-2222-3333-4444-555555555557\n',
  });
  expect(pasted).toMatchObject({ code: 1, out: '' });
  expect(pasted.err).toContain('Secret ID');
  expect((await cli.run([...set, '--secret-stdin'])).code).toBe(2);
  expect((await cli.run([...set, '--secret', 'in-the-history'])).code).toBe(2);
});

test.each([
  ['no command', []],
  ['an unknown command', ['nonsense']],
  ['an unknown option', ['company', 'list', '--colour']],
  ['no company', ['registrations', 'list']],
  ['no name', ['company', 'add', 'x']],
  ['a file of another kind', ['import', 'export.xlsx', '--company', 'acme']],
  ['a file that is not there', ['import', 'nowhere.csv', '--company', 'acme']],
  ['an address that is none', ['company', 'list', '--url', 'localhost']],
  ['a wrong scope', ['replay', 'start', '--company', 'acme', '--scope', 'some']],
])('%s is wrong use: exit code 2, with a word on what is wrong', async (_, args) => {
  const { code, out, err } = await cli.run(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/\S/);
});

test('a service that is not there is told with the way to start it', async () => {
  const { code, err } = await cli.run(['company', 'list'], { env: { PORT: '1' } });
  expect(code).toBe(1);
  expect(err).toMatch(/Nothing answers at http:\/\/127\.0\.0\.1:1\.\n.*npm start/);
});

test('without an administrator key the way to it is told, and none is made', async () => {
  const env = { ABSENCE_SYNC_ADMIN_KEY: '', ABSENCE_SYNC_DATA: folder };
  const { code, err } = await cli.run(['company', 'list'], { env });
  expect(code).toBe(1);
  expect(err).toMatch(/admin\.key[\s\S]*npm start/);
  expect(statSync(join(folder, 'admin.key'), { throwIfNoEntry: false })).toBeUndefined();
});

test('the key in the data folder is not sent to another machine', async () => {
  const env = { ABSENCE_SYNC_ADMIN_KEY: '', ABSENCE_SYNC_DATA: folder };
  const { code, err } = await cli.run(['company', 'list', '--url', 'https://absence.example'], { env });
  expect(code).toBe(1);
  expect(err).toContain('Set ABSENCE_SYNC_ADMIN_KEY');
});

test('a wrong administrator key is told with where the right one stands', async () => {
  const { code, err } = await cli.run(['company', 'list'], {
    env: { ABSENCE_SYNC_ADMIN_KEY: 'adm_somebody-elses-key-entirely' },
  });
  expect(code).toBe(1);
  expect(err).toMatch(/does not know this administrator key\.\n.*admin\.key/);
});

test.each([
  [['--help']],
  [['import', '--help']],
  [['connection', 'set', '--help']],
  [['connection', 'test', '--help']],
])('help has an example: %s', async (args) => {
  const { code, out } = await cli.run(args);
  expect(code).toBe(0);
  expect(out).toMatch(/\$ absence-sync /);
});
