import { HTTP, CloudEvent } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approvedVacation, openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  // Nothing on this way may wait for Temporal.
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

test('an event is acknowledged with its sequence once it is recorded, while Temporal is away', async () => {
  const company = await api.company();
  const answer = await company.hr(approvedVacation());
  expect(answer).toMatchObject({
    status: 202,
    body: { eventId: 'evt-4711', sequence: 1, duplicate: false },
  });
  expect(await company.recorded()).toBe(1);
});

test('the same event twice is acknowledged twice and happens once', async () => {
  const company = await api.company();
  await company.hr(approvedVacation());
  const again = await company.hr(approvedVacation());
  expect(again).toMatchObject({ status: 202, body: { sequence: 1, duplicate: true } });
  expect(await company.recorded()).toBe(1);
});

test('a batch is answered event by event, in its order', async () => {
  const company = await api.company();
  const answer = await company.hr([approvedVacation('1'), approvedVacation('2'), approvedVacation('1')]);
  expect(answer.status).toBe(202);
  expect(answer.body.events).toEqual([
    { eventId: 'evt-1', sequence: 1, duplicate: false },
    { eventId: 'evt-2', sequence: 1, duplicate: false },
    { eventId: 'evt-1', sequence: 1, duplicate: true },
  ]);
});

test('an empty batch is acknowledged', async () => {
  const company = await api.company();
  expect(await company.hr([])).toMatchObject({ status: 202, body: { events: [] } });
});

test('a plain application/json body is one event', async () => {
  const company = await api.company();
  const answer = await company.hr(approvedVacation(), { 'content-type': 'application/json; charset=utf-8' });
  expect(answer).toMatchObject({ status: 202, body: { eventId: 'evt-4711' } });
});

test.each(['structured', 'binary'] as const)(
  "what the CloudEvents project's own library sends in %s mode is taken",
  async (mode) => {
    const company = await api.company();
    const message = HTTP[mode](new CloudEvent(approvedVacation()));
    const answer = await company.hr(String(message.body), message.headers as Record<string, string>);
    expect(answer).toMatchObject({ status: 202, body: { eventId: 'evt-4711' } });
  },
);

test('in binary mode header values are percent-decoded', async () => {
  const company = await api.company();
  const { data, id: _, ...attributes } = approvedVacation();
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
  );
  const answer = await company.hr(data, {
    ...headers,
    'ce-id': 'K%C3%B8benhavn%20%22%E2%82%AC%22',
    'content-type': 'application/json',
  });
  expect(answer.body.eventId).toBe('København "€"');
});

test('in binary mode a fault of an attribute names its header', async () => {
  const company = await api.company();
  const { data, type: _, ...attributes } = approvedVacation();
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]),
  );
  const answer = await company.hr(
    { ...data, version: 0 },
    { ...headers, 'content-type': 'application/json' },
  );
  expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(['ce-type']);
  const mended = await company.hr(
    { ...data, version: 0 },
    { ...headers, 'ce-type': 'registration.approved', 'content-type': 'application/json' },
  );
  expect(mended.body.errors).toEqual([{ path: 'data.version', message: 'must be at least 1' }]);
});

test('what a Standard Webhooks library signs with the signing secret is taken', async () => {
  const company = await api.company();
  const body = JSON.stringify(approvedVacation());
  const answer = await api.send('POST', `${company.path}/events`, {
    headers: signed(company.signingSecret, body),
    body,
  });
  expect(answer.status).toBe(202);
});

test('one right signature among several is enough, as while a secret is rotated', async () => {
  const company = await api.company();
  const body = JSON.stringify(approvedVacation());
  const headers = signed(company.signingSecret, body);
  const wrong = signed(`whsec_${Buffer.alloc(32).toString('base64')}`, body)['webhook-signature'];
  const answer = await api.send('POST', `${company.path}/events`, {
    headers: { ...headers, 'webhook-signature': `${wrong} ${headers['webhook-signature']}` },
    body,
  });
  expect(answer.status).toBe(202);
});

test('a version said twice with other content is a conflict', async () => {
  const company = await api.company();
  await company.hr(approvedVacation());
  const answer = await company.hr({
    ...approvedVacation('4711', { absenceType: 'sick' }),
    id: 'evt-other',
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(answer.body.errors).toEqual([
    { path: 'data.version', message: 'version 2 of this registration is recorded with other content' },
  ]);
  expect(await company.recorded()).toBe(1);
});

function signed(secret: string, body: string, at = new Date()): Record<string, string> {
  return {
    'content-type': 'application/cloudevents+json',
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, body),
  };
}
