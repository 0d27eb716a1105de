import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedVacation, type TestCompany } from '../api/api.ts';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
let company: TestCompany;
beforeAll(async () => {
  cli = await openCli();
  company = await cli.api.company({ language: 'en' });
  // One that is not over on whatever day this runs.
  await company.hr([approvedVacation('1', { period: { from: '2099-12-01', to: '2099-12-05' } })]);
});
afterAll(() => cli.close());

const run = (...args: readonly string[]) => cli.run([...args, '--company', company.companyId]);

test('replies are shown, changed and shown again, the company’s own language first', async () => {
  expect((await run('replies', 'show')).out).toMatch(/^Replies\s+OFF$/m);
  const set = await run(
    'replies',
    'set',
    '--enabled',
    'yes',
    '--audience',
    'contacts',
    '--internal-en',
    'Away.',
  );
  expect(set).toMatchObject({ code: 0, out: expect.stringContaining('Replies are ON.') });
  const { out } = await run('replies', 'show');
  expect(out).toMatch(/^Replies\s+ON\nOutside\s+contacts\nColleagues \(en\)\s+Away\.$/m);
  expect(out).toContain('Thank you for your mail.');
});

test('a text that may not be saved is refused with the reason', async () => {
  const { code, err } = await run('replies', 'set', '--external-en', 'I am sick until {lastDay}');
  expect(code).toBe(1);
  expect(err).toContain('automaticReplies.external.en names “sick”');
  expect((await run('replies', 'set', '--enabled', 'maybe')).code).toBe(2);
});

test('a preview shows days and texts', async () => {
  const { out } = await run(
    'replies',
    'preview',
    '--from',
    '2026-12-21',
    '--to',
    '2026-12-23',
    '--internal',
    'Back on {returnDay}',
  );
  expect(out).toMatch(/^Back on\s+2026-12-24$/m);
  expect(out).toMatch(/^Colleagues\s+Back on 24 December 2026$/m);
  expect((await run('replies', 'preview')).code).toBe(2);
});

test('registrations explain tells of the automatic reply where the company has them', async () => {
  await run('replies', 'set', '--enabled', 'yes');
  const { out } = await run('registrations', 'explain', '1');
  expect(out).toMatch(/^Automatic reply\s+The automatic reply/m);
  await run('replies', 'set', '--enabled', 'no');
  expect((await run('registrations', 'explain', '1')).out).not.toContain('Automatic reply');
});
