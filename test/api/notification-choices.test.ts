import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decryptWebhookSecret } from '#persistence/company-keys.ts';
import { inCompany } from '#persistence/database.ts';
import { saveConnection } from '#persistence/connections.ts';
import { findWebhookSecret } from '#persistence/notifications.ts';
import { openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let embedded: TestApi;
beforeAll(async () => {
  [api, embedded] = await Promise.all([
    openApi({ isTemporalAway: true }),
    openApi({ isTemporalAway: true, isEmbedded: true }),
  ]);
});
afterAll(() => Promise.all([api.close(), embedded.close()]));

const hook = { url: 'https://hr.example/hook' };

function tells({ path }: TestCompany, notifications: object) {
  return api.administrator('PATCH', path, { notifications });
}

async function storedSecret({ companyId }: TestCompany): Promise<string | null> {
  const sealed = await inCompany(api.database, companyId, findWebhookSecret);
  return sealed && decryptWebhookSecret(api.keyring, companyId, sealed);
}

describe('a webhook', () => {
  test('gets a signing secret that is shown once, when its address is set', async () => {
    const company = await api.company();
    const set = await tells(company, { webhook: hook });
    const { signingSecret } = set.body.notifications.webhook;
    expect(signingSecret).toMatch(/^whsec_/);
    expect(await storedSecret(company)).toBe(signingSecret);
    for (const answer of [
      await api.administrator('GET', company.path),
      await tells(company, { webhook: hook }),
      await tells(company, { mail: ['it@contoso.example'] }),
    ])
      expect(answer.body.notifications.webhook).toEqual(hook);
    expect(await storedSecret(company)).toBe(signingSecret);
    expect(api.logs()).not.toContain(signingSecret);
  });

  test('gets another with another address, and leaves none behind when it is taken away', async () => {
    const company = await api.company();
    const first = (await tells(company, { webhook: hook })).body.notifications.webhook.signingSecret;
    const { webhook } = (await tells(company, { webhook: { url: `${hook.url}/2` } })).body.notifications;
    expect(webhook.signingSecret).toMatch(/^whsec_/);
    expect(webhook.signingSecret).not.toBe(first);
    expect((await tells(company, { webhook: null })).body.notifications.webhook).toBeNull();
    expect(await storedSecret(company)).toBeNull();
  });

  test('to an address that nothing would be sent to is refused, and nothing is changed', async () => {
    const company = await api.company();
    const answer = await tells(company, {
      mail: ['it@contoso.example'],
      webhook: { url: 'http://127.0.0.1:9/' },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'notifications.webhook.url', message: expect.stringMatching(/embedded/) }] },
    });
    expect((await api.administrator('GET', company.path)).body.notifications).toEqual({
      mail: [],
      webhook: null,
    });
  });

  test('may go to this machine on the embedded stack', async () => {
    const { path } = await embedded.company();
    const answer = await embedded.administrator('PATCH', path, {
      notifications: { webhook: { url: 'http://127.0.0.1:9/hook' } },
    });
    expect(answer.status).toBe(200);
  });
});

describe('addresses for mails', () => {
  test('are kept once each, in small letters', async () => {
    const answer = await tells(await api.company(), { mail: ['IT@contoso.example', 'it@contoso.example'] });
    expect(answer.body.notifications.mail).toEqual(['it@contoso.example']);
  });

  test.each([
    'nobody',
    'a@b, c@d',
    'it@contoso.example,evil@example.com',
    '<it@contoso.example>',
    'a@b\r\nBcc: c@d',
  ])('are addresses and nothing else: %j is refused', async (address) => {
    const answer = await tells(await api.company(), { mail: [address] });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toBe('notifications.mail.0');
  });

  test('are twenty at most', async () => {
    const mail = Array.from({ length: 21 }, (_, index) => `it${index}@contoso.example`);
    const answer = await tells(await api.company(), { mail });
    expect(answer.body.errors).toEqual([
      { path: 'notifications.mail', message: 'must have at most 20 addresses' },
    ]);
    expect((await tells(await api.company(), { mail: mail.slice(1) })).status).toBe(200);
  });
});

test('who is named while something is due is told at once, and once', async () => {
  const company = await api.company();
  await inCompany(api.database, company.companyId, (transaction) =>
    saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from('one'), hint: 'one' },
      secretExpiresAt: new Date(Date.now() + 20 * 86_400_000).toISOString(),
    }),
  );
  await tells(company, { mail: ['it@contoso.example'] });
  await tells(company, { mail: ['it@contoso.example', 'hr@contoso.example'] });
  await api.administrator('PATCH', company.path, { name: 'Contoso' });
  const told = await inCompany(api.database, company.companyId, (transaction) =>
    transaction.selectFrom('notifications').select(['kind', 'channel']).execute(),
  );
  expect(told).toEqual([{ kind: 'secret-expiring', channel: 'mail' }]);
});
