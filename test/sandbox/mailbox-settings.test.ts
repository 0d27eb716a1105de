import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import { anna, errorOf, type Microsoft365, startMicrosoft365, tenantId } from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

const settings = `/users/${anna}/mailboxSettings`;
const set = (automaticRepliesSetting: Record<string, unknown>) =>
  outlook.graph('PATCH', settings, { automaticRepliesSetting });
const scheduled = {
  status: 'Scheduled',
  externalAudience: 'All',
  scheduledStartDateTime: { dateTime: '2026-12-21T00:00:00', timeZone: 'Romance Standard Time' },
  scheduledEndDateTime: { dateTime: '2099-12-28T00:00:00', timeZone: 'Romance Standard Time' },
  internalReplyMessage: 'Away',
  externalReplyMessage: 'Out',
};

describe('automatic replies', () => {
  test('answer a PATCH with the part that was written, in UTC and as HTML', async () => {
    const reply = await set(scheduled);
    expect(reply.status).toBe(200);
    expect(Object.keys(reply.json)).toEqual(['@odata.context', 'automaticRepliesSetting']);
    expect(reply.json['automaticRepliesSetting']).toEqual({
      status: 'scheduled',
      externalAudience: 'all',
      scheduledStartDateTime: { dateTime: '2026-12-20T23:00:00.0000000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2099-12-27T23:00:00.0000000', timeZone: 'UTC' },
      internalReplyMessage: '<html>\n<body>\nAway\n</body>\n</html>\n',
      externalReplyMessage: '<html>\n<body>\nOut\n</body>\n</html>\n',
    });
  });

  test('keep what a PATCH leaves out, the texts too', async () => {
    await set(scheduled);
    await set({ status: 'alwaysEnabled' });
    const reply = await outlook.graph('GET', `${settings}/automaticRepliesSetting`);
    expect(reply.json).toMatchObject({
      status: 'alwaysEnabled',
      internalReplyMessage: expect.stringContaining('Away'),
    });
  });

  test.each([
    ['an end in the past', { scheduledEndDateTime: { dateTime: '2020-01-01T00:00:00', timeZone: 'UTC' } }],
    [
      'an end before the start',
      { scheduledStartDateTime: { dateTime: '2100-01-01T00:00:00', timeZone: 'UTC' } },
    ],
  ])('refuse %s', async (_what, change) => {
    const reply = await set({ ...scheduled, ...change });
    expect(reply.status).toBe(400);
    expect(errorOf(reply)['code']).toBe('ErrorInvalidScheduledOofDuration');
  });

  test('take a start in the past', async () => {
    const scheduledStartDateTime = { dateTime: '2020-01-01T00:00:00', timeZone: 'UTC' };
    expect((await set({ ...scheduled, scheduledStartDateTime })).status).toBe(200);
  });

  test('are silently kept inside where the organisation forbids external replies', async () => {
    await outlook.mailbox(anna, { externalRepliesAllowed: false });
    expect((await set(scheduled)).json).toMatchObject({
      automaticRepliesSetting: { externalAudience: 'none' },
    });
  });

  test('can be overwritten by the user', async () => {
    await set(scheduled);
    const path = `/tenants/${tenantId}/mailboxes/${anna}/automaticRepliesSetting`;
    await outlook.control('PUT', path, { status: 'disabled' });
    expect((await outlook.graph('GET', `${settings}/automaticRepliesSetting`)).json).toMatchObject({
      status: 'disabled',
    });
  });
});

test('the time zone is a Windows name, and empty in a mailbox that was never opened', async () => {
  expect((await outlook.graph('GET', `${settings}/timeZone`)).json['value']).toBe('Romance Standard Time');
  await outlook.mailbox(anna, { timeZone: '' });
  expect((await outlook.graph('GET', settings)).json['timeZone']).toBe('');
});
