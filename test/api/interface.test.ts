import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

test('every route is described with its auth and its problems', async () => {
  const { body } = await api.send('GET', '/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const described = Object.entries<Record<string, { responses: object; security?: object[] }>>(
    body.paths,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, route]) => ({ route, name: `${method} ${path}` })),
  );
  expect(described.map(({ name }) => name).toSorted()).toEqual(
    [
      'get /healthz',
      'get /readyz',
      'get /metrics',
      'get /openapi.json',
      'get /v1/session',
      'post /v1/session',
      'delete /v1/session',
      'post /v1/sign-in-links',
      'get /sign-in/entra',
      'get /sign-in/callback',
      'post /v1/companies',
      'get /v1/companies',
      'get /v1/companies/{companyId}',
      'patch /v1/companies/{companyId}',
      'post /v1/companies/{companyId}/events',
      'post /v1/companies/{companyId}/imports',
      'get /v1/companies/{companyId}/connection',
      'put /v1/companies/{companyId}/connection',
      'patch /v1/companies/{companyId}/connection',
      'put /v1/companies/{companyId}/connection/secret',
      'post /v1/companies/{companyId}/connection/test',
      'get /v1/companies/{companyId}/overview',
      'get /v1/companies/{companyId}/connection/guide',
      'get /v1/companies/{companyId}/absence-types',
      'post /v1/companies/{companyId}/absence-types/{type}/preview',
      'put /v1/companies/{companyId}/absence-types/{type}',
      'post /v1/companies/{companyId}/automatic-replies/preview',
      'get /v1/companies/{companyId}/registrations',
      'get /v1/companies/{companyId}/registrations/{registrationId}',
      'post /v1/companies/{companyId}/registrations/{registrationId}/sync',
      'get /v1/companies/{companyId}/mailboxes',
      'post /v1/companies/{companyId}/mailboxes/{mailbox}/check',
      'post /v1/companies/{companyId}/replays',
      'get /v1/companies/{companyId}/replays',
      'get /v1/companies/{companyId}/replays/{replayId}',
      'get /v1/companies/{companyId}/replays/{replayId}/items',
      'get /v1/companies/{companyId}/replays/{replayId}/progress',
      'get /v1/companies/{companyId}/replays/{replayId}/report',
      'post /v1/companies/{companyId}/replays/{replayId}/pause',
      'post /v1/companies/{companyId}/replays/{replayId}/reject',
      'post /v1/companies/{companyId}/replays/{replayId}/resume',
      'post /v1/companies/{companyId}/replays/{replayId}/approve',
      'post /v1/companies/{companyId}/replays/{replayId}/cancel',
      'get /v1/companies/{companyId}/activity',
    ].toSorted(),
  );
  const withoutProblems = described.filter(
    ({ route, name }) =>
      name.includes('/v1/') &&
      // Nobody needs to be known for those.
      !name.endsWith('/v1/session') &&
      ['400', '401', '404', '503'].some((status) => !(status in route.responses)),
  );
  expect(withoutProblems).toEqual([]);
});

test('every reference in the description leads somewhere', async () => {
  const { body } = await api.send('GET', '/openapi.json');
  const references = JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
  const names = [...new Set([...references].map(([, name]) => name))];
  expect(names.length).toBeGreaterThan(5);
  expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(names));
  expect(JSON.stringify(body)).not.toContain('#/$defs');
});

test('an unknown address is not found; a known one with another method says which it takes', async () => {
  expect(await api.send('GET', '/v2/companies')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  const answer = await api.administrator('DELETE', '/v1/companies/acme');
  expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
  expect(answer.headers['allow']).toBe('GET, HEAD, PATCH');
});

test('it is healthy with its database, and not ready while no worker polls', async () => {
  // Asked until it holds: Postgres or Temporal that takes seconds to answer fails its check as well.
  await expect
    .poll(() => api.send('GET', '/healthz'))
    .toMatchObject({ status: 200, body: { checks: [{ name: 'database', ok: true }] } });
  const readiness = async () => {
    const { body, status } = await api.send('GET', '/readyz');
    const failing = body.checks
      .filter(({ ok }: { ok: boolean }) => !ok)
      .map(({ name }: { name: string }) => name);
    return { status, failing };
  };
  await expect.poll(readiness).toEqual({ status: 503, failing: ['worker'] });
});

test('while Postgres is away it is unhealthy, and every request is told to come again', async () => {
  const without = await openApi({
    databaseUrl: 'postgres://absence_sync:absence_sync@127.0.0.1:1/absence_sync',
    isTemporalAway: true,
  });
  try {
    expect((await without.send('GET', '/healthz')).status).toBe(503);
    const event = await without.send('POST', '/v1/companies/acme/events', {
      headers: { authorization: 'Bearer abs_any', 'content-type': 'application/cloudevents+json' },
      body: '{}',
    });
    const list = await without.administrator('GET', '/v1/companies');
    for (const answer of [event, list]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    }
  } finally {
    await without.close();
  }
});

test('while Temporal is away what needs it says so, and the rest works', async () => {
  const without = await openApi({ isTemporalAway: true });
  try {
    const { path } = await without.company();
    expect((await without.administrator('GET', `${path}/registrations`)).status).toBe(200);
    const answer = await without.administrator('POST', `${path}/replays`, { scope: 'all' });
    expect(answer).toMatchObject({
      status: 503,
      body: { code: 'unavailable', detail: 'Temporal does not answer.' },
    });
    const { body } = await without.send('GET', '/readyz');
    expect(body.checks.find(({ name }: { name: string }) => name === 'temporal').ok).toBe(false);
  } finally {
    await without.close();
  }
});
