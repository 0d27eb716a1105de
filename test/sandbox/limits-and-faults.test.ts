import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RunningSandbox } from '../../sandbox/server.ts';
import {
  anna,
  bo,
  errorOf,
  graphClient,
  type Microsoft365,
  startMicrosoft365,
  tenantId,
  vacation,
} from './microsoft-365.ts';

let sandbox: RunningSandbox;
let outlook: Microsoft365;

beforeAll(async () => ({ sandbox, outlook } = await startMicrosoft365()));
beforeEach(() => outlook.prepare());
afterAll(() => sandbox.close());

const write = (mailbox = anna) =>
  outlook.graph('POST', `/users/${mailbox}/events`, vacation({ transactionId: crypto.randomUUID() }));

async function waitingAt(id: string, count: number): Promise<void> {
  await expect
    .poll(async () => {
      const { faults } = await outlook.control('GET', '/faults');
      return (faults as { id: string; waiting: number }[]).find((fault) => fault.id === id)?.waiting;
    })
    .toBe(count);
}

describe('limits', () => {
  test('the fifth request at once to a mailbox is 429 with Retry-After; another mailbox is not affected', async () => {
    const hold = await outlook.fault({ mailbox: anna, times: 4, effect: { kind: 'hold' } });
    const held = [write(), write(), write(), write()];
    await waitingAt(hold, 4);
    const fifth = await write();
    expect(fifth.status).toBe(429);
    expect(fifth.headers.get('retry-after')).toBe('10');
    expect(errorOf(fifth)).toMatchObject({
      code: 'ApplicationThrottled',
      message: 'Application is over its MailboxConcurrency limit.',
    });
    expect((await write(bo)).status).toBe(201);
    expect(await outlook.calendarOf(anna)).toEqual([]);
    await outlook.control('POST', `/faults/${hold}/release`);
    expect((await Promise.all(held)).map((reply) => reply.status)).toEqual([201, 201, 201, 201]);
    expect((await write()).status).toBe(201);
    expect(await outlook.control('GET', '/counts')).toMatchObject({
      createEvent: 7,
      maximumConcurrentPerMailbox: 5,
    });
  });

  test('a mailbox takes so many requests in ten minutes of the sandbox clock', async () => {
    await outlook.control('PUT', '/settings', { requestsPerMailboxWindow: 2, retryAfterSeconds: null });
    expect([(await write()).status, (await write()).status, (await write()).status]).toEqual([201, 201, 429]);
    await outlook.control('PUT', '/clock', { advanceSeconds: 600 });
    expect((await write()).status).toBe(201);
  });
});

describe('faults', () => {
  test('commitThenDrop writes and cuts the connection; the transactionId finds what was written', async () => {
    await outlook.fault({ operation: 'createEvent', effect: { kind: 'commitThenDrop' } });
    const body = vacation({ transactionId: 't-1' });
    await expect(outlook.graph('POST', `/users/${anna}/events`, body)).rejects.toThrow('fetch failed');
    const [event] = await outlook.calendarOf(anna);
    const again = await outlook.graph('POST', `/users/${anna}/events`, body, {
      prefer: 'IdType="ImmutableId"',
    });
    expect(errorOf(again)['@event.existingEventId']).toBe(event?.['immutableId']);
  });

  test('dropBefore cuts the connection and writes nothing', async () => {
    await outlook.fault({ method: 'post', mailbox: anna.toUpperCase(), effect: { kind: 'dropBefore' } });
    await expect(write()).rejects.toThrow('fetch failed');
    expect(await outlook.calendarOf(anna)).toEqual([]);
    const { requests } = await outlook.control('GET', '/requests');
    expect(requests).toContainEqual(
      expect.objectContaining({ status: null, fault: 'dropBefore', mailbox: anna }),
    );
  });

  test('respond answers in place of Microsoft, with any headers and body', async () => {
    const effect = {
      kind: 'respond',
      status: 502,
      headers: { 'Retry-After': '2.128' },
      body: '<h1>Bad</h1>',
    };
    await outlook.fault({ times: null, skip: 1, effect });
    expect((await write()).status).toBe(201);
    const reply = await write();
    expect([reply.status, reply.text, reply.headers.get('retry-after')]).toEqual([
      502,
      '<h1>Bad</h1>',
      '2.128',
    ]);
    expect(reply.headers.get('content-type')).toBe('text/html');
    await outlook.control('DELETE', '/faults');
    expect((await write()).status).toBe(201);
  });

  test('commitThenRespond writes and answers something else', async () => {
    await outlook.fault({ effect: { kind: 'commitThenRespond', status: 503 } });
    const reply = await write();
    expect([reply.status, reply.text]).toEqual([503, '']);
    expect(await outlook.calendarOf(anna)).toHaveLength(1);
  });

  test('truncate writes and cuts the JSON; the Graph client reports it with status 201', async () => {
    await outlook.fault({ operation: 'createEvent', effect: { kind: 'truncate' } });
    const failure = await graphClient(outlook.origin)
      .api(`/users/${anna}/events`)
      .post(vacation())
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ statusCode: 201, code: 'SyntaxError' });
    expect(await outlook.calendarOf(anna)).toHaveLength(1);
  });

  test('commitThenHold writes and answers when it is released', async () => {
    const id = await outlook.fault({ effect: { kind: 'commitThenHold' } });
    const waiting = write();
    await waitingAt(id, 1);
    expect(await outlook.calendarOf(anna)).toHaveLength(1);
    expect(await outlook.control('POST', `/faults/${id}/release`)).toEqual({ released: 1 });
    expect((await waiting).status).toBe(201);
  });

  test('delays end in the usual answer', async () => {
    await outlook.fault({ effect: { kind: 'delayBefore', milliseconds: 1 } });
    await outlook.fault({ effect: { kind: 'commitThenDelay', milliseconds: 1 } });
    await outlook.control('PUT', '/settings', { latencyMilliseconds: 1 });
    expect([(await write()).status, (await write()).status]).toEqual([201, 201]);
  });

  test('strike token requests too, by tenant and application', async () => {
    await outlook.fault({ operation: 'token', tenantId, effect: { kind: 'respond', status: 503, body: '' } });
    expect((await outlook.tokenRequest()).status).toBe(503);
    expect((await outlook.tokenRequest()).status).toBe(200);
  });

  test('with a seed the same requests are struck every time', async () => {
    const run = async (): Promise<number[]> => {
      await outlook.control('DELETE', '/faults');
      await outlook.fault({
        probability: 0.5,
        seed: 7,
        times: null,
        effect: { kind: 'respond', status: 500 },
      });
      const statuses: number[] = [];
      for (let count = 0; count < 12; count += 1) statuses.push((await write()).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([201, 500]));
    expect(await run()).toEqual(first);
  });

  test('an unknown effect is refused and the field named', async () => {
    await expect(outlook.fault({ effect: { kind: 'explode' } })).rejects.toThrow(/^400 .*effect\.kind/);
    await expect(outlook.control('DELETE', '/faults/none')).rejects.toThrow(/^404 /);
  });
});

test('the request log tells operation, caller, mailbox and outcome, and no secrets', async () => {
  await outlook.control('DELETE', '/requests');
  const before = (await outlook.control('GET', '/requests'))['last'];
  await outlook.signIn();
  await write();
  await outlook.graph('GET', '/users/nobody@contoso.example/events');
  const log = await outlook.control('GET', `/requests?after=${Number(before)}&limit=10`);
  expect(log['requests']).toMatchObject([
    { operation: 'token', tenantId, status: 200, mailbox: null },
    {
      operation: 'createEvent',
      method: 'POST',
      tenantId,
      mailbox: anna,
      status: 201,
      errorCode: null,
      fault: null,
    },
    {
      operation: 'listEvents',
      mailbox: 'nobody@contoso.example',
      status: 404,
      errorCode: 'ErrorInvalidUser',
    },
  ]);
  expect(JSON.stringify(log)).not.toMatch(/secret/i);
});
