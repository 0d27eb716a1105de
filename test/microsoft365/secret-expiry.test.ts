import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSecretExpiry, secretHintOf } from '#activities/microsoft365/application.ts';
import { yearAhead } from '../house/year-ahead.ts';
import { openTenant, type Tenant } from './tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(async () => {
  await tenant.rest();
  await tenant.application({ roles: ['Application.Read.All'] });
});
afterAll(() => tenant.close());

const inTime = new AbortController().signal;
const read = (clientId = tenant.clientId, signal = inTime) =>
  readSecretExpiry(tenant.graph(), clientId, secretHintOf(tenant.clientSecret), signal);
const ours = (endDateTime: string) => ({ value: tenant.clientSecret, endDateTime });

describe('the last day of a secret is read from Entra', () => {
  test('by the hint of the secret, among others of the application', async () => {
    const secrets = [
      ours(`${yearAhead}-06-12T00:00:00Z`),
      { value: 'Xyz8Q~other', endDateTime: '2029-01-01T00:00:00Z' },
    ];
    await tenant.application({ secrets });
    expect(await read()).toBe(`${yearAhead}-06-12T00:00:00.000Z`);
  });

  test('where several have that hint and the same day', async () => {
    const endDateTime = `${yearAhead}-06-12T00:00:00Z`;
    await tenant.application({ secrets: [ours(endDateTime), { value: 'Abc8Q~other', endDateTime }] });
    expect(await read()).toBe(`${yearAhead}-06-12T00:00:00.000Z`);
  });
});

describe('it is not known', () => {
  test('where several have that hint and different days', async () => {
    const secrets = [
      ours(`${yearAhead}-06-12T00:00:00Z`),
      { value: 'Abc8Q~other', endDateTime: '2029-01-01T00:00:00Z' },
    ];
    await tenant.application({ secrets });
    expect(await read()).toBeNull();
  });

  test('where none has that hint', async () => {
    await tenant.application({
      secrets: [{ value: 'Xyz8Q~other', endDateTime: '2029-01-01T00:00:00Z' }, ours('2099-01-01T00:00:00Z')],
    });
    expect(await readSecretExpiry(tenant.graph(), tenant.clientId, 'Non', inTime)).toBeNull();
  });

  test('where the application may not read it', async () => {
    await tenant.application({ roles: ['Calendars.ReadWrite'] });
    expect(await read()).toBeNull();
  });

  test('where the registration stands in another tenant', async () => {
    expect(await read('11111111-2222-3333-4444-555555555555')).toBeNull();
  });

  test.each([
    ['an answer without secrets', { status: 200, body: { id: '1' } }],
    [
      'a day that is none',
      { status: 200, body: { passwordCredentials: [{ hint: 'Abc', endDateTime: 'soon' }] } },
    ],
    ['an answer that is no JSON', { status: 200, body: '<h1>Hello</h1>' }],
    ['no answer', { status: 503 }],
  ])('after %s', async (_title, answer) => {
    await tenant.fault('getApplication', { kind: 'respond', ...answer });
    expect(await read()).toBeNull();
  });

  test('where the answer comes too late', async () => {
    const fault = await tenant.fault('getApplication', { kind: 'hold' });
    const ending = new AbortController();
    const reading = read(tenant.clientId, ending.signal);
    await expect.poll(() => tenant.waitingAt(fault)).toBe(1);
    ending.abort();
    expect(await reading).toBeNull();
    await tenant.outlook.releaseFault(fault);
  });
});
