import { afterAll, beforeAll, expect, test } from 'vitest';
import { inCompany } from '#persistence/database.ts';
import { anna, approvedVacation, type TestCompany } from '../api/api.ts';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
let company: TestCompany;
const bo = { ...anna, id: '8', mailbox: 'bo@contoso.example', name: 'Bo Lund' };
beforeAll(async () => {
  cli = await openCli();
  company = await cli.api.company();
  await company.hr([approvedVacation('1'), approvedVacation('2', { employee: bo })]);
  await inCompany(cli.api.database, company.companyId, (transaction) =>
    transaction
      .insertInto('mailboxes')
      .values({
        company_id: company.companyId,
        mailbox: anna.mailbox,
        state: 'attention',
        reason: { code: 'mailbox-out-of-scope' },
        next_check_at: new Date('2026-11-23T08:35:00Z'),
      })
      .execute(),
  );
});
afterAll(() => cli.close());

const run = (...args: readonly string[]) => cli.run(['mailboxes', ...args, '--company', company.companyId]);

test('mailboxes are listed, and those in trouble with the reason', async () => {
  const { code, out } = await run('list');
  expect(code).toBe(0);
  expect(out).toMatch(/^MAILBOX\s+STATE\s+NEXT CHECK\s+REPLY\s+BECAUSE$/m);
  expect(out).toMatch(
    /^anna\.holm@contoso\.example\s+attention\s+2026-11-23T08:35:00\.000Z\s+none\s+Microsoft 365 does not let/m,
  );
  expect(out).toMatch(/^bo@contoso\.example\s+unknown/m);
  expect((await run('list', '--state', 'attention')).out).not.toContain('bo@');
  expect((await run('list', '--search', 'Lund')).out).not.toContain('anna');
  expect((await run('list', '--state', 'ok')).out).toBe('No mailboxes like that.\n');
});

test('--json prints what the API answers', async () => {
  const { out } = await run('list', '--json');
  const answer = await cli.api.administrator('GET', `${company.path}/mailboxes`);
  expect(JSON.parse(out)).toEqual(answer.body);
});

test('a check that can’t be made fails with the reason and the way out', async () => {
  const closed = await run('check', anna.mailbox);
  expect(closed).toMatchObject({ code: 1, out: '' });
  expect(closed.err).toContain('not connected to Microsoft 365 yet. Enter the tenant id');
  const unknown = await run('check', 'stranger@contoso.example');
  expect(unknown).toMatchObject({ code: 1, out: '' });
  expect(unknown.err).toContain('names this mailbox');
});

test('a check without an address, or a state that there is not, is refused', async () => {
  expect((await run('check')).code).toBe(2);
  expect(await run('list', '--state', 'broken')).toMatchObject({ code: 1, out: '' });
});
