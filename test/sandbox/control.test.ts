import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import { startSandbox } from '../../sandbox/server.ts';
import {
  anna,
  appId,
  bo,
  Microsoft365,
  startMicrosoft365,
  tagId,
  tenantId,
  vacation,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

describe('the control API', () => {
  test('shows events as their creator sent them', async () => {
    await outlook.create({
      transactionId: 't-1',
      sensitivity: 'private',
      isReminderOn: false,
      singleValueExtendedProperties: [{ id: tagId, value: 'acme 4711' }],
    });
    expect(await outlook.control('GET', `/tenants/${tenantId}/events`)).toMatchObject({
      events: [
        {
          mailbox: anna,
          start: { dateTime: '2026-12-01T00:00:00', timeZone: 'Romance Standard Time' },
          sensitivity: 'private',
          isReminderOn: false,
          transactionId: 't-1',
          originalStartTimeZone: 'Romance Standard Time',
          extendedProperties: [{ id: tagId, value: 'acme 4711' }],
          inDeletedItems: false,
        },
      ],
    });
  });

  test('lets a user make and change events, by the same rules', async () => {
    const path = `/tenants/${tenantId}/mailboxes/${bo}/events`;
    const { immutableId } = await outlook.control('POST', path, vacation({ subject: 'Mine' }));
    await outlook.control('PATCH', `${path}/${String(immutableId)}`, { subject: 'Moved' });
    expect(await outlook.calendarOf(bo)).toMatchObject([{ subject: 'Moved' }]);
    await expect(
      outlook.control('PATCH', `${path}/${String(immutableId)}`, { showAs: 'gone' }),
    ).rejects.toThrow(/^400 .*RequestBodyRead/);
  });

  test('merges an application and shows its secrets', async () => {
    await outlook.application({ enabled: false });
    expect(await outlook.control('GET', `/tenants/${tenantId}`)).toMatchObject({
      applications: [
        { appId, enabled: false, displayName: 'Absence', secrets: [{ value: 'Ap6~a-secret-value' }] },
      ],
    });
  });

  test('gives a tenant in the shape that a seed takes', async () => {
    const tenant = await outlook.control('GET', `/tenants/${tenantId}`);
    const copy = await startSandbox({ seed: { tenants: [tenant] } });
    const again = await new Microsoft365(copy.origin).control('GET', `/tenants/${tenantId}`);
    await copy.close();
    expect(again).toMatchObject({ displayName: 'Contoso', mailboxes: [{ address: anna }, { address: bo }] });
  });

  test.each([
    ['PUT', `/tenants/${tenantId}`, { displayName: 7 }, /^400 .*displayName/],
    ['PUT', `/tenants/${tenantId}/applications/nope`, {}, /^400 .*GUID/],
    ['PUT', `/tenants/${tenantId}/mailboxes/${anna}`, { timeZone: 'Europe/Copenhagen' }, /^400 .*timeZone/],
    ['PUT', `/tenants/${tenantId}/mailboxes/${anna}`, { aliases: [bo] }, /^400 .*aliases/],
    ['PUT', '/settings', { concurrencyPerMailbox: 0 }, /^400 .*concurrencyPerMailbox/],
    ['PUT', '/clock', { now: 'tomorrow' }, /^400 .*now/],
    ['PUT', '/clock', '{', /^400 .*body/],
    ['GET', '/tenants/33333333-3333-4333-8333-333333333333', undefined, /^404 /],
    ['GET', `/tenants/${tenantId}/mailboxes/nobody@contoso.example/events`, undefined, /^404 /],
    ['DELETE', `/tenants/${tenantId}/mailboxes/${anna}/events/none`, undefined, /^404 /],
  ])('%s %s with wrong input says what is wrong', async (method, path, body, message) => {
    await expect(outlook.control(method, path, body)).rejects.toThrow(message);
  });

  test('takes nothing from pages of other origins', async () => {
    const status = async (headers: Record<string, string>) => {
      const url = `${outlook.origin}/sandbox/tenants/${tenantId}`;
      return (await fetch(url, { method: 'PUT', headers, body: '{"displayName":"Contoso"}' })).status;
    };
    for (const site of ['cross-site', 'same-site'])
      expect(await status({ 'sec-fetch-site': site })).toBe(403);
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: outlook.origin })).toBe(200);
    expect(await status({})).toBe(200);
  });

  test('forgets a tenant with all it holds', async () => {
    await outlook.control('DELETE', `/tenants/${tenantId}`);
    expect((await outlook.tokenRequest()).json).toMatchObject({ error_codes: [90002] });
    expect((await outlook.graph('GET', `/users/${anna}/events`)).status).toBe(404);
  });
});
