import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '#activities/microsoft365/graph.ts';
import { create, openTenant, remove, standingEvent, update, type Tenant } from './tenant.ts';

let tenant: Tenant;
let client: Graph;
beforeAll(async () => {
  tenant = await openTenant();
  client = tenant.graph();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const mailboxFailure = (code: string, status: number) => ({
  kind: 'failed',
  failure: {
    kind: 'mailbox',
    reason: { code, microsoft: { status, code: expect.any(String), requestId: expect.stringMatching(/./) } },
  },
});

describe('a mailbox’s own trouble is told with its reason', () => {
  test.each([
    ['not licensed', 'notEnabled', 'mailbox-not-enabled', 404],
    ['on premises', 'onPremises', 'mailbox-not-enabled', 404],
    ['soft-deleted', 'softDeleted', 'mailbox-not-enabled', 404],
    ['unknown', 'unknown', 'mailbox-not-found', 404],
    ['full', 'full', 'mailbox-full', 403],
  ])('%s', async (_title, kind, code, status) => {
    const mailbox = await tenant.mailbox(undefined, { kind });
    expect(await create(client, mailbox)).toEqual(mailboxFailure(code, status));
  });

  test('an address that nobody has', async () => {
    expect(await create(client, 'nobody@contoso.example')).toEqual(mailboxFailure('mailbox-not-found', 404));
  });

  test('moving: it passes', async () => {
    const mailbox = await tenant.mailbox(undefined, { kind: 'moving' });
    expect(await create(client, mailbox)).toMatchObject({ failure: { kind: 'unavailable' } });
  });

  test('outside the scope of RBAC for Applications, or of an access policy', async () => {
    const mailbox = await tenant.mailbox();
    await tenant.application({ roles: [], rbacScopes: [{ role: 'Calendars.ReadWrite', mailboxes: [] }] });
    expect(await create(tenant.graph(), mailbox)).toEqual(mailboxFailure('mailbox-out-of-scope', 403));
    await tenant.rest();
    await tenant.application({ accessPolicy: { kind: 'deny', mailboxes: [mailbox] } });
    expect(await create(tenant.graph(), mailbox)).toEqual(mailboxFailure('mailbox-out-of-scope', 403));
    const other = await tenant.mailbox();
    expect(await create(tenant.graph(), other)).toMatchObject({ kind: 'written' });
  });

  test('a token without any permission', async () => {
    const mailbox = await tenant.mailbox();
    await tenant.application({ roles: [] });
    await tenant.outlook.control('PUT', '/sandbox/settings', { roleLessToken: 'noPermissions' });
    expect(await create(tenant.graph(), mailbox)).toEqual(mailboxFailure('permission-missing', 401));
    await tenant.outlook.control('PUT', '/sandbox/settings', { roleLessToken: 'accessDenied' });
    expect(await create(tenant.graph(), mailbox)).toEqual(mailboxFailure('mailbox-out-of-scope', 403));
  });
});

describe('a removal stays owed', () => {
  test.each([
    ['a mailbox that is not enabled', 404, 'MailboxNotEnabledForRESTAPI', 'mailbox'],
    ['a mailbox that is unknown', 404, 'ErrorInvalidUser', 'mailbox'],
    ['a mailbox that is out of scope', 403, 'ErrorAccessDenied', 'mailbox'],
    ['an id that Graph calls malformed', 400, 'ErrorInvalidIdMalformed', 'rejected'],
    ['an id that Graph finds in no mailbox of this name', 400, 'ErrorInvalidMailboxItemId', 'rejected'],
  ])('after %s', async (_title, status, code, kind) => {
    const standing = await standingEvent(tenant, client);
    await tenant.fault('deleteEvent', { kind: 'respond', status, body: { error: { code, message: '' } } });
    expect(await remove(client, standing)).toMatchObject({ kind: 'failed', failure: { kind } });
  });

  test('after a 404 that isn’t Graph’s own: it proves neither that the event nor that the mailbox is gone', async () => {
    const standing = await standingEvent(tenant, client);
    for (const body of [{}, { body: '<h1>Not Found</h1>' }]) {
      await tenant.fault('deleteEvent', { kind: 'respond', status: 404, ...body });
      expect(await remove(client, standing)).toMatchObject({ failure: { kind: 'unavailable' } });
    }
  });

  test('after a 403 that isn’t Graph’s own, which says nothing of the mailbox', async () => {
    const standing = await standingEvent(tenant, client);
    await tenant.fault('deleteEvent', {
      kind: 'respond',
      status: 403,
      body: '<h1>Blocked by the proxy</h1>',
    });
    expect(await remove(client, standing)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: false });
  });
});

test('what Graph will never take is told with Microsoft’s own code and request id', async () => {
  const standing = await standingEvent(tenant, client);
  const wrong = { ...standing, calendarEventId: standing.calendarEventId };
  const answer = await update(client, wrong, {
    subject: 'Absent',
    isAllDay: true,
    start: '2026-12-01T09:00:00',
    end: '2026-12-02T00:00:00',
    timeZone: 'Romance Standard Time',
    showAs: 'oof',
    sensitivity: 'private',
  });
  expect(answer).toMatchObject({
    kind: 'failed',
    failure: {
      kind: 'rejected',
      reason: {
        code: 'rejected-by-microsoft',
        microsoft: { status: 400, code: 'ErrorInvalidRequest', requestId: expect.stringMatching(/./) },
      },
    },
  });
});
