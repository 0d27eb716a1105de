import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openApi, type TestApi } from './api.ts';

let api: TestApi;
const folder = mkdtempSync(join(tmpdir(), 'absence-sync-console-'));
beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(
    join(folder, 'index.html'),
    '<style nonce="__CSP_NONCE__"></style><p nonce="__CSP_NONCE__">console',
  );
  writeFileSync(join(folder, 'icon.svg'), '<svg/>');
  writeFileSync(join(folder, 'assets', 'index-4f3a.js'), 'script()');
  writeFileSync(join(folder, 'assets', 'index-4f3a.js.gz'), gzipSync('script()'));
  api = await openApi({ consoleFolder: folder, isTemporalAway: true });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true });
});

const page = (path: string, headers = {}) =>
  api.send('GET', path, { headers: { accept: 'text/html,application/xhtml+xml', ...headers } });

test.each(['/', '/companies/acme/registrations?q=1', '/sign-in', '/sign-in/link'])(
  'a browser that asks for %s gets the console, with a nonce of its own each time',
  async (path) => {
    const [one, other] = [await page(path), await page(path)];
    const nonceIn = ({ body }: { body: string }) =>
      /^<style nonce="([^"]+)"><\/style><p nonce="\1">/.exec(body)?.[1];
    expect(one).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    expect(nonceIn(one)).toMatch(/^[\w+/]{22}==$/);
    expect(nonceIn(one)).not.toBe(nonceIn(other));
    expect(one.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonceIn(one)}'`);
  },
);

test('pages run no script but the service’s own, are framed by nobody and tell no other site where they are', async () => {
  const { headers } = await page('/');
  const policy = String(headers['content-security-policy']);
  for (const part of [
    "default-src 'none'",
    "script-src 'self';",
    "connect-src 'self';",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ])
    expect(policy).toContain(part);
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
  });
  expect(headers['strict-transport-security']).toBeUndefined();
});

test('by https browsers are told to stay with https', async () => {
  const secure = await openApi({
    consoleFolder: folder,
    consoleOrigin: 'https://absence.contoso.example',
    isTemporalAway: true,
  });
  const { headers } = await secure.send('GET', '/', { headers: { accept: 'text/html' } });
  expect(headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  await secure.close();
});

test('an asset is kept for ever and comes compressed where the browser takes that', async () => {
  const plain = await api.send('GET', '/assets/index-4f3a.js');
  expect(plain).toMatchObject({ status: 200, body: 'script()' });
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(plain.headers['content-type']).toContain('javascript');
  const small = await api.send('GET', '/assets/index-4f3a.js', { headers: { 'accept-encoding': 'gzip' } });
  expect(small.headers['content-encoding']).toBe('gzip');
  expect(small.headers['content-type']).toContain('javascript');
});

test('the icon is served, and not kept for ever', async () => {
  const { status, headers } = await api.send('GET', '/icon.svg');
  expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type: 'image/svg+xml' });
  expect(headers['cache-control']).not.toContain('immutable');
});

describe('no page, but an answer of the API, is what', () => {
  test.each([
    ['/v1/unknown', 404],
    ['/v1/companies', 401],
    ['/assets/missing.js', 404],
    ['/assets/..%2findex.html', 404],
    ['/openapi.json', 200],
  ])('%s gives', async (path, status) => {
    const answer = await page(path);
    expect(answer.status).toBe(status);
    expect(String(answer.headers['content-type'])).toContain('json');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('a program gets that asks for an unknown address', async () => {
    expect(await api.send('GET', '/companies')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await api.send('POST', '/companies', { headers: { accept: 'text/html' } })).toMatchObject({
      status: 404,
    });
  });
});

test.each([
  ['da', 'Konsollen er ikke bygget endnu'],
  ['en', 'The console has not been built yet'],
])('where the console has not been built the page says how: %s', async (language, sentence) => {
  const without = await openApi({ consoleFolder: join(folder, 'nowhere'), isTemporalAway: true });
  const { status, body } = await without.send('GET', '/', {
    headers: { accept: 'text/html', 'accept-language': language },
  });
  expect(status).toBe(503);
  expect(body).toContain(sentence);
  expect(body).toContain('npm run build:console');
  await without.close();
});
