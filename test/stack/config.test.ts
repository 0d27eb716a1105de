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
])('a wrong %s stops the start: %s', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(WrongSettings);
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`  ${name} must be `));
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
