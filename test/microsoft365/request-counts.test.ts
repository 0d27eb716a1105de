import { createSecretKey, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  microsoft365,
  type Microsoft365,
  type SealedCredential,
} from '#activities/microsoft365/microsoft-365.ts';
import { requestCounts } from '#activities/microsoft365/request-counts.ts';
import { toCompanyId } from '#domain/identifiers.ts';
import { encryptClientSecret } from '#persistence/client-secrets.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { create, openTenant, remove, standingAfter, update, userDoes, type Tenant } from './tenant.ts';

const freshKey = () => createSecretKey(randomBytes(32));
const keyring: Keyring = {
  employeeKeys: freshKey(),
  signingSecrets: freshKey(),
  clientSecrets: freshKey(),
  fingerprints: freshKey(),
};
const contoso = toCompanyId('contoso');

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const clientOf = (microsoft: Microsoft365) => {
  const { tenantId, clientId, clientSecret } = tenant;
  const secret = encryptClientSecret(keyring, contoso, clientSecret);
  const sealed: SealedCredential = { tenantId, clientId, secret, secretVersion: 1, epoch: 1 };
  return microsoft.graphFor(contoso, sealed, keyring);
};

const counted = ({ requests }: Microsoft365): Record<string, number> =>
  Object.fromEntries(
    requests.take().map(({ operation, outcome, count }) => [`${operation} ${outcome}`, count]),
  );

describe('a worker process counts', () => {
  test('the token and each write, once they are answered', async () => {
    const microsoft = microsoft365(tenant.settings);
    const mailbox = await tenant.mailbox();
    const client = clientOf(microsoft);
    const made = standingAfter(await create(client, mailbox), mailbox);
    const changed = standingAfter(await update(client, made), mailbox);
    await remove(client, changed);
    expect(counted(microsoft)).toEqual({
      'token success': 1,
      'createEvent success': 1,
      'updateEvent success': 1,
      'deleteEvent success': 1,
    });
  });

  test('every request of a write that has to read again', async () => {
    const microsoft = microsoft365(tenant.settings);
    const mailbox = await tenant.mailbox();
    const client = clientOf(microsoft);
    const made = standingAfter(await create(client, mailbox), mailbox);
    await userDoes(tenant, 'PATCH', made, { subject: 'Mine' });
    await update(client, made);
    expect(counted(microsoft)).toMatchObject({
      'updateEvent conflict': 1,
      'getEvent success': 1,
      'updateEvent success': 1,
    });
  });

  test.each([
    [429, 'createEvent throttled'],
    [503, 'createEvent unavailable'],
    [400, 'createEvent rejected'],
    [403, 'createEvent forbidden'],
  ])('what Microsoft refuses by its status: %i', async (status, name) => {
    const microsoft = microsoft365(tenant.settings);
    await tenant.fault('createEvent', { kind: 'respond', status });
    await create(clientOf(microsoft), await tenant.mailbox());
    expect(counted(microsoft)).toMatchObject({ [name]: 1 });
  });

  test('a request without an answer', async () => {
    const microsoft = microsoft365(tenant.settings);
    await tenant.fault('createEvent', { kind: 'commitThenDrop' });
    await create(clientOf(microsoft), await tenant.mailbox());
    expect(counted(microsoft)).toMatchObject({ 'createEvent no-answer': 1 });
  });

  test('a secret that Entra refuses', async () => {
    const microsoft = microsoft365(tenant.settings);
    const { tenantId, clientId } = tenant;
    await microsoft.tryCredential({ tenantId, clientId, clientSecret: 'wrong' });
    expect(counted(microsoft)).toEqual({ 'token unauthorized': 1 });
  });
});

const graph = 'https://graph.microsoft.com/v1.0';
test.each([
  ['GET', `${graph}/users/a%40b/calendarView?startDateTime=x`, 'listEvents'],
  ['GET', `${graph}/users/a%40b/events?$filter=x`, 'listEvents'],
  ['GET', `${graph}/users/a%40b/mailboxSettings/automaticRepliesSetting`, 'getMailboxSettings'],
  ['PATCH', `${graph}/users/a%40b/mailboxSettings`, 'updateMailboxSettings'],
  ['GET', `${graph}/applications(appId='x')`, 'application'],
  ['GET', `${graph}/me`, 'other'],
  ['GET', 'https://login.microsoftonline.com/common/discovery/instance', 'metadata'],
])('%s %s counts as %s', (method, url, operation) => {
  const requests = requestCounts();
  requests.note(method, url, 200);
  expect(requests.take()).toEqual([{ operation, outcome: 'success', count: 1 }]);
});

test('what could not be handed on is handed on the next time, with what came since', () => {
  const requests = requestCounts();
  const note = () => requests.note('GET', `${graph}/me`, 404);
  note();
  const taken = requests.take();
  note();
  requests.putBack(taken);
  expect(requests.take()).toEqual([{ operation: 'other', outcome: 'not-found', count: 2 }]);
  expect(requests.take()).toEqual([]);
});
