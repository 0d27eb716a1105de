import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import {
  anna,
  appId,
  bo,
  calendarRoles,
  errorOf,
  type Microsoft365,
  secret,
  startMicrosoft365,
  vacation,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

const writeTo = (mailbox: string) => outlook.graph('POST', `/users/${mailbox}/events`, vacation());

describe('roles granted in Entra', () => {
  test('stand in the token: a grant is in force from the next token on', async () => {
    await outlook.application({ roles: [] });
    await outlook.signIn();
    const refused = await writeTo(anna);
    expect(refused.status).toBe(403);
    expect(errorOf(refused)).toMatchObject({
      code: 'ErrorAccessDenied',
      message: 'Access is denied. Check credentials and try again.',
    });
    await outlook.application({ roles: calendarRoles });
    expect((await writeTo(anna)).status).toBe(403);
    await outlook.signIn();
    expect((await writeTo(anna)).status).toBe(201);
  });

  test('count at once, without a new token, where the sandbox is told so', async () => {
    await outlook.control('PUT', '/settings', { entraRoles: 'live' });
    await outlook.application({ roles: [] });
    expect((await writeTo(anna)).status).toBe(403);
    await outlook.application({ roles: calendarRoles });
    expect((await writeTo(anna)).status).toBe(201);
  });

  test('a token without any permission can be told to be 401 NoPermissionsInAccessToken', async () => {
    await outlook.control('PUT', '/settings', { roleLessToken: 'noPermissions' });
    await outlook.application({ roles: [] });
    await outlook.signIn();
    const reply = await writeTo(anna);
    expect(reply.status).toBe(401);
    expect(errorOf(reply)['code']).toBe('NoPermissionsInAccessToken');
  });

  test('Calendars.Read reads and does not write', async () => {
    await outlook.application({ roles: ['Calendars.Read'] });
    await outlook.signIn();
    expect((await outlook.graph('GET', `/users/${anna}/events`)).status).toBe(200);
    expect((await writeTo(anna)).status).toBe(403);
    expect((await outlook.graph('GET', `/users/${anna}/mailboxSettings`)).status).toBe(403);
  });

  test('take effect after the seconds that were asked for, by the sandbox clock', async () => {
    await outlook.application({ roles: [], effectAfterSeconds: 1800 });
    await outlook.signIn();
    expect((await writeTo(anna)).status).toBe(201);
    await outlook.control('PUT', '/clock', { advanceSeconds: 1801 });
    await outlook.signIn();
    expect((await writeTo(anna)).status).toBe(403);
  });
});

describe('RBAC for Applications', () => {
  test('lets a token without roles into the mailboxes in scope alone', async () => {
    await outlook.application({
      roles: [],
      rbacScopes: [{ role: 'Calendars.ReadWrite', mailboxes: [anna] }],
    });
    await outlook.signIn();
    expect((await writeTo(anna)).status).toBe(201);
    const outside = await writeTo(bo);
    expect(outside.status).toBe(403);
    expect(errorOf(outside)['code']).toBe('ErrorAccessDenied');
  });

  test('adds to an Entra grant and never limits it', async () => {
    await outlook.application({ rbacScopes: [{ role: 'Calendars.ReadWrite', mailboxes: [anna] }] });
    expect((await writeTo(bo)).status).toBe(201);
  });

  test('a scope that is widened takes effect with its delay', async () => {
    await outlook.application({
      roles: [],
      rbacScopes: [{ role: 'Calendars.ReadWrite', mailboxes: [anna] }],
    });
    await outlook.application({
      rbacScopes: [{ role: 'Calendars.ReadWrite', mailboxes: [anna, bo] }],
      effectAfterSeconds: 600,
    });
    await outlook.signIn();
    expect((await writeTo(bo)).status).toBe(403);
    await outlook.control('PUT', '/clock', { advanceSeconds: 601 });
    expect((await writeTo(bo)).status).toBe(201);
  });
});

describe('an application access policy', () => {
  test.each([
    ['restrict', bo],
    ['deny', anna],
  ])('of kind %s on %s keeps the application out of Anna’s mailbox', async (kind, mailbox) => {
    await outlook.application({ accessPolicy: { kind, mailboxes: [mailbox] } });
    const reply = await writeTo(anna);
    expect(reply.status).toBe(403);
    expect(errorOf(reply)).toEqual({
      code: 'ErrorAccessDenied',
      message:
        'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
    });
  });

  test.each([
    ['restrict', anna],
    ['deny', bo],
  ])('of kind %s on %s leaves Anna’s mailbox open', async (kind, mailbox) => {
    await outlook.application({ accessPolicy: { kind, mailboxes: [mailbox] } });
    expect((await writeTo(anna)).status).toBe(201);
  });
});

test.each([
  ['notEnabled', 404, 'MailboxNotEnabledForRESTAPI'],
  ['onPremises', 404, 'MailboxNotEnabledForRESTAPI'],
  ['softDeleted', 404, 'MailboxNotEnabledForRESTAPI'],
  ['unknown', 404, 'ErrorInvalidUser'],
  ['full', 403, 'ErrorQuotaExceeded'],
  ['moving', 503, 'ErrorMailboxMoveInProgress'],
])('a mailbox of kind %s answers a write with %i %s', async (kind, status, code) => {
  await outlook.mailbox(anna, { kind });
  const reply = await writeTo(anna);
  expect(reply.status).toBe(status);
  expect(errorOf(reply)['code']).toBe(code);
});

test('an unknown mailbox is 404 ErrorInvalidUser and names it', async () => {
  const reply = await writeTo('nobody@contoso.example');
  expect(reply.status).toBe(404);
  expect(errorOf(reply)['message']).toBe("The requested user 'nobody@contoso.example' is invalid.");
});

test('a renamed mailbox keeps its events, and its old address unless told otherwise', async () => {
  await writeTo(anna);
  const tenant = '/tenants/11111111-1111-4111-8111-111111111111';
  await outlook.control('POST', `${tenant}/mailboxes/${anna}/rename`, {
    address: 'anna.dahl@contoso.example',
  });
  for (const address of [anna, 'anna.dahl@contoso.example'])
    expect((await outlook.graph('GET', `/users/${address}/events`)).json['value']).toHaveLength(1);
  await outlook.control('POST', `${tenant}/mailboxes/${bo}/rename`, {
    address: 'bo.dahl@contoso.example',
    keepAlias: false,
  });
  expect((await outlook.graph('GET', `/users/${bo}/events`)).status).toBe(404);
});

test('the application shows its secrets with hint and end, to who may read applications', async () => {
  const path = `/applications(appId='${appId}')?$select=appId,passwordCredentials`;
  const refused = await outlook.graph('GET', path);
  expect(refused.status).toBe(403);
  expect(errorOf(refused)['code']).toBe('Authorization_RequestDenied');
  await outlook.application({
    roles: ['Application.Read.All'],
    secrets: [{ value: secret, displayName: 'first', endDateTime: '2030-06-12T00:00:00Z' }],
  });
  await outlook.signIn();
  const reply = await outlook.graph('GET', path);
  expect(reply.json).toMatchObject({
    appId,
    passwordCredentials: [
      { hint: 'Ap6', displayName: 'first', secretText: null, endDateTime: '2030-06-12T00:00:00.000Z' },
    ],
  });
  expect(reply.text).not.toContain(secret);
});
