import { ServerError } from '@azure/msal-node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import {
  appId,
  errorOf,
  type Microsoft365,
  msalClient,
  secret,
  startMicrosoft365,
  tenantId,
  anna,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;
const scopes = ['https://graph.microsoft.com/.default'];

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

describe('the real msal-node', () => {
  test('gets a token that lives as long as the settings say', async () => {
    const result = await msalClient(outlook.origin).acquireTokenByClientCredential({ scopes });
    expect(result?.tokenType).toBe('Bearer');
    const [, payload = ''] = (result?.accessToken ?? '').split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(claims).toMatchObject({
      aud: 'https://graph.microsoft.com',
      iss: `https://sts.windows.net/${tenantId}/`,
      appid: appId,
      tid: tenantId,
      idtyp: 'app',
      roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    });
  });

  test('reports an expired secret as invalid_client 7000222', async () => {
    const times = { startDateTime: '2026-01-01T00:00:00Z', endDateTime: '2027-01-01T00:00:00Z' };
    await outlook.application({ secrets: [{ value: secret, ...times }] });
    await outlook.control('PUT', '/clock', { now: '2027-01-01T00:00:01Z' });
    const failure = await msalClient(outlook.origin)
      .acquireTokenByClientCredential({ scopes })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ServerError);
    expect(failure).toMatchObject({ errorCode: 'invalid_client', errorNo: 7000222, status: 401 });
  });
});

describe('the token endpoint refuses', () => {
  const other = '33333333-3333-4333-8333-333333333333';
  const cases = [
    ['a wrong secret', { client_secret: 'nope' }, tenantId, 401, 'invalid_client', 7000215],
    ['no credential', { client_secret: '' }, tenantId, 401, 'invalid_client', 7000216],
    ['an assertion', { client_assertion: 'x.y.z' }, tenantId, 401, 'invalid_client', 700027],
    ['an unknown application', { client_id: other }, tenantId, 400, 'unauthorized_client', 700016],
    ['an unknown tenant', {}, other, 400, 'invalid_request', 90002],
    ['a malformed tenant', {}, 'not_a_tenant', 400, 'invalid_request', 900023],
    ['a scope without /.default', { scope: 'Calendars.ReadWrite' }, tenantId, 400, 'invalid_scope', 1002012],
    [
      'an unknown resource',
      { scope: 'https://other.example/.default' },
      tenantId,
      400,
      'invalid_resource',
      500011,
    ],
    ['another grant', { grant_type: 'password' }, tenantId, 400, 'unsupported_grant_type', 70003],
  ] as const;
  test.each(cases)('%s', async (_what, change, tenant, status, error, number) => {
    const reply = await outlook.tokenRequest(change, tenant);
    expect(reply.status).toBe(status);
    expect(reply.json).toMatchObject({ error, error_codes: [number] });
    expect(reply.json['error_description']).toMatch(new RegExp(`^AADSTS${number}: .*\\r\\nTrace ID: `));
  });

  test('a disabled application and a missing service principal', async () => {
    await outlook.application({ enabled: false });
    expect((await outlook.tokenRequest()).json).toMatchObject({
      error: 'unauthorized_client',
      error_codes: [7000112],
    });
    await outlook.application({ enabled: true, servicePrincipal: false });
    expect((await outlook.tokenRequest()).json).toMatchObject({
      error: 'invalid_client',
      error_codes: [7000229],
    });
  });
});

test('a renewed secret works beside the expired one', async () => {
  await outlook.application({
    secrets: [
      { value: secret, endDateTime: '2020-01-01T00:00:00Z' },
      { value: 'new-secret', displayName: 'second' },
    ],
  });
  expect((await outlook.tokenRequest()).json).toMatchObject({ error_codes: [7000222] });
  expect((await outlook.tokenRequest({ client_secret: 'new-secret' })).status).toBe(200);
});

test('a token is refused by Graph when its lifetime is over on the sandbox clock', async () => {
  expect((await outlook.graph('GET', `/users/${anna}/events`)).status).toBe(200);
  await outlook.control('PUT', '/clock', { advanceSeconds: 3600 });
  const reply = await outlook.graph('GET', `/users/${anna}/events`);
  expect(reply.status).toBe(401);
  expect(errorOf(reply)).toMatchObject({
    code: 'InvalidAuthenticationToken',
    message: 'Lifetime validation failed, the token is expired.',
  });
  expect(reply.headers.get('www-authenticate')).toContain('00000003-0000-0000-c000-000000000000');
});

test.each([
  ['an empty token', '', 'Access token is empty.'],
  ['a token that is none', 'Bearer rubbish', 'CompactToken parsing failed with error code: 80049217'],
])('Graph refuses %s', async (_what, authorization, message) => {
  const reply = await outlook.graph('GET', `/users/${anna}/events`, undefined, { authorization });
  expect(reply.status).toBe(401);
  expect(errorOf(reply)).toMatchObject({ code: 'InvalidAuthenticationToken', message });
});

test('Graph refuses a token for another audience', async () => {
  await outlook.signIn({ scope: 'https://outlook.office365.com/.default' });
  const reply = await outlook.graph('GET', `/users/${anna}/events`);
  expect(errorOf(reply)['message']).toBe('Access token validation failure. Invalid audience.');
});
