import { expect, test } from 'vitest';
import { readConfig, WrongSettings } from '#config.ts';

test.each([
  [{}, false],
  [{ MICROSOFT_GRAPH_ORIGIN: '', MICROSOFT_LOGIN_ORIGIN: '' }, false],
  [{ MICROSOFT_GRAPH_ORIGIN: 'http://127.0.0.1:3900' }, true],
  [{ MICROSOFT_LOGIN_ORIGIN: 'http://127.0.0.1:3900' }, true],
])(
  'with %o requests are redirected: %s; a setting without a value counts as absent',
  (environment, expected) => {
    expect(readConfig(environment).microsoft).toMatchObject({
      isRedirected: expected,
      ...(!expected && { graphOrigin: 'https://graph.microsoft.com' }),
    });
  },
);

test.each([
  ['SMTP_URL', 'mail.contoso.example'],
  ['SMTP_URL', 'https://mail.contoso.example'],
  ['SMTP_URL', 'smtp://'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'Absence Sync <nobody>'],
  ['ABSENCE_SYNC_EMBEDDED', 'yes'],
  ['CONSOLE_URL', 'http://absence.contoso.example'],
  ['CONSOLE_URL', 'https://absence.contoso.example/console'],
  ['SIGN_IN_TENANT_ID', 'common'],
  ['SIGN_IN_ISSUER', 'http://identity.contoso.example'],
  ['TRUSTED_PROXIES', 'everybody'],
  ['TRUSTED_PROXIES', '10.0.0.7, 10.0.0.0/33'],
])('a wrong %s stops the start: %s', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(WrongSettings);
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`  ${name} must (be|use) `));
});

test('a password in a wrong address of the mail server is not repeated', () => {
  const read = () => readConfig({ SMTP_URL: 'http://user:hunter2@mail.contoso.example' });
  expect(read).toThrow(/SMTP_URL/);
  expect(read).not.toThrow(/hunter2/);
});

test('without an address of the mail server nobody gets mails', () => {
  expect(readConfig({}).mail).toBeNull();
  const given = { SMTP_URL: 'smtps://user:pass@mail.contoso.example', MAIL_FROM: 'sync@contoso.example' };
  expect(readConfig(given).mail).toEqual({ smtpUrl: given.SMTP_URL, from: given.MAIL_FROM });
});

const tenant = '11111111-2222-3333-4444-55555555AAAA';
const entra = { SIGN_IN_TENANT_ID: tenant, SIGN_IN_CLIENT_ID: 'id', SIGN_IN_CLIENT_SECRET: 'secret' };

test('sign-in is set up whole or not at all, and what is missing is named', () => {
  expect(readConfig({}).signIn).toBeNull();
  expect(readConfig(entra).signIn).toEqual({
    issuer: `https://login.microsoftonline.com/${tenant.toLowerCase()}/v2.0`,
    clientId: 'id',
    clientSecret: 'secret',
  });
  for (const missing of ['SIGN_IN_TENANT_ID', 'SIGN_IN_CLIENT_ID', 'SIGN_IN_CLIENT_SECRET'])
    expect(() => readConfig({ ...entra, [missing]: '' })).toThrow(new RegExp(`  ${missing} is missing`));
});

test('another identity provider takes the place of the tenant', () => {
  const SIGN_IN_ISSUER = 'https://identity.contoso.example/realms/staff';
  expect(readConfig({ ...entra, SIGN_IN_TENANT_ID: '', SIGN_IN_ISSUER }).signIn?.issuer).toBe(SIGN_IN_ISSUER);
});

test('the console leads to the sandbox in the demonstration alone', () => {
  const sandbox = { MICROSOFT_GRAPH_ORIGIN: 'http://127.0.0.1:3900' };
  expect(readConfig({ ...sandbox, ABSENCE_SYNC_EMBEDDED: 'true' }).links.sandbox).toBe(
    'http://127.0.0.1:3900',
  );
  expect(readConfig(sandbox).links.sandbox).toBeNull();
  expect(readConfig({ ABSENCE_SYNC_EMBEDDED: 'true' }).links.sandbox).toBeNull();
});
