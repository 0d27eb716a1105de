import { describe, expect, test } from 'vitest';
import { describeReason, type ReasonCode } from '#domain/reasons.ts';

/** Product §4, and the two that the domain adds; a code that is missing here doesn't compile. */
const listed: Readonly<Record<ReasonCode, true>> = {
  'awaiting-approval': true,
  'type-not-synced': true,
  'connection-off': true,
  'connection-missing': true,
  'secret-expired': true,
  'secret-invalid': true,
  'secret-id-pasted': true,
  'application-not-found': true,
  'application-disabled': true,
  'tenant-not-found': true,
  'permission-missing': true,
  'mailbox-out-of-scope': true,
  'mailbox-not-found': true,
  'mailbox-not-enabled': true,
  'mailbox-full': true,
  throttled: true,
  'microsoft-unavailable': true,
  'removed-by-user': true,
  'deletion-limit': true,
  'rejected-by-microsoft': true,
  'awaiting-registration': true,
  'before-sync-from': true,
  'secret-expiring': true,
  'secret-expiry-unknown': true,
  'access-blocked': true,
  'scope-too-wide': true,
  'no-mailbox-to-try': true,
  'contradictory-answers': true,
  'reply-permission-missing': true,
};
const codes = Object.keys(listed) as ReasonCode[];

const placeholder = /[{}<>$%]|undefined|null|TODO|FIXME|xxx|\.\.\./i;

describe.each(codes)('%s', (code) => {
  test.each(['da', 'en'] as const)('has a sentence and a way out in %s', (language) => {
    const { message, remedy } = describeReason({ code }, language);
    for (const text of [message, remedy]) {
      expect(text.trim()).toBe(text);
      expect(text).toMatch(/^\p{Lu}.{10,}\.$/u);
      expect(text).not.toMatch(placeholder);
    }
    expect(remedy).not.toBe(message);
  });

  test('is put differently in Danish and English', () => {
    const da = describeReason({ code }, 'da');
    const en = describeReason({ code }, 'en');
    expect([da.message === en.message, da.remedy === en.remedy]).toEqual([false, false]);
  });
});

test('no two reasons have the same sentence', () => {
  for (const language of ['da', 'en'] as const)
    expect(new Set(codes.map((code) => describeReason({ code }, language).message)).size).toBe(codes.length);
});

test('Microsoft’s own answer stays with the reason', () => {
  const microsoft = { status: 400, code: 'ErrorInvalidRequest', requestId: '0f3e' };
  expect(describeReason({ code: 'rejected-by-microsoft', microsoft }, 'en')).toMatchObject({
    code: 'rejected-by-microsoft',
    microsoft,
  });
});
