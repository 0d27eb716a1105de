import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrfTokenOf, hashToken } from '#api/sign-in/tokens.ts';
import { replaceSession } from '#persistence/sessions.ts';
import { openApi, type Answer, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let ours: TestCompany;
let theirs: TestCompany;
let routes: readonly Route[];
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
  [ours, theirs] = [await api.company(), await api.company()];
  routes = await readRoutes();
});
afterAll(() => api.close());

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
}

/** HR's own route, and those that ask for nobody. */
const withoutRoles = new Set(['/v1/session', '/v1/companies/{companyId}/events']);
/** They save nothing and send nothing. */
const previews = /\/preview$/;

async function readRoutes(): Promise<Route[]> {
  const { body } = await api.send('GET', '/openapi.json');
  return Object.entries<object>(body.paths)
    .filter(([path]) => path.startsWith('/v1/') && !withoutRoles.has(path))
    .flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() as Route['method'] })),
    );
}

const writing = ({ method, path }: Route): boolean => method !== 'GET' && !previews.test(path);

const addressOf = ({ path }: Route, { companyId }: TestCompany): string =>
  path
    .replace('{companyId}', companyId)
    .replace('{replayId}', '7f9c3c6e-8d0b-4e0a-9c55-0d5a4a3f1f10')
    .replaceAll(/\{\w+\}/g, 'x');

type Calls = (route: Pick<Route, 'method'>, address: string, headers?: object) => Promise<Answer>;

/** Somebody who is signed in with these roles. */
async function personWith(...roles: string[]): Promise<Calls> {
  const token = randomBytes(32).toString('base64url');
  await replaceSession(
    api.database,
    null,
    { tokenHash: hashToken(token), kind: 'entra', subject: 'subject', name: 'rie@contoso.example', roles },
    new Date(),
  );
  return ({ method }, url, headers = {}) =>
    api.send(method, url, {
      headers: {
        cookie: `absence_sync_session_3000=${token}`,
        'x-csrf-token': csrfTokenOf(token),
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
        ...headers,
      },
      // Never what a route takes: it is about who may ask, and asks nothing of Temporal.
      ...(method !== 'GET' && { body: '[]' }),
    });
}

const mayNot = new Set([401, 403]);
const outcomes = async (person: Calls, company: TestCompany, some: (route: Route) => boolean) =>
  Promise.all(
    routes.filter(some).map(async (route) => {
      const { status, body } = await person(route, addressOf(route, company));
      return { name: `${route.method} ${route.path}`, status, code: body.code };
    }),
  );

test('there are routes to read and to write by, so that the rules below prove something', () => {
  expect(routes.filter(writing).length).toBeGreaterThan(15);
  expect(routes.filter((route) => !writing(route)).length).toBeGreaterThan(10);
});

test('nobody who is not signed in reaches a route', async () => {
  for (const route of routes) {
    const { status } = await api.send(route.method, addressOf(route, ours));
    expect({ route, status }).toEqual({ route, status: 401 });
  }
});

describe('a reader', () => {
  test('may write by no route, and is told which role may', async () => {
    for (const role of ['reader', `reader:${ours.companyId}`])
      for (const outcome of await outcomes(await personWith(role), ours, writing))
        expect(outcome).toMatchObject({ status: 403, code: 'forbidden' });
    const reader = await personWith('reader');
    const route = { method: 'PUT' } as const;
    const path = `${ours.path}/connection/secret`;
    expect((await reader(route, path, { 'accept-language': 'en' })).body.detail).toMatch(
      /^This needs the role administrator or company-administrator:/,
    );
    expect((await reader(route, path, { 'accept-language': 'da' })).body.detail).toMatch(
      /^Det kræver rollen administrator eller company-administrator:/,
    );
  });

  test('may read by every route, previews too', async () => {
    for (const role of ['reader', `reader:${ours.companyId}`])
      for (const { name, status } of await outcomes(await personWith(role), ours, (one) => !writing(one)))
        expect({ name, mayNot: mayNot.has(status) }).toEqual({ name, mayNot: false });
  });
});

test('a webhook’s whole address is for those who may change it: some let in whoever knows them', async () => {
  const url = 'https://hooks.contoso.example/in/let-me-in';
  const changed = await api.administrator('PATCH', ours.path, { notifications: { webhook: { url } } });
  expect(changed.status).toBe(200);
  const seenBy = async (role: string) => {
    const person = await personWith(role);
    const one = (await person({ method: 'GET' }, ours.path)).body;
    const { items } = (await person({ method: 'GET' }, '/v1/companies')).body;
    const listed = items.find((company: { id: string }) => company.id === ours.companyId);
    return [one, listed].map(({ notifications }) => notifications.webhook.url);
  };
  expect(await seenBy('reader')).toEqual(Array(2).fill('https://hooks.contoso.example/…'));
  expect(await seenBy(`company-administrator:${ours.companyId}`)).toEqual([url, url]);
});

describe('a company administrator', () => {
  const isOfCompany = ({ path }: Route) => path.includes('{companyId}');

  test('may do everything in the company, and nothing that is the whole service’s', async () => {
    const person = await personWith(`company-administrator:${ours.companyId}`);
    for (const { name, status } of await outcomes(person, ours, isOfCompany))
      expect({ name, mayNot: mayNot.has(status) }).toEqual({ name, mayNot: false });
    for (const outcome of await outcomes(person, ours, (one) => !isOfCompany(one) && writing(one)))
      expect(outcome).toMatchObject({ status: 403 });
  });

  test('finds another company as little as one that there isn’t', async () => {
    const person = await personWith(`company-administrator:${ours.companyId}`, 'reader:another');
    for (const outcome of await outcomes(person, theirs, isOfCompany))
      expect(outcome).toMatchObject({ status: 404, code: 'not-found' });
    const unknown = await person({ method: 'GET' }, '/v1/companies/unknown');
    const hidden = await person({ method: 'GET' }, theirs.path);
    expect(hidden.body).toEqual({
      ...unknown.body,
      detail: unknown.body.detail.replace('unknown', theirs.companyId),
    });
  });

  test('sees one company in the list', async () => {
    const person = await personWith(`company-administrator:${ours.companyId}`);
    const { body } = await person({ method: 'GET' }, '/v1/companies');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([ours.companyId]);
  });
});

test('an administrator may do everything', async () => {
  for (const { name, status } of await outcomes(await personWith('administrator'), ours, () => true))
    expect({ name, mayNot: mayNot.has(status) }).toEqual({ name, mayNot: false });
});

test('roles that this service does not know give nothing', async () => {
  const person = await personWith(
    'Administrator',
    'company-administrator',
    'reader:',
    `reader:${ours.companyId}:x`,
  );
  expect((await person({ method: 'GET' }, ours.path)).status).toBe(404);
  expect((await person({ method: 'GET' }, '/v1/companies')).body.items).toEqual([]);
});

test('a route that does not declare who has access to it stops the server’s start', async () => {
  const fresh = await openApi({ isTemporalAway: true });
  expect(() => fresh.server.get('/v1/undeclared', async () => null)).toThrow(
    'GET /v1/undeclared does not declare who has access to it',
  );
  await fresh.close();
});
