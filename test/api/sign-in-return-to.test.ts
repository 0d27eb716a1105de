import { expect, test } from 'vitest';
import { safeReturnTo } from '#api/sign-in/return-to.ts';

const origin = 'https://absence.contoso.example';

test.each([
  ['/', '/'],
  ['/companies/acme/registrations?q=Holm&state=parked', '/companies/acme/registrations?q=Holm&state=parked'],
  ['/companies/acme#why', '/companies/acme#why'],
  ['/companies/acme/../contoso', '/companies/contoso'],
])('after a sign-in the browser goes back to %s', (value, expected) => {
  expect(safeReturnTo(value, origin)).toBe(expected);
});

test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\\/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e%2e//evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  ' //evil.example',
  '/ /evil.example',
  'https://evil.example',
  'https:evil.example',
  'https:/evil.example',
  'HTTPS://evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'evil.example',
  '@evil.example',
  '.evil.example',
  '',
  '/sign-in/entra',
  `/${'x'.repeat(3000)}`,
  undefined,
  ['/companies', '/companies'],
])('and never to %j', (value) => {
  expect(safeReturnTo(value, origin)).toBe('/');
});
