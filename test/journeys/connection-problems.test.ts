import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { call } from '../house/http.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
});
beforeEach(() => house.outlook.forgetFaults());
afterAll(() => house?.close());

const connectionPath = (): string => `/v1/companies/${company.companyId}/connection`;
const application = (clientId: string, change: object) =>
  house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/applications/${clientId}`, change);

/** Saves as an administrator who reads this language. */
const saves = (change: object, language: 'da' | 'en' = 'en') =>
  call(`${house.origin}${connectionPath()}`, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${house.administratorKey}`,
      'content-type': 'application/json',
      'accept-language': language,
    },
    body: JSON.stringify({
      tenantId: company.tenantId,
      clientId: company.clientId,
      clientSecret: company.clientSecret,
      enabled: true,
      ...change,
    }),
  });

/** An application of the same tenant, so that the company's own keeps working. */
async function anotherApplication(
  change: object,
  endDateTime = '2099-01-01T00:00:00Z',
): Promise<{ clientId: string; clientSecret: string }> {
  const [clientId, clientSecret] = [randomUUID(), `Xyz8Q~${randomUUID()}`];
  await application(clientId, {
    displayName: 'Other',
    secrets: [{ value: clientSecret, endDateTime }],
    ...change,
  });
  return { clientId, clientSecret };
}

interface Wrong {
  readonly of: string;
  readonly code: string;
  readonly aadsts: string | null;
  readonly wish: () => Promise<object> | object;
  /** What the way out names, in both languages. */
  readonly wayOut: RegExp;
}

const wrongs: readonly Wrong[] = [
  {
    of: 'a wrong secret',
    code: 'secret-invalid',
    aadsts: 'AADSTS7000215',
    wish: () => ({ clientSecret: 'Abc8Q~nobody’s' }),
    wayOut: /Value/,
  },
  {
    of: 'an expired secret',
    code: 'secret-expired',
    aadsts: 'AADSTS7000222',
    wish: () => anotherApplication({}, '2020-01-01T00:00:00Z'),
    wayOut: /Certificates & secrets/,
  },
  {
    of: 'the Secret ID, a GUID',
    code: 'secret-id-pasted',
    aadsts: null,
    wish: () => ({ clientSecret: randomUUID() }),
    wayOut: /Value/,
  },
  {
    of: 'an unknown tenant',
    code: 'tenant-not-found',
    aadsts: 'AADSTS90002',
    wish: () => ({ tenantId: randomUUID() }),
    wayOut: /Directory \(tenant\) ID/,
  },
  {
    of: 'an unknown application',
    code: 'application-not-found',
    aadsts: 'AADSTS700016',
    wish: () => ({ clientId: randomUUID() }),
    wayOut: /Application \(client\) ID/,
  },
  {
    of: 'an application that nobody has consented to in this tenant',
    code: 'application-not-found',
    aadsts: 'AADSTS7000229',
    wish: () => anotherApplication({ servicePrincipal: false }),
    wayOut: /samtykke|consented/,
  },
  {
    of: 'a disabled application',
    code: 'application-disabled',
    aadsts: 'AADSTS7000112',
    wish: () => anotherApplication({ enabled: false }),
    wayOut: /Enterprise applications/,
  },
  {
    of: 'an application that Conditional Access blocks',
    code: 'access-blocked',
    aadsts: 'AADSTS53003',
    wish: async () => {
      const body = {
        error: 'invalid_grant',
        error_description: 'AADSTS53003: Blocked.',
        error_codes: [53_003],
      };
      const effect = { kind: 'respond', status: 400, body };
      await house.outlook.fault({ operation: 'token', times: 2, tenantId: company.tenantId, effect });
      return {};
    },
    wayOut: /Conditional Access/,
  },
];

describe('a Save with something wrong is refused with its own reason and way out', () => {
  test.each(wrongs)('$of: $code', async ({ code, aadsts, wish, wayOut }) => {
    const before = (await house.administrator('GET', connectionPath())).body;
    const wrong = await wish();
    const answers = [await saves(wrong, 'da'), await saves(wrong, 'en')];
    for (const { status, body } of answers) {
      expect({ status, code: body.code, reason: body.reason.code }).toEqual({
        status: 422,
        code,
        reason: code,
      });
      expect(body.reason.microsoft?.code ?? null).toBe(aadsts);
      expect(body.reason.remedy).toMatch(wayOut);
      expect(body.detail).toBe(`${body.reason.message} ${body.reason.remedy}`);
    }
    expect(answers[0]?.body.detail).not.toBe(answers[1]?.body.detail);
    expect((await house.administrator('GET', connectionPath())).body).toEqual(before);
  });

  test('and the old secret goes on working', async () => {
    const anna = await company.employee('Anna Holm');
    const absence = vacation(anna, '2027-03-01', '2027-03-02');
    await company.hr.creates(absence);
    expect((await saves({ clientSecret: 'Abc8Q~nobody’s' })).status).toBe(422);
    await company.hr.approves(absence);
    await company.seesIn(anna, (events) => {
      expect(events).toHaveLength(1);
    });
  });
});

test('a good secret is saved', async () => {
  const good = await anotherApplication({ roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] });
  const { status, body } = await saves({ ...good, confirmMove: true });
  expect({ status, state: body.state, hint: body.credential.hint }).toEqual({
    status: 200,
    state: 'healthy',
    hint: 'Xyz',
  });
});

describe('the last day of the secret', () => {
  const day = 24 * 60 * 60 * 1000;
  const inDays = (days: number): string => new Date(Date.now() + days * day).toISOString();

  test('is evaluated at once: 61 days ahead is healthy, 59 days ahead or past is expiring and sends on', async () => {
    company = await house.company();
    const patched = async (secretExpiresAt: string | null) =>
      (await house.administrator('PATCH', connectionPath(), { secretExpiresAt })).body;
    expect(await patched(inDays(61))).toMatchObject({ state: 'healthy', reason: null });
    for (const days of [59, -1])
      expect(await patched(inDays(days))).toMatchObject({
        state: 'expiring',
        enabled: true,
        reason: { code: 'secret-expiring', remedy: expect.stringContaining('Certificates & secrets') },
      });
    expect((await house.administrator('GET', connectionPath())).body.state).toBe('expiring');
    const anna = await company.employee('Anna Holm');
    await company.hr.creates(vacation(anna, '2027-03-01', '2027-03-02'), { approved: true });
    await company.seesIn(anna, (events) => {
      expect(events).toHaveLength(1);
    });
    expect(await patched(null)).toMatchObject({ state: 'healthy', reason: null });
  });

  const ours = (endDateTime: string) => ({ value: company.clientSecret, endDateTime });
  const roles = ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite', 'Application.Read.All'];
  const savedExpiry = async (): Promise<string | null> =>
    (await saves({ secretExpiresAt: '2099-01-01' })).body.credential.expiresAt;

  test('comes from Entra where the application may read it, in place of what was entered', async () => {
    company = await house.company();
    // A Save doesn't wait for Entra where that is slow to tell; the next one asks again.
    await application(company.clientId, { roles, secrets: [ours('2098-06-12T00:00:00Z')] });
    await expect.poll(savedExpiry).toBe('2098-06-12T00:00:00.000Z');
    await application(company.clientId, { secrets: [ours(inDays(40))] });
    await expect.poll(async () => (await saves({})).body.state).toBe('expiring');
  });

  test('stays what was entered where the application may not, or two secrets look alike', async () => {
    company = await house.company();
    await application(company.clientId, { secrets: [ours('2098-06-12T00:00:00Z')] });
    expect(await savedExpiry()).toBe('2099-01-01T00:00:00.000Z');
    const alike = { value: 'Abc8Q~another', endDateTime: '2097-01-01T00:00:00Z' };
    await application(company.clientId, { roles, secrets: [ours('2098-06-12T00:00:00Z'), alike] });
    expect(await savedExpiry()).toBe('2099-01-01T00:00:00.000Z');
  });

  test('that Entra doesn’t tell holds up no Save', async () => {
    company = await house.company();
    await house.outlook.fault({ operation: 'getApplication', effect: { kind: 'hold' } });
    const { status, body } = await saves({ secretExpiresAt: '2099-01-01' });
    expect({ status, expiresAt: body.credential.expiresAt }).toEqual({
      status: 200,
      expiresAt: '2099-01-01T00:00:00.000Z',
    });
  });
});
