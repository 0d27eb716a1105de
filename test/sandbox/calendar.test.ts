import { GraphError } from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import {
  anna,
  errorOf,
  graphClient,
  immutable,
  type Microsoft365,
  pathTo,
  startMicrosoft365,
  tagId,
  vacation,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

describe('the real Graph client', () => {
  test('creates, changes, reads and deletes an event', async () => {
    const graph = graphClient(outlook.origin);
    const created = await graph.api(`/users/${anna}/events`).headers(immutable).post(vacation());
    expect(created).toMatchObject({ subject: 'Absent', showAs: 'oof', type: 'singleInstance' });
    const api = () => graph.api(pathTo(anna, created.id)).headers(immutable);
    const changed = await api().header('If-Match', created['@odata.etag']).patch({ subject: 'Away' });
    expect(changed).toMatchObject({ id: created.id, subject: 'Away', showAs: 'oof' });
    expect(await api().get()).toMatchObject({ subject: 'Away' });
    expect(await api().delete()).toBeUndefined();
    const gone = await api()
      .get()
      .catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(GraphError);
    expect(gone).toMatchObject({ statusCode: 404, code: 'ErrorItemNotFound' });
  });

  test('finds an event by its extended property', async () => {
    await outlook.create({ singleValueExtendedProperties: [{ id: tagId, value: "acme's 4711" }] });
    await outlook.create({ singleValueExtendedProperties: [{ id: tagId, value: '4712' }] });
    const graph = graphClient(outlook.origin);
    const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${tagId.toUpperCase()}' and ep/value eq 'acme''s 4711')`;
    const found = await graph
      .api(`/users/${anna}/events`)
      .query({
        $filter: encodeURIComponent(filter),
        $expand: encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${tagId}')`),
      })
      .get();
    expect(found.value).toHaveLength(1);
    expect(found.value[0].singleValueExtendedProperties).toEqual([{ id: tagId, value: "acme's 4711" }]);
  });
});

test('an event that sets little gets the defaults of Outlook', async () => {
  const time = { dateTime: '2026-12-01T09:30:00', timeZone: 'UTC' };
  const reply = await outlook.graph('POST', `/users/${anna}/events`, { start: time, end: time });
  expect(reply.json).toMatchObject({
    reminderMinutesBeforeStart: 15,
    isReminderOn: true,
    responseRequested: true,
    showAs: 'busy',
    sensitivity: 'normal',
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    transactionId: null,
    start: { dateTime: '2026-12-01T09:30:00.0000000', timeZone: 'UTC' },
    organizer: { emailAddress: { address: anna } },
  });
  expect(reply.json['@odata.etag']).toBe(`W/"${String(reply.json['changeKey'])}"`);
  expect(reply.json['@odata.context']).toMatch(/#users\('[0-9a-f-]{36}'\)\/events\/\$entity$/);
});

test('a body comes back as a whole HTML document, or as text where text is preferred', async () => {
  const { id } = await outlook.create({ body: { contentType: 'html', content: '<b>Hi</b> & bye' } });
  const html = await outlook.graph('GET', pathTo(anna, id));
  expect(html.json['body']).toMatchObject({
    contentType: 'html',
    content: expect.stringMatching(/^<html>\r\n<head>/),
  });
  const text = await outlook.graph('GET', pathTo(anna, id), undefined, {
    prefer: 'outlook.body-content-type="text"',
  });
  expect(text.json['body']).toEqual({ contentType: 'text', content: 'Hi & bye' });
});

describe('If-Match', () => {
  test('a stale etag is 412 on PATCH and on DELETE, and nothing changes', async () => {
    const created = await outlook.create();
    await outlook.graph('PATCH', pathTo(anna, created['id']), { subject: 'Second' });
    const headers = { 'if-match': String(created['@odata.etag']) };
    for (const [method, body] of [['PATCH', { subject: 'Third' }], ['DELETE']] as const) {
      const reply = await outlook.graph(method, pathTo(anna, created['id']), body, headers);
      expect(reply.status).toBe(412);
      expect(errorOf(reply)['code']).toBe('ErrorIrresolvableConflict');
    }
    expect(await outlook.calendarOf(anna)).toMatchObject([{ subject: 'Second' }]);
  });

  test('the present etag lets a DELETE through', async () => {
    const created = await outlook.create();
    const headers = { 'if-match': String(created['@odata.etag']) };
    expect((await outlook.graph('DELETE', pathTo(anna, created['id']), undefined, headers)).status).toBe(204);
  });
});

describe('transactionId', () => {
  test('a used one is refused with the existing event, in the kind of id that was asked for', async () => {
    const created = await outlook.create({ transactionId: 't-1' });
    const again = await outlook.graph(
      'POST',
      `/users/${anna}/events`,
      vacation({ transactionId: 't-1' }),
      immutable,
    );
    expect(again.status).toBe(400);
    expect(errorOf(again)).toMatchObject({
      code: 'ErrorDuplicateTransactionId',
      '@event.existingEventId': created['id'],
    });
    const mutable = await outlook.graph('POST', `/users/${anna}/events`, vacation({ transactionId: 't-1' }));
    expect(errorOf(mutable)['@event.existingEventId']).toMatch(/^AAMkAG.*==$/);
    expect(await outlook.calendarOf(anna)).toHaveLength(1);
  });

  test('one whose event was deleted still blocks, unless the sandbox is told to forget', async () => {
    const created = await outlook.create({ transactionId: 't-1' });
    await outlook.graph('DELETE', pathTo(anna, created['id']));
    const blocked = await outlook.graph(
      'POST',
      `/users/${anna}/events`,
      vacation({ transactionId: 't-1' }),
      immutable,
    );
    expect(errorOf(blocked)).toMatchObject({ '@event.existingEventId': created['id'] });
    await outlook.control('PUT', '/settings', { transactionIdAfterDelete: 'forgets' });
    expect((await outlook.create({ transactionId: 't-1' }))['id']).not.toBe(created['id']);
  });

  test('it cannot be changed', async () => {
    const { id } = await outlook.create({ transactionId: 't-1' });
    expect((await outlook.graph('PATCH', pathTo(anna, id), { transactionId: 't-2' })).status).toBe(400);
    expect((await outlook.graph('PATCH', pathTo(anna, id), { transactionId: 't-1' })).status).toBe(200);
  });
});

describe('all-day events', () => {
  const at = (dateTime: string, timeZone = 'Romance Standard Time') => ({ dateTime, timeZone });
  test.each([
    ['a start that is not midnight', { start: at('2026-12-01T08:00:00') }, 'needs to be set to midnight'],
    ['an end that is not midnight', { end: at('2026-12-06T08:00:00') }, 'needs to be set to midnight'],
    ['two zones', { end: at('2026-12-06T00:00:00', 'UTC') }, 'in the same time zone'],
    ['no whole day', { end: at('2026-12-01T00:00:00') }, 'must be at least 24 hours'],
  ])('refuse %s', async (_what, change, message) => {
    const reply = await outlook.graph('POST', `/users/${anna}/events`, vacation(change));
    expect(reply.status).toBe(400);
    expect(errorOf(reply)['code']).toBe('ErrorInvalidRequest');
    expect(errorOf(reply)['message']).toContain(message);
  });

  test('an end before the start fails validation', async () => {
    const reply = await outlook.graph(
      'POST',
      `/users/${anna}/events`,
      vacation({ end: at('2025-12-06T00:00:00') }),
    );
    expect(errorOf(reply)['code']).toBe('ErrorPropertyValidationFailure');
  });

  test('are read back midnight to midnight in any zone, and keep the zone of creation', async () => {
    const { id } = await outlook.create();
    const prefer = 'outlook.timezone="Pacific Standard Time"';
    const reply = await outlook.graph('GET', pathTo(anna, id), undefined, { prefer });
    expect(reply.headers.get('preference-applied')).toBe(prefer);
    expect(reply.json).toMatchObject({
      start: { dateTime: '2026-12-01T00:00:00.0000000', timeZone: 'Pacific Standard Time' },
      end: { dateTime: '2026-12-06T00:00:00.0000000', timeZone: 'Pacific Standard Time' },
      originalStartTimeZone: 'Romance Standard Time',
    });
  });

  test('last from one midnight to the next where the day has 23 hours', async () => {
    const created = await outlook.create({ start: at('2026-03-29'), end: at('2026-03-30') });
    expect(created).toMatchObject({ start: { dateTime: '2026-03-29T00:00:00.0000000', timeZone: 'UTC' } });
  });

  test('are seen in calendarView by their instants in the zone of creation', async () => {
    await outlook.create();
    const view = (from: string, to: string) =>
      outlook.graph('GET', `/users/${anna}/calendarView?startDateTime=${from}&endDateTime=${to}`);
    expect((await view('2026-11-30T22:00:00Z', '2026-11-30T23:00:00Z')).json['value']).toHaveLength(0);
    expect((await view('2026-11-30T23:00:00Z', '2026-12-01T00:00:00Z')).json['value']).toHaveLength(1);
    expect((await view('2026-12-05T23:00:00', '2026-12-09T00:00:00')).json['value']).toHaveLength(0);
    expect(errorOf(await view('2020-01-01', '2026-01-01'))['message']).toContain(
      'Maximum number of days: 1825',
    );
    expect(errorOf(await outlook.graph('GET', `/users/${anna}/calendarView`))['code']).toBe(
      'ErrorInvalidParameter',
    );
  });
});

test('timed events are converted to the zone that is preferred', async () => {
  const { id } = await outlook.create({
    isAllDay: false,
    start: { dateTime: '2026-12-01T12:00:00', timeZone: 'Romance Standard Time' },
    end: { dateTime: '2026-12-01T16:00:00', timeZone: 'Romance Standard Time' },
  });
  expect((await outlook.graph('GET', pathTo(anna, id))).json['start']).toEqual({
    dateTime: '2026-12-01T11:00:00.0000000',
    timeZone: 'UTC',
  });
  const headers = { prefer: 'outlook.timezone="Tokyo Standard Time", IdType="ImmutableId"' };
  expect((await outlook.graph('GET', pathTo(anna, id), undefined, headers)).json).toMatchObject({
    id,
    start: { dateTime: '2026-12-01T20:00:00.0000000', timeZone: 'Tokyo Standard Time' },
  });
});

test.each([
  ['Greenwich Mean Time', 'TimeZoneNotSupportedException'],
  ['Europe/Copenhagen', 'TimeZoneNotSupportedException'],
  ['Africa/Casablanca', 'ErrorPropertyValidationFailure'],
])('the zone %s is refused with %s', async (timeZone, code) => {
  const start = { dateTime: '2026-12-01T00:00:00', timeZone };
  const reply = await outlook.graph('POST', `/users/${anna}/events`, vacation({ start }));
  expect(reply.status).toBe(400);
  expect(errorOf(reply)['code']).toBe(code);
});

test('lists come in pages of ten, each naming the next by an absolute address', async () => {
  for (let index = 0; index < 12; index += 1) await outlook.create({ subject: `Event ${index}` });
  const graph = graphClient(outlook.origin);
  const first = await graph.api(`/users/${anna}/events?$select=subject&$orderby=createdDateTime`).get();
  expect(first.value).toHaveLength(10);
  expect(first['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\/.*\$skip=10/);
  const second = await graph.api(first['@odata.nextLink']).get();
  expect(second.value).toHaveLength(2);
  expect(Object.keys(second.value[0])).toEqual(['@odata.etag', 'id', 'subject']);
  expect(second['@odata.nextLink']).toBeUndefined();
});

test.each([
  ['no JSON', '{"subject":', 'BadRequest'],
  ['an unknown property', vacation({ subjekt: 'x' }), 'RequestBodyRead'],
  ['an unknown enumeration value', vacation({ showAs: 'outOfOffice' }), 'RequestBodyRead'],
  [
    'no end',
    { subject: 'x', start: { dateTime: '2026-12-01', timeZone: 'UTC' } },
    'ErrorPropertyValidationFailure',
  ],
])('a body with %s is refused', async (_what, body, code) => {
  const reply = await outlook.graph('POST', `/users/${anna}/events`, body);
  expect(reply.status).toBe(400);
  expect(errorOf(reply)['code']).toBe(code);
});

test("the caller's request id is echoed beside a fresh one of Graph's", async () => {
  const headers = { 'client-request-id': 'mine' };
  const reply = await outlook.graph('GET', `/users/${anna}/events`, undefined, headers);
  expect(reply.headers.get('client-request-id')).toBe('mine');
  expect(reply.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
});
