import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccessTokens } from '#activities/microsoft365/access-tokens.ts';
import { Microsoft365Error, type Microsoft365Failure } from '#activities/microsoft365/failures.ts';
import { create, openTenant, type Tenant } from './tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

async function failureOf(tokens: AccessTokens): Promise<Microsoft365Failure> {
  const error: unknown = await tokens.get().then(
    () => 'a token',
    (reason: unknown) => reason,
  );
  if (!(error instanceof Microsoft365Error)) throw new Error(`No failure but ${String(error)}`);
  return error.failure;
}

describe('a token', () => {
  test('is asked for once, however many want it at the same time, and is remembered', async () => {
    const tokens = tenant.tokens();
    const got = await Promise.all(Array.from({ length: 20 }, () => tokens.get()));
    expect(new Set(got).size).toBe(1);
    expect(await tokens.get()).toBe(got[0]);
    expect(await tenant.requests('token')).toBe(1);
  });

  test('is asked for anew on refresh, and the new one is remembered', async () => {
    const tokens = tenant.tokens();
    const first = await tokens.get();
    const fresh = await tokens.get({ refresh: true });
    expect(fresh).not.toBe(first);
    expect(await tokens.get()).toBe(fresh);
    expect(await tenant.requests('token')).toBe(2);
  });

  test('that is refreshed by many at once is asked for once', async () => {
    const tokens = tenant.tokens();
    await tokens.get();
    const fresh = await Promise.all(Array.from({ length: 20 }, () => tokens.get({ refresh: true })));
    expect(new Set(fresh).size).toBe(1);
    expect(await tenant.requests('token')).toBe(2);
  });

  test('that is refreshed while others take the remembered one is a new one all the same', async () => {
    const tokens = tenant.tokens();
    const first = await tokens.get();
    const [, fresh] = await Promise.all([tokens.get(), tokens.get({ refresh: true })]);
    expect(fresh).not.toBe(first);
    expect(await tenant.requests('token')).toBe(2);
  });

  test('that was refused is asked for again by the next who wants it', async () => {
    const tokens = tenant.tokens();
    await tenant.application({ enabled: false });
    await failureOf(tokens);
    await tenant.application({ enabled: true });
    expect(await tokens.get()).toMatch(/^ey/);
  });
});

describe('what Entra refuses is the whole connection’s failure', () => {
  const expired = { secrets: [{ value: 'old', endDateTime: '2020-01-01T00:00:00Z' }] };
  test.each([
    ['an expired secret', { clientSecret: 'old' }, expired, 'secret-expired', 'expired', 'AADSTS7000222'],
    ['a wrong secret', { clientSecret: 'wrong' }, {}, 'secret-invalid', 'misconfigured', 'AADSTS7000215'],
    [
      'an unknown application',
      { clientId: randomUUID() },
      {},
      'application-not-found',
      'misconfigured',
      'AADSTS700016',
    ],
    [
      'an application without its service principal',
      {},
      { servicePrincipal: false },
      'application-not-found',
      'misconfigured',
      'AADSTS7000229',
    ],
    [
      'a disabled application',
      {},
      { enabled: false },
      'application-disabled',
      'misconfigured',
      'AADSTS7000112',
    ],
    ['an unknown tenant', { tenantId: randomUUID() }, {}, 'tenant-not-found', 'misconfigured', 'AADSTS90002'],
    [
      'a malformed tenant',
      { tenantId: 'not-a-tenant' },
      {},
      'tenant-not-found',
      'misconfigured',
      'AADSTS900023',
    ],
  ])('%s', async (_title, credential, application, code, closes, aadsts) => {
    await tenant.application(application);
    expect(await failureOf(tenant.tokens(credential))).toEqual({
      kind: 'connection',
      closes,
      reason: {
        code,
        microsoft: { status: expect.any(Number), code: aadsts, requestId: expect.any(String) },
      },
    });
    expect(await tenant.requests('token')).toBe(1);
  });

  test.each([
    ['invalid_client', 401, 'secret-invalid'],
    ['unauthorized_client', 400, 'application-not-found'],
    ['invalid_grant', 400, 'rejected-by-microsoft'],
  ])('%s with a number that nobody knows goes by its class', async (error, status, code) => {
    const body = { error, error_description: 'AADSTS999999: Something new.', error_codes: [999_999] };
    await tenant.fault('token', { kind: 'respond', status, body });
    expect(await failureOf(tenant.tokens())).toMatchObject({
      kind: 'connection',
      reason: { code, microsoft: { code: 'AADSTS999999' } },
    });
  });

  test.each([
    ['invalid_grant', 53_003, 'access-blocked'],
    ['interaction_required', 53_003, 'access-blocked'],
    ['invalid_request', 900_382, 'tenant-not-found'],
    ['invalid_request', 90_038, 'tenant-not-found'],
  ])('%s with %i: Conditional Access, or a tenant of another cloud', async (error, number, code) => {
    const body = { error, error_description: `AADSTS${number}: Refused.`, error_codes: [number] };
    await tenant.fault('token', { kind: 'respond', status: 400, body });
    expect(await failureOf(tenant.tokens())).toMatchObject({
      kind: 'connection',
      closes: 'misconfigured',
      reason: { code, microsoft: { code: `AADSTS${number}` } },
    });
  });

  test('a failure never repeats the secret', async () => {
    const failure = await failureOf(tenant.tokens({ clientSecret: 'hunter2-secret-value' }));
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });
});

describe('where Entra gives no usable answer, nothing has happened and it may be tried again', () => {
  const json = (error: string, number: number) => ({ error, error_codes: [number], error_description: 'x' });
  test.each([
    ['500 with JSON', { kind: 'respond', status: 500, body: json('server_error', 90033) }],
    ['503 with JSON', { kind: 'respond', status: 503, body: json('temporarily_unavailable', 90033) }],
    ['503 with HTML', { kind: 'respond', status: 503, body: '<h1>Service unavailable</h1>' }],
    ['502 without a body', { kind: 'respond', status: 502 }],
    ['429', { kind: 'respond', status: 429, headers: { 'Retry-After': '5' }, body: json('x', 90055) }],
    [
      '400 that calls itself temporary',
      { kind: 'respond', status: 400, body: json('temporarily_unavailable', 90033) },
    ],
    ['200 with HTML', { kind: 'respond', status: 200, body: '<h1>Sign in</h1>' }],
    ['200 without a token', { kind: 'respond', status: 200, body: {} }],
    ['half an answer', { kind: 'truncate' }],
    ['a cut connection', { kind: 'dropBefore' }],
    ['a redirect', { kind: 'respond', status: 302, headers: { Location: '/elsewhere' } }],
  ])('%s', async (_title, effect) => {
    const fault = await tenant.fault('token', effect);
    const failure = await failureOf(tenant.tokens());
    expect(failure).toMatchObject({
      kind: 'unavailable',
      reason: { code: 'microsoft-unavailable' },
      mayHaveHappened: false,
    });
    expect(await tenant.requests('token')).toBe(1);
    await tenant.outlook.control('DELETE', `/sandbox/faults/${fault}`);
    expect(await tenant.tokens().get()).toMatch(/^ey/);
  });

  test('an answer that takes too long', async () => {
    const held = await tenant.fault('token', { kind: 'hold' });
    expect(await failureOf(tenant.tokens({}, 0.2))).toMatchObject({
      kind: 'unavailable',
      mayHaveHappened: false,
    });
    await tenant.outlook.releaseFault(held);
  });

  test('the library’s own refusals after a 503 are no answer either, and not the connection’s failure', async () => {
    await tenant.fault('token', {
      kind: 'respond',
      status: 503,
      body: json('temporarily_unavailable', 90033),
    });
    const tokens = tenant.tokens();
    await failureOf(tokens);
    expect(await failureOf(tokens)).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  });
});

describe('a renewed secret', () => {
  test('works at once with new tokens, while those of the old one serve what they remember', async () => {
    const old = tenant.tokens();
    const remembered = await old.get();
    await tenant.application({ secrets: [{ value: 'renewed', endDateTime: '2099-01-01T00:00:00Z' }] });
    expect(await old.get()).toBe(remembered);
    expect(await tenant.tokens({ clientSecret: 'renewed' }).get()).not.toBe(remembered);
    await expect(old.get({ refresh: true })).rejects.toMatchObject({
      failure: { kind: 'connection', reason: { code: 'secret-invalid' } },
    });
  });
});

test('a refused token keeps a write back and is told as the write’s failure', async () => {
  const mailbox = await tenant.mailbox();
  await tenant.application({ secrets: [{ value: 'other' }] });
  expect(await create(tenant.graph(), mailbox)).toMatchObject({
    kind: 'failed',
    failure: { kind: 'connection', reason: { code: 'secret-invalid' } },
  });
  expect(await tenant.requests('createEvent')).toBe(0);
});
