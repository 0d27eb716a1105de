import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCli, type TestCli } from './cli.ts';

let cli: TestCli;
beforeAll(async () => {
  cli = await openCli();
});
afterAll(() => cli.close());

const opens = (link: string) =>
  cli.api.send('POST', '/v1/session', {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ oneTimeToken: new URL(link).hash.slice(1) }),
  });

test('sign-in prints a link that signs an administrator in to the console', async () => {
  const { code, out } = await cli.run(['sign-in']);
  expect({ code, lines: out.trim().split('\n').length }).toEqual({ code: 0, lines: 2 });
  expect(await opens(out.split('\n')[0] ?? '')).toMatchObject({
    status: 200,
    body: { access: [{ role: 'administrator', companyId: null }] },
  });
});

test('and with --json for scripts', async () => {
  const { out } = await cli.run(['sign-in', '--json']);
  const { url, expiresAt } = JSON.parse(out);
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
  expect((await opens(url)).status).toBe(200);
});
