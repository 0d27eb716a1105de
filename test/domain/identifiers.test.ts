import { describe, expect, test } from 'vitest';
import { isOpen } from '#domain/connection.ts';
import { toCompanyId, toRegistrationId } from '#domain/identifiers.ts';

describe('a company id', () => {
  test.each(['acme', 'acme-2', '7', 'x'.repeat(40)])('may be %s', (text) => {
    expect(toCompanyId(text)).toBe(text);
  });

  test.each(['', 'Acme', 'acme/2', 'acme_2', 'acme\n', 'æ', 'x'.repeat(41)])('may not be "%s"', (text) => {
    expect(() => toCompanyId(text)).toThrow(TypeError);
  });
});

describe('a registration id', () => {
  test.each(['4711', 'A_b.c:d~e-f', 'x'.repeat(100)])('may be %s', (text) => {
    expect(toRegistrationId(text)).toBe(text);
  });

  test.each(['', '47/11', '47 11', '4711\n', 'ø', 'x'.repeat(101)])('may not be "%s"', (text) => {
    expect(() => toRegistrationId(text)).toThrow(TypeError);
  });
});

describe('requests go to Microsoft', () => {
  test.each(['unverified', 'healthy', 'expiring'] as const)('while the connection is %s', (state) => {
    expect(isOpen(state)).toBe(true);
  });

  test.each(['off', 'expired', 'misconfigured'] as const)('not while it is %s', (state) => {
    expect(isOpen(state)).toBe(false);
  });
});
