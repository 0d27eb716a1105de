import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '#activities/microsoft365/graph.ts';
import { copenhagen, markProperty, readerOf, refusal, utc, type Reader } from './calendar-reader.ts';
import { openTenant, standingEvent, userDoes, type Tenant } from './tenant.ts';

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

/** An event as Graph answers it, without a mark. */
const answered = {
  id: 'event-1',
  subject: 'Absent',
  isAllDay: true,
  start: utc('2027-03-01T00:00:00.0000000'),
  end: utc('2027-03-02T00:00:00.0000000'),
  showAs: 'oof',
  sensitivity: 'private',
  isReminderOn: false,
};

const registrationsListed = async (...asked: Parameters<Reader['list']>): Promise<string[]> =>
  (await reader.listed(...asked)).map(({ registrationId }) => registrationId).toSorted();

describe('the list of a mailbox', () => {
  test('shows an event as it stands, by the id and etag that a write needs', async () => {
    const standing = await standingEvent(tenant, client);
    expect(await reader.listed(standing.mailbox)).toEqual([
      {
        calendarEventId: standing.calendarEventId,
        etag: standing.etag,
        registrationId: '4711',
        shows: {
          subject: 'Absent',
          isAllDay: true,
          start: '2026-12-01T00:00:00.0000000',
          end: '2026-12-06T00:00:00.0000000',
          showAs: 'oof',
          sensitivity: 'private',
          isReminderOn: false,
        },
      },
    ]);
  });

  test('shows times in UTC, and what the user has made of the event', async () => {
    const mailbox = await tenant.mailbox();
    await reader.eventMarked(mailbox, 'contoso/4711', {
      subject: '',
      isAllDay: false,
      start: copenhagen('2027-07-01T08:00:00'),
      end: copenhagen('2027-07-01T12:30:00'),
      showAs: 'busy',
      isReminderOn: true,
    });
    expect(await reader.listed(mailbox)).toMatchObject([
      {
        shows: {
          subject: '',
          isAllDay: false,
          start: '2027-07-01T06:00:00.0000000',
          end: '2027-07-01T10:30:00.0000000',
          showAs: 'busy',
          isReminderOn: true,
        },
      },
    ]);
  });

  test('is empty where nothing of ours stands', async () => {
    const mailbox = await tenant.mailbox();
    await reader.eventMarked(mailbox, null);
    expect(await reader.list(mailbox)).toEqual({
      kind: 'read',
      events: [],
      requestId: expect.stringMatching(/./),
    });
  });

  test('leaves out what the user has deleted', async () => {
    const standing = await standingEvent(tenant, client);
    await userDoes(tenant, 'DELETE', standing);
    expect(await reader.listed(standing.mailbox)).toEqual([]);
  });

  test('is followed through all its pages, and each event is there once', async () => {
    const mailbox = await tenant.mailbox();
    const ids = Array.from({ length: 205 }, (_, index) => `r${index}`);
    for (const id of ids) await reader.eventMarked(mailbox, `contoso/${id}`);
    await tenant.outlook.forgetRequests();
    expect(await registrationsListed(mailbox)).toEqual(ids.toSorted());
    expect(await tenant.requests('listEvents')).toBe(3);
  });

  test.each([100, 200])('of %i events ends where the last page is full', async (count) => {
    const mailbox = await tenant.mailbox();
    for (let index = 0; index < count; index += 1) await reader.eventMarked(mailbox, `contoso/r${index}`);
    expect(await reader.listed(mailbox)).toHaveLength(count);
  });

  test('goes on after a page that is empty', async () => {
    const standing = await standingEvent(tenant, client);
    const next = `https://graph.microsoft.com/v1.0/users/${standing.mailbox}/events?$skip=0&$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${markProperty}')`)}`;
    await tenant.fault('listEvents', {
      kind: 'respond',
      status: 200,
      body: { value: [], '@odata.nextLink': next },
    });
    expect(await reader.listed(standing.mailbox)).toHaveLength(1);
  });

  test('holds every event of a registration, its duplicates too', async () => {
    const { mailbox, calendarEventId } = await standingEvent(tenant, client);
    await reader.eventMarked(mailbox, 'contoso/4711');
    const ids = (await reader.listed(mailbox, '4711')).map((event) => event.calendarEventId);
    expect(new Set(ids).size).toBe(2);
    expect(ids).toContain(calendarEventId);
  });
});

describe('a mailbox that companies share', () => {
  const marks = ['acme/1', 'acme/2', 'acme-2/1', 'acme-2/3', 'acm/1', 'xacme/1', 'other/acme/1', 'ACME/9'];

  test.each([
    ['acme', ['1', '2']],
    ['acme-2', ['1', '3']],
    ['acm', ['1']],
    ['contoso', []],
  ])('shows the company %s its own events only', async (company, registrations) => {
    const mailbox = await tenant.mailbox();
    for (const mark of marks) await reader.eventMarked(mailbox, mark);
    await reader.eventMarked(mailbox, null);
    expect(await registrationsListed(mailbox, null, company)).toEqual(registrations);
  });

  test('shows one registration, and none whose id begins alike or is another company’s', async () => {
    const mailbox = await tenant.mailbox();
    for (const id of ['acme/1', 'acme/11', 'acme/1.1', 'acme/1:a', 'acme-2/1', 'acme/21'])
      await reader.eventMarked(mailbox, id);
    expect(await registrationsListed(mailbox, '1', 'acme')).toEqual(['1']);
    expect(await registrationsListed(mailbox, '1:a', 'acme')).toEqual(['1:a']);
    expect(await registrationsListed(mailbox, '2', 'acme')).toEqual([]);
  });

  test('leaves out what a server lists against its filter', async () => {
    const mailbox = await tenant.mailbox();
    const value = ['acme-2/1', 'acme/1'].map((mark) => ({
      ...answered,
      singleValueExtendedProperties: [{ id: markProperty, value: mark }],
    }));
    await tenant.fault('listEvents', {
      kind: 'respond',
      status: 200,
      body: { value: [...value, answered] },
    });
    expect(await reader.listed(mailbox, null, 'acme')).toMatchObject([{ registrationId: '1' }]);
  });
});

describe('a list that is not whole is a failure, never a shorter list', () => {
  const page = {
    value: [],
    '@odata.nextLink': 'https://graph.microsoft.com/v1.0/users/anna/events?$skip=100',
  };
  const good = {
    ...answered,
    singleValueExtendedProperties: [{ id: markProperty, value: 'contoso/4711' }],
  };
  const without = (field: keyof typeof good) =>
    Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));

  test.each<[string, object | string]>([
    ['without value', {}],
    ['whose value is null', { value: null }],
    ['whose value is one event', { value: good }],
    ['that is an error in a success', refusal('ErrorAccessDenied')],
    ['of null events', { value: [good, null] }],
    ['with an event without id', { value: [good, without('id')] }],
    ['with an event without times', { value: [good, without('start')] }],
    ['with an event without kind', { value: [good, without('isAllDay')] }],
    ['with an event whose time is none', { value: [{ ...good, start: utc('noon') }] }],
    ['with an event whose time is empty', { value: [{ ...good, end: utc('') }] }],
    ['with an event at an instant of its own', { value: [{ ...good, start: utc('2027-03-01T00:00:00Z') }] }],
    ['with an event on no day', { value: [{ ...good, start: utc('2027-02-30T00:00:00.0000000') }] }],
    [
      'with an event in another zone',
      { value: [{ ...good, start: copenhagen('2027-03-01T00:00:00.0000000') }] },
    ],
    ['whose next page has no address', { value: [good], '@odata.nextLink': null }],
    ['whose next page is nowhere', { value: [good], '@odata.nextLink': 'next' }],
    ['that is a web page', '<html><body>Welcome</body></html>'],
    ['that is empty', ''],
  ])('%s', async (_, body) => {
    const { mailbox } = await standingEvent(tenant, client);
    await tenant.fault('listEvents', { kind: 'respond', status: 200, body });
    expect(await reader.list(mailbox)).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
    expect(await reader.listed(mailbox)).toHaveLength(1);
  });

  test('that is cut off on the way', async () => {
    const { mailbox } = await standingEvent(tenant, client);
    await tenant.fault('listEvents', { kind: 'truncate' });
    expect(await reader.list(mailbox)).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
  });

  test('whose connection breaks', async () => {
    const { mailbox } = await standingEvent(tenant, client);
    await tenant.fault('listEvents', { kind: 'dropBefore' });
    expect(await reader.list(mailbox)).toMatchObject({ kind: 'failed', failure: { kind: 'unavailable' } });
  });

  test.each<[string, object, object]>([
    [
      'is throttled',
      { kind: 'respond', status: 429, headers: { 'retry-after': '7' }, body: refusal('TooManyRequests') },
      { kind: 'throttled', retryAfterSeconds: 7 },
    ],
    ['fails', { kind: 'respond', status: 503 }, { kind: 'unavailable' }],
    ['is refused', { kind: 'respond', status: 403, body: refusal('ErrorAccessDenied') }, { kind: 'mailbox' }],
    ['is cut off', { kind: 'truncate' }, { kind: 'unavailable' }],
    ['has no value', { kind: 'respond', status: 200, body: {} }, { kind: 'unavailable' }],
  ])('whose second page %s', async (_, effect, failure) => {
    const mailbox = await tenant.mailbox();
    for (let index = 0; index < 101; index += 1) await reader.eventMarked(mailbox, `contoso/r${index}`);
    await tenant.fault('listEvents', effect, { skip: 1 });
    expect(await reader.list(mailbox)).toMatchObject({ kind: 'failed', failure });
    expect(await reader.listed(mailbox)).toHaveLength(101);
  });

  test('that never ends', async () => {
    const { mailbox } = await standingEvent(tenant, client);
    await tenant.fault('listEvents', { kind: 'respond', status: 200, body: page }, { times: null });
    expect(await reader.list(mailbox)).toMatchObject({
      kind: 'failed',
      failure: { kind: 'unavailable', reason: { microsoft: { code: 'EndlessList' } } },
    });
  });
});
