import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Graph } from '#activities/microsoft365/graph.ts';
import {
  contextWith,
  create,
  openTenant,
  remove,
  standingEvent,
  unavailable,
  update,
  type Tenant,
} from './tenant.ts';

let tenant: Tenant;
let client: Graph;
beforeAll(async () => {
  tenant = await openTenant();
  client = tenant.graph();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

const eventsIn = async (mailbox: string): Promise<number> =>
  (await tenant.outlook.calendarOf(mailbox)).length;

describe('a write whose answer is lost may have happened', () => {
  test.each([
    ['the connection was cut after the commit', { kind: 'commitThenDrop' }, 1],
    ['the connection was cut before it', { kind: 'dropBefore' }, 0],
    ['the answer’s JSON is cut', { kind: 'truncate' }, 1],
    ['the answer is a 201 with HTML', { kind: 'commitThenRespond', status: 201, body: '<h1>ok</h1>' }, 1],
    ['the answer is a 201 without a body', { kind: 'commitThenRespond', status: 201 }, 1],
    ['the answer is a 201 without an id', { kind: 'commitThenRespond', status: 201, body: {} }, 1],
    ['a gateway answered 502 after the commit', { kind: 'commitThenRespond', status: 502 }, 1],
    ['a gateway answered 504 with HTML', { kind: 'commitThenRespond', status: 504, body: '<h1>504</h1>' }, 1],
    ['503 came without a body', { kind: 'respond', status: 503 }, 0],
    ['503 came with HTML', { kind: 'respond', status: 503, body: '<h1>503</h1>' }, 0],
  ])('create: %s', async (_title, effect, stored) => {
    const mailbox = await tenant.mailbox();
    await tenant.fault('createEvent', effect);
    expect(await create(client, mailbox)).toEqual(unavailable(true));
    expect(await tenant.requests('createEvent')).toBe(1);
    expect(await eventsIn(mailbox)).toBe(stored);
    expect(await create(client, mailbox)).toMatchObject({ kind: stored === 1 ? 'adopted' : 'written' });
    expect(await eventsIn(mailbox)).toBe(1);
  });

  test('update: the patch stands, and made again it is a conflict that is read and patched anew', async () => {
    const standing = await standingEvent(tenant, client);
    await tenant.fault('updateEvent', { kind: 'commitThenDrop' });
    expect(await update(client, standing)).toEqual(unavailable(true));
    expect(await update(client, standing)).toMatchObject({ kind: 'written' });
    expect(await tenant.requests('updateEvent')).toBe(3);
    expect(await eventsIn(standing.mailbox)).toBe(1);
  });

  test('remove: the event is gone, and removed again it was gone', async () => {
    const standing = await standingEvent(tenant, client);
    await tenant.fault('deleteEvent', { kind: 'commitThenDrop' });
    expect(await remove(client, standing)).toEqual(unavailable(true));
    expect(await remove(client, standing)).toMatchObject({ kind: 'removed', wasGone: true });
  });

  test('an answer that takes longer than the time-out', async () => {
    const mailbox = await tenant.mailbox();
    const held = await tenant.fault('createEvent', { kind: 'commitThenHold' });
    const impatient = tenant.graph(2);
    expect(await create(impatient, mailbox)).toEqual(unavailable(true));
    await tenant.outlook.releaseFault(held);
    await expect.poll(() => eventsIn(mailbox)).toBe(1);
  });

  test('the wait that a 503 asks for is told', async () => {
    const mailbox = await tenant.mailbox();
    await tenant.fault('createEvent', { kind: 'respond', status: 503, headers: { 'Retry-After': '17' } });
    expect(await create(client, mailbox)).toMatchObject({ failure: { retryAfterSeconds: 17 } });
  });
});

describe('throttling', () => {
  const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
  test.each([
    ['whole seconds', { 'Retry-After': '10' }, 10],
    ['a fraction', { 'Retry-After': '2.128' }, 2.128],
    ['an HTTP date', { 'Retry-After': inAnHour }, expect.closeTo(3_600, -3)],
    ['no Retry-After', {}, null],
  ])('with %s', async (_title, headers, retryAfterSeconds) => {
    const mailbox = await tenant.mailbox();
    const body = { error: { code: 'ApplicationThrottled', message: 'over its limit' } };
    await tenant.fault('createEvent', { kind: 'respond', status: 429, headers, body });
    expect(await create(client, mailbox)).toEqual({
      kind: 'failed',
      failure: {
        kind: 'throttled',
        retryAfterSeconds,
        reason: {
          code: 'throttled',
          microsoft: { status: 429, code: 'ApplicationThrottled', requestId: expect.any(String) },
        },
      },
    });
    expect(await tenant.requests('createEvent')).toBe(1);
  });

  test('an empty or HTML 429 keeps its Retry-After', async () => {
    const mailbox = await tenant.mailbox();
    for (const body of [undefined, '<h1>Slow down</h1>']) {
      await tenant.fault('createEvent', {
        kind: 'respond',
        status: 429,
        headers: { 'Retry-After': '7' },
        ...(body !== undefined && { body }),
      });
      expect(await create(client, mailbox)).toMatchObject({
        failure: { kind: 'throttled', retryAfterSeconds: 7 },
      });
    }
  });
});

describe('a right to write that has run out', () => {
  const mayNot = contextWith({ maySend: () => false });

  test('sends nothing', async () => {
    const standing = await standingEvent(tenant, client);
    const notSent = { kind: 'failed', failure: { kind: 'not-sent' } };
    expect(await create(client, standing.mailbox, mayNot, 2)).toEqual(notSent);
    expect(await update(client, standing, undefined, mayNot)).toEqual(notSent);
    expect(await remove(client, { ...standing, etag: null }, mayNot)).toEqual(notSent);
    expect(await tenant.outlook.requests()).toEqual([]);
  });

  test('is asked for again before a write that follows a conflict or a refused token', async () => {
    const standing = await standingEvent(tenant, client);
    const once = () => {
      let asked = 0;
      return contextWith({ maySend: () => (asked += 1) === 1 });
    };
    const error = { code: 'ErrorIrresolvableConflict', message: 'changed' };
    await tenant.fault('updateEvent', { kind: 'respond', status: 412, body: { error } });
    expect(await update(client, standing, undefined, once())).toMatchObject({
      failure: { kind: 'not-sent' },
    });
    await tenant.fault('updateEvent', {
      kind: 'respond',
      status: 401,
      body: { error: { code: 'InvalidAuthenticationToken', message: 'expired' } },
    });
    expect(await update(client, standing, undefined, once())).toMatchObject({
      failure: { kind: 'not-sent' },
    });
    expect(await tenant.requests('updateEvent')).toBe(2);
  });
});

describe('cancellation', () => {
  const left = new Error('the worker shuts down');
  /** The answer, or what was thrown. */
  const endOf = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);

  test('ends the wait for an answer with its own reason', async () => {
    const mailbox = await tenant.mailbox();
    const held = await tenant.fault('createEvent', { kind: 'hold' });
    const cancel = new AbortController();
    const outcome = endOf(create(client, mailbox, contextWith({ signal: cancel.signal })));
    await expect.poll(() => tenant.waitingAt(held)).toBe(1);
    cancel.abort(left);
    expect(await outcome).toBe(left);
    await tenant.outlook.releaseFault(held);
  });

  test('ends the wait for a token too', async () => {
    const mailbox = await tenant.mailbox();
    const held = await tenant.fault('token', { kind: 'hold' });
    const cancel = new AbortController();
    const outcome = endOf(create(tenant.graph(), mailbox, contextWith({ signal: cancel.signal })));
    await expect.poll(() => tenant.waitingAt(held)).toBe(1);
    cancel.abort(left);
    expect(await outcome).toBe(left);
    expect(await tenant.waitingAt(held)).toBe(1);
    await tenant.outlook.releaseFault(held);
  });

  test('before the request sends nothing', async () => {
    const mailbox = await tenant.mailbox();
    const signal = AbortSignal.abort(left);
    await expect(create(client, mailbox, contextWith({ signal }))).rejects.toBe(left);
    expect(await tenant.requests('createEvent')).toBe(0);
  });
});

describe('a token', () => {
  const refused = { error: { code: 'InvalidAuthenticationToken', message: 'Lifetime validation failed.' } };

  test('that Graph refuses in mid-flight is refreshed once and the request repeated once', async () => {
    const mailbox = await tenant.mailbox();
    const fresh = tenant.graph();
    await tenant.fault('createEvent', { kind: 'respond', status: 401, body: refused });
    expect(await create(fresh, mailbox)).toMatchObject({ kind: 'written' });
    expect([await tenant.requests('token'), await tenant.requests('createEvent')]).toEqual([2, 2]);
  });

  test('that Graph refuses again leaves the write for later: nothing was done', async () => {
    const mailbox = await tenant.mailbox();
    const fresh = tenant.graph();
    await tenant.fault('createEvent', { kind: 'respond', status: 401, body: refused }, { times: null });
    expect(await create(fresh, mailbox)).toEqual(unavailable(false));
    expect([await tenant.requests('token'), await tenant.requests('createEvent')]).toEqual([2, 2]);
  });

  test('that can’t be refreshed is the connection’s failure', async () => {
    const mailbox = await tenant.mailbox();
    await create(client, mailbox);
    await tenant.application({ enabled: false });
    await tenant.fault('createEvent', { kind: 'respond', status: 401, body: refused });
    expect(await create(client, mailbox, contextWith(), 2)).toMatchObject({
      failure: { kind: 'connection', reason: { code: 'application-disabled' } },
    });
  });

  test('is never carried to another host by a redirect', async () => {
    const visited: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      visited.push(request.headers);
      response.end('{"id":"stolen"}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const mailbox = await tenant.mailbox();
    for (const status of [301, 302, 303, 307, 308]) {
      const headers = { Location: `http://127.0.0.1:${port}/v1.0/users` };
      await tenant.fault('createEvent', { kind: 'respond', status, headers });
      expect(await create(client, mailbox)).toMatchObject({
        kind: 'failed',
        failure: { kind: 'unavailable' },
      });
    }
    elsewhere.close();
    expect(visited).toEqual([]);
  });
});
