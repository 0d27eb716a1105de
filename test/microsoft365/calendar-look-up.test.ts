import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listCalendarEvents, lookUpCalendarEvent } from '#activities/microsoft365/calendar-reading.ts';
import type { Graph } from '#activities/microsoft365/graph.ts';
import { toCompanyId, toRegistrationId } from '#domain/identifiers.ts';
import { readerOf, refusal, type Reader } from './calendar-reader.ts';
import {
  contextWith,
  create,
  openTenant,
  standingEvent,
  unavailable,
  userDoes,
  type Tenant,
} from './tenant.ts';

let tenant: Tenant;
let client: Graph;
let reader: Reader;
beforeAll(async () => {
  tenant = await openTenant();
  client = tenant.graph();
  reader = readerOf(tenant, client);
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const mailboxFailure = (code: string) => ({
  kind: 'failed',
  failure: { kind: 'mailbox', reason: expect.objectContaining({ code }) },
});

describe('a mailbox that answers no', () => {
  test.each<[string, object, object]>([
    [
      'to too many requests is waited for',
      { status: 429, headers: { 'retry-after': '2.5' }, body: refusal('ApplicationThrottled') },
      {
        kind: 'failed',
        failure: {
          kind: 'throttled',
          reason: expect.objectContaining({ code: 'throttled' }),
          retryAfterSeconds: 2.5,
        },
      },
    ],
    [
      'because it is out of scope is in trouble itself',
      { status: 403, body: refusal('ErrorAccessDenied') },
      mailboxFailure('mailbox-out-of-scope'),
    ],
    [
      'because nobody knows it is in trouble itself',
      { status: 404, body: refusal('ErrorInvalidUser') },
      mailboxFailure('mailbox-not-found'),
    ],
    [
      'because it has no licence is in trouble itself',
      { status: 404, body: refusal('MailboxNotEnabledForRESTAPI') },
      mailboxFailure('mailbox-not-enabled'),
    ],
    ['by a gateway’s web page proves nothing', { status: 404, body: '<html></html>' }, unavailable(true)],
    [
      'by a server error proves nothing',
      { status: 503, body: refusal('ServiceUnavailable') },
      unavailable(true),
    ],
  ])('%s', async (_, effect, failure) => {
    const { mailbox, calendarEventId } = await standingEvent(tenant, client);
    const answer = { kind: 'respond', ...effect };
    await tenant.fault('listEvents', answer);
    expect(await reader.list(mailbox)).toEqual(failure);
    await tenant.fault('getEvent', answer);
    expect(await reader.lookUp(mailbox, calendarEventId)).toEqual(failure);
  });

  test('in the list of an unknown mailbox is the mailbox’s trouble, not an empty list', async () => {
    expect(await reader.list('nobody@contoso.example')).toMatchObject({
      kind: 'failed',
      failure: { kind: 'mailbox', reason: { code: 'mailbox-not-found' } },
    });
  });
});

describe('an event looked up by its id', () => {
  test('is there where it stands, whatever the user has made of it', async () => {
    const standing = await standingEvent(tenant, client);
    expect(await reader.lookUp(standing.mailbox, standing.calendarEventId)).toEqual({
      kind: 'there',
      requestId: expect.stringMatching(/./),
    });
    await userDoes(tenant, 'PATCH', standing, { subject: 'Gone fishing' });
    expect(await reader.lookUp(standing.mailbox, standing.calendarEventId)).toMatchObject({ kind: 'there' });
  });

  test('is gone once the user has deleted it, and once it is deleted for good', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'DELETE', standing);
    const gone = { kind: 'gone', requestId: expect.stringMatching(/./) };
    expect(await reader.lookUp(standing.mailbox, standing.calendarEventId)).toEqual(gone);
    await userDoes(tenant, 'DELETE', standing);
    expect(await reader.lookUp(standing.mailbox, standing.calendarEventId)).toEqual(gone);
  });

  test('is gone only by 404 ErrorItemNotFound', async () => {
    const { mailbox, calendarEventId } = await standingEvent(tenant, client);
    const answers: readonly [status: number, body: object | string][] = [
      [404, '<html><body>Not found</body></html>'],
      [404, ''],
      [404, {}],
      [404, refusal('ErrorInvalidUser')],
      [404, refusal('ResourceNotFound')],
      [404, refusal('MailboxNotEnabledForRESTAPI')],
      [404, refusal('ErrorFolderNotFound')],
      [400, refusal('ErrorItemNotFound')],
      [400, refusal('ErrorInvalidIdMalformed')],
      [403, refusal('ErrorAccessDenied')],
      [403, refusal('ErrorItemNotFound')],
      [410, refusal('ErrorItemNotFound')],
      [429, refusal('ErrorItemNotFound')],
      [500, refusal('ErrorItemNotFound')],
    ];
    for (const [status, body] of answers) {
      await tenant.fault('getEvent', { kind: 'respond', status, body });
      expect([status, body, (await reader.lookUp(mailbox, calendarEventId)).kind]).toEqual([
        status,
        body,
        'failed',
      ]);
    }
    await tenant.fault('getEvent', { kind: 'respond', status: 404, body: refusal('ErrorItemNotFound') });
    expect((await reader.lookUp(mailbox, calendarEventId)).kind).toBe('gone');
  });

  test.each<[string, object | string]>([
    ['without id', {}],
    ['that is empty', ''],
    ['that is a web page', '<html></html>'],
  ])('by an answer %s is neither there nor gone', async (_, body) => {
    const { mailbox, calendarEventId } = await standingEvent(tenant, client);
    await tenant.fault('getEvent', { kind: 'respond', status: 200, body });
    expect(await reader.lookUp(mailbox, calendarEventId)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'unavailable' },
    });
  });
});

describe('what needs encoding', () => {
  test.each(["o'brien+anna", 'a&b=c', 'anna_fabrikam.example#EXT#', 'søren'])(
    'the mailbox %s@contoso.example is listed and looked into',
    async (name) => {
      const mailbox = await tenant.mailbox(`${name}@contoso.example`);
      await create(client, mailbox, contextWith({ registrationId: toRegistrationId('a:1.b~c-2') }));
      const [event] = await reader.listed(mailbox, 'a:1.b~c-2');
      expect(event?.registrationId).toBe('a:1.b~c-2');
      expect(await reader.lookUp(mailbox, event?.calendarEventId ?? '')).toMatchObject({ kind: 'there' });
    },
  );

  test('an id with a slash, a plus and equal signs is looked up as it is', async () => {
    const { mailbox } = await standingEvent(tenant, client);
    const ids = ['AAkA/b+c==', 'a?b&c#d', '100%', 'æ ø'];
    await tenant.outlook.forgetRequests();
    for (const id of ids) expect((await reader.lookUp(mailbox, id)).kind).not.toBe('there');
    expect(await tenant.requests('getEvent')).toBe(ids.length);
  });
});

test('a reading that is given up ends, and proves nothing', async () => {
  const { mailbox, calendarEventId } = await standingEvent(tenant, client);
  const given = new AbortController();
  given.abort(new Error('given up'));
  const company = toCompanyId('contoso');
  await expect(listCalendarEvents(client, mailbox, company, null, given.signal)).rejects.toThrow('given up');
  await expect(lookUpCalendarEvent(client, mailbox, calendarEventId, given.signal)).rejects.toThrow(
    'given up',
  );
});
