import { createSecretKey, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { microsoft365, type SealedCredential } from '#activities/microsoft365/microsoft-365.ts';
import { redirect } from '#activities/microsoft365/transport.ts';
import { toCompanyId } from '#domain/identifiers.ts';
import { encryptClientSecret } from '#persistence/client-secrets.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { create, openTenant, type Tenant } from './tenant.ts';

const freshKey = () => createSecretKey(randomBytes(32));
const keyring: Keyring = {
  employeeKeys: freshKey(),
  signingSecrets: freshKey(),
  clientSecrets: freshKey(),
  fingerprints: freshKey(),
};
const contoso = toCompanyId('contoso');
const fabrikam = toCompanyId('fabrikam');

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const sealed = (
  companyId = contoso,
  change: { version?: number; secret?: string } = {},
): SealedCredential => ({
  tenantId: tenant.tenantId,
  clientId: tenant.clientId,
  secret: encryptClientSecret(keyring, companyId, change.secret ?? tenant.clientSecret),
  secretVersion: change.version ?? 1,
  epoch: 1,
});

describe('a worker process', () => {
  test('asks for one token a connection, however many writes run at once', async () => {
    const microsoft = microsoft365(tenant.settings);
    const mailboxes = await Promise.all(Array.from({ length: 8 }, () => tenant.mailbox()));
    const answers = await Promise.all(
      mailboxes.map((mailbox) => create(microsoft.graphFor(contoso, sealed(), keyring), mailbox)),
    );
    expect(answers.map(({ kind }) => kind)).toEqual(mailboxes.map(() => 'written'));
    expect(await tenant.requests('token')).toBe(1);
  });

  test('uses a renewed secret from its version on, and no token that an older one got', async () => {
    const microsoft = microsoft365(tenant.settings);
    const mailbox = await tenant.mailbox();
    await create(microsoft.graphFor(contoso, sealed(), keyring), mailbox);
    await tenant.application({ secrets: [{ value: 'renewed' }] });
    const renewed = sealed(contoso, { version: 2, secret: 'renewed' });
    expect(await create(microsoft.graphFor(contoso, renewed, keyring), mailbox)).toMatchObject({
      kind: 'adopted',
    });
    expect(await tenant.requests('token')).toBe(2);
  });

  test('shares no token between companies, even with the same application in the same tenant', async () => {
    const microsoft = microsoft365(tenant.settings);
    const mailbox = await tenant.mailbox();
    await create(microsoft.graphFor(contoso, sealed(), keyring), mailbox);
    expect(
      await create(microsoft.graphFor(fabrikam, sealed(fabrikam, { secret: 'wrong' }), keyring), mailbox),
    ).toMatchObject({ failure: { kind: 'connection', reason: { code: 'secret-invalid' } } });
  });

  test('opens no secret that was sealed for another company', () => {
    const microsoft = microsoft365(tenant.settings);
    expect(() => microsoft.graphFor(fabrikam, sealed(contoso), keyring)).toThrow(/authenticate/);
  });

  test('tries a credential with a fresh token, and tells what Entra thinks of it', async () => {
    const microsoft = microsoft365(tenant.settings);
    const { tenantId, clientId, clientSecret } = tenant;
    const credential = { tenantId, clientId, clientSecret };
    expect(await microsoft.tryCredential(credential)).toMatchObject({ ok: true });
    expect(await microsoft.tryCredential({ ...credential, clientSecret: 'wrong' })).toMatchObject({
      ok: false,
      failure: { kind: 'connection', reason: { code: 'secret-invalid' } },
    });
    await tenant.fault('token', { kind: 'respond', status: 503 });
    expect(await microsoft.tryCredential(credential)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await tenant.requests('token')).toBe(3);
  });

  test('holds a write for twice the time that an answer may take', () => {
    expect(microsoft365({ ...tenant.settings, timeoutSeconds: 7 })).toMatchObject({
      timeoutSeconds: 7,
      leaseSeconds: 14,
    });
  });
});

describe('requests go to Microsoft’s two origins alone, or to where the settings send them', () => {
  const settings = {
    loginOrigin: 'http://127.0.0.1:1',
    graphOrigin: 'http://127.0.0.1:2',
    timeoutSeconds: 1,
  };

  test.each([
    ['https://login.microsoftonline.com/t/oauth2/v2.0/token', 'http://127.0.0.1:1/t/oauth2/v2.0/token'],
    ['https://graph.microsoft.com/v1.0/users?x=1', 'http://127.0.0.1:2/v1.0/users?x=1'],
  ])('%s', (url, target) => {
    expect(redirect(url, settings)).toBe(target);
  });

  test.each([
    'https://graph.microsoft.com.evil.example/v1.0',
    'https://graph.microsoft.com@evil.example/',
    'http://graph.microsoft.com/v1.0',
    'https://evil.example/https://graph.microsoft.com/',
    'https://graph.microsoft.com:444/v1.0',
  ])('%s is refused', (url) => {
    expect(() => redirect(url, settings)).toThrow(TypeError);
  });
});
