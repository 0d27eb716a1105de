import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mailboxGate } from '#activities/microsoft365/mailbox-gate.ts';
import { tryReading, tryWriting } from '#activities/microsoft365/permission-trials.ts';
import { openTenant, standingEvent, type Tenant } from './tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const context = (signal = new AbortController().signal) => ({
  graph: tenant.graph(),
  gate: mailboxGate(),
  signal,
});
const writing = (mailbox: string) => tryWriting(context(), mailbox);
const reading = (mailbox: string) => tryReading(context(), mailbox);

const works = { kind: 'works' };
const trial = (kind: 'refused' | 'failed', code: string) =>
  expect.objectContaining({ kind, reason: expect.objectContaining({ code }) });
const refused = trial('refused', 'mailbox-out-of-scope');
const both = (calendars: unknown, settings = calendars) => ({
  'Calendars.ReadWrite': calendars,
  'MailboxSettings.ReadWrite': settings,
});

describe('trying to write', () => {
  test('tells that both permissions work, and changes nothing', async () => {
    const { mailbox } = await standingEvent(tenant, tenant.graph());
    const stateOf = async () => {
      const path = `/sandbox/tenants/${tenant.tenantId}/mailboxes/${encodeURIComponent(mailbox)}`;
      const [profile, events] = await Promise.all([
        tenant.outlook.control('GET', path),
        tenant.outlook.control('GET', `${path}/events`),
      ]);
      return { profile: profile.body, events: events.body };
    };
    const before = await stateOf();
    expect(await writing(mailbox)).toEqual(both(works));
    expect(await stateOf()).toEqual(before);
    expect(await tenant.requests('deleteEvent')).toBe(1);
    expect(await tenant.requests('updateMailboxSettings')).toBe(1);
  });

  test.each([
    ['Calendars.ReadWrite', both(works, refused)],
    ['MailboxSettings.ReadWrite', both(refused, works)],
  ])('tells that only %s works', async (role, found) => {
    const mailbox = await tenant.mailbox();
    await tenant.application({ roles: [role] });
    expect(await writing(mailbox)).toEqual(found);
  });

  test('takes the right to read for no right to write', async () => {
    const mailbox = await tenant.mailbox();
    await tenant.application({ roles: ['Calendars.Read', 'MailboxSettings.Read'] });
    expect(await writing(mailbox)).toEqual(both(refused));
  });

  test('goes by what RBAC for Applications grants, which stands in no token', async () => {
    const [inside, outside] = [await tenant.mailbox(), await tenant.mailbox()];
    await tenant.application({
      roles: [],
      rbacScopes: ['Calendars', 'MailboxSettings'].map((area) => ({
        role: `Application ${area}.ReadWrite`,
        mailboxes: [inside],
      })),
    });
    expect(await writing(inside)).toEqual(both(works));
    expect(await writing(outside)).toEqual(both(refused));
    expect(await reading(outside)).toEqual(both(refused));
  });

  test('a token without any permission is a refusal too, in either of Microsoft’s answers', async () => {
    const mailbox = await tenant.mailbox();
    await tenant.application({ roles: [] });
    const answers = async (roleLessToken: string) => {
      await tenant.outlook.control('PUT', '/sandbox/settings', { roleLessToken });
      return writing(mailbox);
    };
    expect(await answers('noPermissions')).toEqual(both(trial('refused', 'permission-missing')));
    expect(await answers('accessDenied')).toEqual(both(refused));
  });

  test.each([
    ['notEnabled', both(trial('failed', 'mailbox-not-enabled'))],
    ['unknown', both(trial('failed', 'mailbox-not-found'))],
    ['full', both(works, trial('failed', 'mailbox-full'))],
    ['moving', both(trial('failed', 'microsoft-unavailable'))],
  ])('a mailbox that is %s says nothing of the permissions', async (kind, found) => {
    expect(await writing(await tenant.mailbox(undefined, { kind }))).toEqual(found);
  });

  test.each([
    [404, 'ErrorItemNotFound'],
    [400, 'ErrorInvalidIdMalformed'],
    [412, 'ErrorIrresolvableConflict'],
    [403, 'ErrorCannotDeleteObject'],
  ])('a removal that Graph answers with %i %s was allowed', async (status, code) => {
    await tenant.fault('deleteEvent', { kind: 'respond', status, body: { error: { code, message: '' } } });
    expect(await writing(await tenant.mailbox())).toEqual(both(works));
  });

  test('an empty change that Graph refuses as one was allowed', async () => {
    await tenant.fault('updateMailboxSettings', {
      kind: 'respond',
      status: 400,
      body: { error: { code: 'BadRequest', message: '' } },
    });
    expect(await writing(await tenant.mailbox())).toEqual(both(works));
  });

  test('what isn’t answered before it is ended counts as unanswered', async () => {
    const mailbox = await tenant.mailbox();
    const fault = await tenant.fault('listEvents', { kind: 'hold' });
    const ending = new AbortController();
    const trials = tryWriting(context(ending.signal), mailbox);
    await expect.poll(() => tenant.waitingAt(fault)).toBe(1);
    ending.abort();
    expect(await trials).toEqual(both(trial('failed', 'microsoft-unavailable')));
    await tenant.outlook.releaseFault(fault);
  });
});

test('a mailbox from outside is only read', async () => {
  const mailbox = await tenant.mailbox();
  expect(await reading(mailbox)).toEqual(both(works));
  const methods = (await tenant.outlook.requests()).filter((request) => request.mailbox === mailbox);
  expect(methods.map(({ method }) => method)).toEqual(['GET', 'GET']);
});
