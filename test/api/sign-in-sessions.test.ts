import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type Answer } from './api.ts';
import { openSigningIn, type Person, type SigningIn } from './signing-in.ts';

let house: SigningIn;
beforeAll(async () => {
  house = await openSigningIn({ ida: ['administrator'], rie: ['reader'] });
});
afterAll(() => house.close());

/** Makes a link as the administrator key does, and takes its token out of the fragment. */
async function makeLink(): Promise<{ url: string; token: string }> {
  const { body } = await house.api.administrator('POST', '/v1/sign-in-links');
  return { url: body.url, token: new URL(body.url).hash.slice(1) };
}

const opens = (person: Person, oneTimeToken: string, headers?: Record<string, string>) =>
  person.calls('POST', '/v1/session', { oneTimeToken }, headers);

async function signedIn(account = 'ida'): Promise<Person> {
  const person = house.person(account);
  await person.signsIn();
  return person;
}

describe('a one-time link', () => {
  test('signs an administrator in, with its token behind the # alone', async () => {
    const { url, token } = await makeLink();
    expect(url).toBe(`${house.origin}/sign-in/link#${token}`);
    const person = house.person('');
    const { status, text } = await opens(person, token);
    expect({ status, ...JSON.parse(text) }).toMatchObject({
      status: 200,
      actor: { kind: 'one-time-link', name: 'administrator' },
      access: [{ role: 'administrator', companyId: null }],
    });
    expect(await person.session()).toEqual(JSON.parse(text));
    expect(house.api.logs()).not.toContain(token);
  });

  test('works once, and says where another comes from', async () => {
    const { token } = await makeLink();
    const answers = await Promise.all([1, 2, 3].map(() => opens(house.person(''), token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.find(({ status }) => status === 401)?.text ?? '';
    expect(JSON.parse(refused)).toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('absence-sync -- sign-in'),
    });
  });

  test('has expired after 15 minutes', async () => {
    const { token } = await makeLink();
    house.advance(16);
    const person = house.person('');
    expect((await opens(person, token)).status).toBe(401);
    expect((await person.session()).actor).toBeNull();
  });

  test('replaces whoever was signed in with this browser before', async () => {
    const rie = await signedIn('rie');
    const before = rie.token() ?? '';
    expect((await opens(rie, (await makeLink()).token)).status).toBe(200);
    const former = house.person('');
    former.browser.setCookie(house.cookieName, before);
    expect((await former.session()).actor).toBeNull();
  });

  test('is not opened by another site’s page', async () => {
    const { token } = await makeLink();
    const person = house.person('');
    expect((await opens(person, token, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await opens(person, token)).status).toBe(200);
  });
});

describe('what changes something with a session is refused', () => {
  test.each<[string, Record<string, string>]>([
    ['without the CSRF token', { 'x-csrf-token': '' }],
    ['with a wrong one', { 'x-csrf-token': 'x'.repeat(43) }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from an origin that is hidden', { origin: 'null' }],
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from a sibling of this site', { 'sec-fetch-site': 'same-site' }],
  ])('%s', async (_, headers) => {
    const ida = await signedIn();
    for (const [method, path] of [
      ['POST', '/v1/sign-in-links'],
      ['DELETE', '/v1/session'],
    ] as const) {
      const { status, text } = await ida.calls(method, path, undefined, headers);
      expect({ status, code: JSON.parse(text).code }).toEqual({ status: 403, code: 'forbidden' });
    }
    expect((await ida.session()).actor).not.toBeNull();
  });

  test('with the token of another’s session', async () => {
    const [ida, rie] = [await signedIn(), await signedIn('rie')];
    const { csrfToken } = await rie.session();
    const answer = await ida.calls('POST', '/v1/sign-in-links', undefined, { 'x-csrf-token': csrfToken });
    expect(answer.status).toBe(403);
  });
});

test('the console’s own page may change something, under each of the service’s addresses', async () => {
  const ida = await signedIn();
  for (const origin of [house.origin, house.origin.replace('127.0.0.1', 'localhost')]) {
    const headers = { origin, 'sec-fetch-site': 'same-origin', host: new URL(origin).host };
    const { csrfToken } = await ida.session();
    const answer = await house.api.send('POST', '/v1/sign-in-links', {
      headers: { ...headers, cookie: `${house.cookieName}=${ida.token()}`, 'x-csrf-token': csrfToken },
    });
    expect(answer.status).toBe(201);
  }
});

test('a key needs no CSRF token, and where both are given the key decides', async () => {
  const rie = await signedIn('rie');
  const withKey = { authorization: `Bearer ${house.api.administratorKey}`, 'x-csrf-token': '' };
  expect((await rie.calls('POST', '/v1/sign-in-links', undefined, withKey)).status).toBe(201);
  const wrong = { authorization: 'Bearer wrong' };
  expect((await rie.calls('GET', '/v1/companies', undefined, wrong)).status).toBe(401);
});

describe('a session ends', () => {
  test('by signing out, in the store too', async () => {
    const ida = await signedIn();
    const token = ida.token() ?? '';
    expect((await ida.calls('DELETE', '/v1/session')).status).toBe(204);
    expect(ida.token()).toBeUndefined();
    ida.browser.setCookie(house.cookieName, token);
    expect((await ida.session()).actor).toBeNull();
    expect((await ida.calls('GET', '/v1/companies')).status).toBe(401);
  });

  test('after an hour without use; reading who is signed in is no use', async () => {
    const ida = await signedIn();
    house.advance(50);
    expect((await ida.calls('GET', '/v1/companies')).status).toBe(200);
    house.advance(50);
    expect((await ida.session()).actor).not.toBeNull();
    house.advance(11);
    expect((await ida.session()).actor).toBeNull();
    expect((await ida.calls('GET', '/v1/companies')).status).toBe(401);
  });

  test('after eight hours, however much it is used', async () => {
    const ida = await signedIn();
    for (let uses = 0; uses < 9; uses += 1) {
      house.advance(50);
      expect((await ida.calls('GET', '/v1/companies')).status).toBe(200);
    }
    house.advance(31);
    expect((await ida.calls('GET', '/v1/companies')).status).toBe(401);
  });
});

test('the cookie is out of reach for scripts and other sites, and bound to this host by https', async () => {
  const { token } = await makeLink();
  const setCookie = async (consoleOrigin: string) => {
    const api = await openApi({ consoleOrigin });
    const made = await api.administrator('POST', '/v1/sign-in-links');
    const opened = await api.send('POST', '/v1/session', {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ oneTimeToken: new URL(made.body.url).hash.slice(1) }),
    });
    await api.close();
    return String(opened.headers['set-cookie']);
  };
  const plain = (await opens(house.person(''), token)).headers.get('set-cookie') ?? '';
  for (const part of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(plain).toContain(part);
  expect(plain).not.toMatch(/Secure|Domain/);
  expect(await setCookie('https://absence.contoso.example')).toMatch(
    /^__Host-absence_sync_session=[\w-]{43}; (?!.*Domain).*Secure/,
  );
});

test('no token stands in the store, and addresses inside the network are for those who are signed in', async () => {
  const ida = await signedIn();
  const { token } = await makeLink();
  const rows = await Promise.all(
    (['sessions', 'sign_in_links'] as const).map((table) =>
      house.api.database.selectFrom(table).selectAll().execute(),
    ),
  );
  const stored = JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'data' in value && Array.isArray(value.data)
      ? Buffer.from(value.data as number[]).toString('latin1')
      : value,
  );
  expect(stored).toContain('ida@contoso.example');
  for (const secret of [ida.token() ?? '-', token]) expect(stored).not.toContain(secret);

  const links = { temporalUi: 'http://t.example', temporalNamespace: 'default', sandbox: 'http://s.example' };
  const api = await openApi({ links, isTemporalAway: true });
  expect((await api.send('GET', '/v1/session')).body.links).toEqual({
    temporalUi: null,
    temporalNamespace: 'default',
    sandbox: null,
  });
  expect((await api.administrator('GET', '/v1/session')).body).toMatchObject({
    links,
    actor: { kind: 'administrator-key' },
    csrfToken: null,
  });
  await api.close();
});

test('one address tries to sign in so often and no more, and is told when it may again', async () => {
  const api = await openApi({ isTemporalAway: true });
  const tries: Answer[] = [];
  for (let count = 0; count < 31; count += 1)
    tries.push(
      await api.send('POST', '/v1/session', {
        headers: { 'content-type': 'application/json', 'accept-language': 'da' },
        body: JSON.stringify({ oneTimeToken: 'guessed' }),
      }),
    );
  const refused = tries.find(({ status }) => status === 429);
  expect(tries.filter(({ status }) => status === 401)).toHaveLength(30);
  expect(refused).toMatchObject({
    body: { code: 'too-many-requests', detail: expect.stringMatching(/^Der er prøvet for mange gange/) },
  });
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(0);
  await api.close();
});
