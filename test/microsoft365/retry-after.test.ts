import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { failureOf, retryAfterSeconds, type GraphAnswer } from '#activities/microsoft365/failures.ts';

const now = Date.parse('2026-11-23T08:00:00Z');

test.each([
  ['whole seconds', '10', 10],
  ['a fraction, as Graph’s gateway sends it', '2.128', 2.128],
  ['none to wait', '0', 0],
  ['spaces around it', ' 7 ', 7],
  ['an HTTP date', 'Mon, 23 Nov 2026 08:01:30 GMT', 90],
  ['an HTTP date that has passed', 'Mon, 23 Nov 2026 07:59:00 GMT', 0],
  ['no header', null, null],
  ['an empty one', '', null],
  ['words', 'soon', null],
  ['a negative number', '-5', null],
  ['a number with a unit', '5s', null],
  ['two numbers', '5, 10', null],
  ['a fraction without its whole', '.5', null],
])('Retry-After with %s', (_title, header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds);
});

test('whatever Retry-After says, it is no wait at all or one that ends on a day that exists', () => {
  const header = fc.oneof(
    fc.string(),
    fc.nat({ max: 320 }).map((length) => '9'.repeat(length + 1)),
    fc.stringMatching(/^\d{1,12}\.\d{1,9}$/),
    fc.date().map((date) => String(date)),
  );
  fc.assert(
    fc.property(header, (text) => {
      const seconds = retryAfterSeconds(text, now);
      if (seconds === null) return;
      expect(seconds).toBeGreaterThanOrEqual(0);
      expect(new Date(now + seconds * 1000).getTime()).not.toBeNaN();
    }),
    { numRuns: 2_000 },
  );
});

const answer = (status: number, code: string): GraphAnswer => ({
  status,
  code,
  message: '',
  requestId: 'request-1',
  retryAfterSeconds: 5,
  existingEventId: null,
});

test.each([
  [403, 'ErrorAccessDenied', 'mailbox', 'mailbox-out-of-scope'],
  [401, 'NoPermissionsInAccessToken', 'mailbox', 'permission-missing'],
  [404, 'MailboxNotEnabledForRESTAPI', 'mailbox', 'mailbox-not-enabled'],
  [404, 'MailboxNotSupportedForRESTAPI', 'mailbox', 'mailbox-not-enabled'],
  [404, 'ErrorInvalidUser', 'mailbox', 'mailbox-not-found'],
  [404, 'ResourceNotFound', 'mailbox', 'mailbox-not-found'],
  [404, 'Request_ResourceNotFound', 'mailbox', 'mailbox-not-found'],
  [403, 'ErrorQuotaExceeded', 'mailbox', 'mailbox-full'],
  [507, 'ErrorQuotaExceeded', 'mailbox', 'mailbox-full'],
  [429, 'ErrorQuotaExceeded', 'mailbox', 'mailbox-full'],
  [429, 'ApplicationThrottled', 'throttled', 'throttled'],
  [400, 'ErrorInvalidRequest', 'rejected', 'rejected-by-microsoft'],
  [400, 'TimeZoneNotSupportedException', 'rejected', 'rejected-by-microsoft'],
  [401, 'InvalidAuthenticationToken', 'unavailable', 'microsoft-unavailable'],
  [409, 'ErrorIrresolvableConflict', 'unavailable', 'microsoft-unavailable'],
  [500, 'ErrorInternalServerTransientError', 'unavailable', 'microsoft-unavailable'],
  [503, 'ErrorMailboxMoveInProgress', 'unavailable', 'microsoft-unavailable'],
])('%i %s is %s with the reason %s', (status, code, kind, reason) => {
  expect(failureOf(answer(status, code))).toMatchObject({
    kind,
    reason: { code: reason, microsoft: { status, code, requestId: 'request-1' } },
  });
});

test.each([400, 401, 403, 404, 429])('a %i says that nothing was done', (status) => {
  expect(failureOf(answer(status, 'Whatever'))).not.toMatchObject({ mayHaveHappened: true });
});

test.each([408, 500, 502, 503, 504])('a %i leaves open whether it was done', (status) => {
  expect(failureOf(answer(status, 'UnknownError'))).toMatchObject({
    kind: 'unavailable',
    retryAfterSeconds: 5,
    mayHaveHappened: true,
  });
});
