import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { contextWith, create, openTenant, unavailable, type Tenant } from './tenant.ts';

let tenant: Tenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.rest());
afterAll(() => tenant.close());

/** Microsoft answers the next create in this mailbox so. */
const answers = (mailbox: string, status: number, retryAfter: string | null) =>
  tenant.fault(
    'createEvent',
    {
      kind: 'respond',
      status,
      headers: { 'request-id': 'request-1', ...(retryAfter !== null && { 'Retry-After': retryAfter }) },
      body: { error: { code: 'ApplicationThrottled', message: 'Slow down.' } },
    },
    { mailbox },
  );

const throttledFor = (seconds: unknown) => ({
  kind: 'failed',
  failure: {
    kind: 'throttled',
    reason: {
      code: 'throttled',
      microsoft: { status: 429, code: 'ApplicationThrottled', requestId: 'request-1' },
    },
    retryAfterSeconds: seconds,
  },
});

test('after a 429 nothing at all is sent to the mailbox before Retry-After is over', async () => {
  const client = tenant.graph();
  const mailbox = await tenant.mailbox();
  await answers(mailbox, 429, '1.2');
  expect(await create(client, mailbox)).toEqual(throttledFor(1.2));
  expect(await create(client, mailbox.toUpperCase(), contextWith(), 2)).toMatchObject({ kind: 'written' });
  const [refused, next] = (await tenant.outlook.requestsOf(tenant.tenantId))
    .filter(({ operation }) => operation === 'createEvent')
    .map(({ at }) => Date.parse(at));
  expect(next).toBeGreaterThanOrEqual((refused ?? Number.NaN) + 1200);
});

test('one that would wait too long is told how long, without a request; other mailboxes go on', async () => {
  const client = tenant.graph();
  const mailbox = await tenant.mailbox();
  await answers(mailbox, 429, '600');
  expect(await create(client, mailbox)).toEqual(throttledFor(600));
  const another = await create(client, mailbox, contextWith(), 2);
  expect(another).toEqual(throttledFor(expect.any(Number)));
  expect(another).toMatchObject({ failure: { retryAfterSeconds: expect.toSatisfy((left) => left < 600) } });
  expect(await tenant.requests('createEvent')).toBe(1);
  expect(await create(client, await tenant.mailbox())).toMatchObject({ kind: 'written' });
});

test('who is cancelled doesn’t wait on', async () => {
  const client = tenant.graph();
  const mailbox = await tenant.mailbox();
  await answers(mailbox, 429, '9');
  await create(client, mailbox);
  const cancelled = new AbortController();
  const waiting = create(client, mailbox, contextWith({ signal: cancelled.signal }), 2);
  cancelled.abort(new Error('cancelled'));
  await expect(waiting).rejects.toThrow('cancelled');
  expect(await tenant.requests('createEvent')).toBe(1);
});

test('a 429 without Retry-After and a 503 are the refused request’s own', async () => {
  const client = tenant.graph();
  const mailbox = await tenant.mailbox();
  await answers(mailbox, 429, null);
  expect(await create(client, mailbox)).toEqual(throttledFor(null));
  await answers(mailbox, 503, '600');
  expect(await create(client, mailbox, contextWith(), 2)).toEqual(unavailable(true));
  expect(await create(client, mailbox, contextWith(), 3)).toMatchObject({ kind: 'written' });
});
