import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi } from './api.ts';
import { clientSecret } from './identity-provider.ts';
import { openSigningIn, type SigningIn } from './signing-in.ts';

let house: SigningIn;
beforeAll(async () => {
  house = await openSigningIn({
    ida: ['administrator'],
    bo: ['reader:acme', 'company-administrator:contoso', 'SomebodyElses.Role'],
    guest: ['SomebodyElses.Role', 'company-administrator', 'reader:', 'reader:acme:x'],
  });
});
afterAll(() => house.close());

const failed = '/sign-in?problem=sign-in-failed';

test('a person signs in with the identity provider and is known by name and roles', async () => {
  const bo = house.person('bo');
  expect(await bo.session()).toMatchObject({
    actor: null,
    access: [],
    csrfToken: null,
    signIn: { entra: true },
  });
  expect(await bo.signsIn('/companies/acme?tab=2')).toBe('/companies/acme?tab=2');
  expect(await bo.session()).toMatchObject({
    actor: { name: 'bo@contoso.example', kind: 'entra' },
    access: [
      { role: 'reader', companyId: 'acme' },
      { role: 'company-administrator', companyId: 'contoso' },
    ],
    csrfToken: expect.any(String),
  });
});

test('the provider is asked with PKCE, state and nonce, fresh each time', async () => {
  const [one, other] = [await house.person('ida').begins(), await house.person('ida').begins()];
  const [first, second] = [new URL(one).searchParams, new URL(other).searchParams];
  expect(first.get('code_challenge_method')).toBe('S256');
  for (const name of ['state', 'nonce', 'code_challenge']) {
    expect(first.get(name)).toMatch(/^[\w-]{43}$/);
    expect(first.get(name)).not.toBe(second.get(name));
  }
});

test('a person without a role of this service is not signed in', async () => {
  const guest = house.person('guest');
  expect(await guest.signsIn()).toBe('/sign-in?problem=no-role');
  expect(guest.token()).toBeUndefined();
});

test('a person who gives up at the provider is told so', async () => {
  const ida = house.person('ida');
  const callback = await house.provider.cancels(ida.browser, await ida.begins());
  expect(await ida.returns(callback)).toBe('/sign-in?problem=cancelled');
});

describe('nobody is signed in', () => {
  test.each(['state', 'code', 'iss'])('by a callback with another %s', async (name) => {
    const ida = house.person('ida');
    const callback = new URL(await house.provider.signsIn(ida.browser, await ida.begins(), 'ida'));
    expect(callback.searchParams.has(name)).toBe(true);
    callback.searchParams.set(name, name === 'iss' ? 'https://other.example' : 'another');
    expect(await ida.returns(callback.href)).toBe(failed);
    expect((await ida.session()).actor).toBeNull();
  });

  test.each(['nonce', 'code_challenge'])('where the provider was asked with another %s', async (name) => {
    const ida = house.person('ida');
    const address = new URL(await ida.begins());
    address.searchParams.set(name, 'x'.repeat(43));
    const callback = await house.provider.signsIn(ida.browser, address.href, 'ida');
    expect(await ida.returns(callback)).toBe(failed);
    expect((await ida.session()).actor).toBeNull();
  });

  test('by a made-up callback, and the one that the provider sends still counts', async () => {
    const ida = house.person('ida');
    const callback = await house.provider.signsIn(ida.browser, await ida.begins(), 'ida');
    expect(await ida.returns(`${house.origin}/sign-in/callback?state=made-up&error=access_denied`)).toBe(
      failed,
    );
    expect(await ida.returns(callback)).toBe('/');
  });

  test('by a callback that has been used', async () => {
    const ida = house.person('ida');
    const attempt = `absence_sync_attempt_${new URL(house.origin).port}`;
    const callback = await house.provider.signsIn(ida.browser, await ida.begins(), 'ida');
    const kept = ida.browser.cookie(attempt) ?? '';
    expect(await ida.returns(callback)).toBe('/');
    ida.browser.setCookie(attempt, kept);
    expect(await ida.returns(callback)).toBe(failed);
  });

  test('by a callback that another browser was sent for', async () => {
    const [ida, victim] = [house.person('ida'), house.person('bo')];
    const callback = await house.provider.signsIn(ida.browser, await ida.begins(), 'ida');
    await victim.begins();
    expect(await victim.returns(callback)).toBe(failed);
    expect((await victim.session()).actor).toBeNull();
    expect(await ida.returns(callback)).toBe('/');
  });

  test('by a callback that comes after ten minutes', async () => {
    const ida = house.person('ida');
    const callback = await house.provider.signsIn(ida.browser, await ida.begins(), 'ida');
    house.advance(11);
    expect(await ida.returns(callback)).toBe(failed);
  });
});

test('the token of a browser that signs in is new, and the old one leads nowhere', async () => {
  const ida = house.person('ida');
  ida.browser.setCookie(house.cookieName, 'planted-by-somebody-else');
  await ida.signsIn();
  const first = ida.token();
  expect(first).not.toBe('planted-by-somebody-else');
  await ida.signsIn();
  expect(ida.token()).not.toBe(first);
  for (const old of [first ?? '', 'planted-by-somebody-else']) {
    const thief = house.person('nobody');
    thief.browser.setCookie(house.cookieName, old);
    expect((await thief.session()).actor).toBeNull();
  }
});

test('what is wanted after the sign-in is a page of this service, whatever the address says', async () => {
  const ida = house.person('ida');
  expect(await ida.signsIn('//evil.example/')).toBe('/');
  expect(await ida.signsIn('https://evil.example/')).toBe('/');
});

test('while the provider is away, or where none is set up, the console says so', async () => {
  for (const signIn of [{ issuer: 'http://127.0.0.1:1', clientId: 'x', clientSecret: 'y' }, null]) {
    const api = await openApi({ signIn, isTemporalAway: true });
    const answer = await api.send('GET', '/sign-in/entra');
    expect(answer).toMatchObject({ status: 302, headers: { location: '/sign-in?problem=unavailable' } });
    await api.close();
  }
});

test('a name is in the activity log of what the person has done, and neither it nor a secret in any log line', async () => {
  const company = await house.api.company();
  const ida = house.person('ida');
  await ida.signsIn();
  await ida.calls('PATCH', company.path, { language: 'da' });
  const { body } = await house.api.administrator('GET', `${company.path}/activity`);
  expect(body.items.map(({ actor, actorKind }: Record<string, string>) => [actor, actorKind])).toEqual([
    ['ida@contoso.example', 'administrator'],
    ['administrator', 'administrator'],
  ]);
  const { csrfToken } = await ida.session();
  for (const secret of [
    'contoso.example',
    'ida@',
    clientSecret,
    ida.token() ?? '-',
    csrfToken,
    'code=',
    'state=',
  ])
    expect(house.api.logs()).not.toContain(secret);
});
