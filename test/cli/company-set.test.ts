import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
beforeAll(async () => {
  cli = await openCli();
});
afterAll(() => cli.close());

test('who is told is set by address and webhook; the webhook’s secret is printed this once', async () => {
  const { companyId, path } = await cli.api.company();
  const set = (...args: readonly string[]) => cli.run(['company', 'set', '--company', companyId, ...args]);
  const mails = ['--mail', 'it@contoso.example', '--mail', 'hr@contoso.example'];
  const first = await set(...mails, '--webhook', 'https://hr.example/hook');
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(
    /it@contoso\.example, hr@contoso\.example[\s\S]*hr\.example\/hook[\s\S]*whsec_\S+/,
  );

  const second = await set('--mail', 'none');
  expect(second.out).toMatch(/nobody[\s\S]*hr\.example\/hook/);
  expect(second.out).not.toContain('whsec_');

  await set('--webhook', 'none');
  const { body } = await cli.api.administrator('GET', path);
  expect(body.notifications).toEqual({ mail: [], webhook: null });
});

test('an address that nothing would be sent to is refused, and says why', async () => {
  const { companyId } = await cli.api.company();
  const run = await cli.run(['company', 'set', '--company', companyId, '--webhook', 'http://hr.example/']);
  expect(run).toMatchObject({ code: 1, out: '' });
  expect(run.err).toContain('must use https');
});

test('without anything to change it is wrong use', async () => {
  const { companyId } = await cli.api.company();
  expect(await cli.run(['company', 'set', '--company', companyId])).toMatchObject({ code: 2, out: '' });
});
