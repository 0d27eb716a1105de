import { describe, expect, test } from 'vitest';
import {
  judgeConnection,
  type ConnectionCheck,
  type ConnectionFindings,
  type Trial,
  type TriedMailbox,
} from '#domain/connection-test.ts';
import type { Reason, ReasonCode } from '#domain/reasons.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-11-24T09:00:00.000Z');
const inDays = (days: number): string => new Date(now + days * day).toISOString();

const works: Trial = { kind: 'works' };
const denial = { status: 403, code: 'ErrorAccessDenied', requestId: 'request-1' };
const refused: Trial = { kind: 'refused', reason: { code: 'mailbox-out-of-scope', microsoft: denial } };
const failed = (code: ReasonCode): Trial => ({ kind: 'failed', reason: { code } });

const tried = (mailbox: string, calendars: Trial, settings: Trial = calendars): TriedMailbox => ({
  mailbox: `${mailbox}@contoso.example`,
  trials: { 'Calendars.ReadWrite': calendars, 'MailboxSettings.ReadWrite': settings },
});

const judge = (findings: Partial<ConnectionFindings> = {}) =>
  judgeConnection(
    {
      refusal: null,
      mailboxes: [tried('anna', works)],
      outsideMailbox: null,
      secretExpiresAt: inDays(400),
      ...findings,
    },
    now,
  );

/** A check as "name", "name: reason" or "name: reason, skipped". */
const inShort = ({ name, ok, reason, skipped }: ConnectionCheck): string =>
  ok ? name : `${name}: ${reason?.code}${skipped ? ', skipped' : ''}`;
const shortOf = (findings: Partial<ConnectionFindings>): string[] => judge(findings).checks.map(inShort);

test('where all works every check is ok, in this order', () => {
  const { ok, missing, checks } = judge({
    mailboxes: [tried('anna', works), tried('bo', works)],
    outsideMailbox: tried('ceo', refused),
  });
  expect({ ok, missing }).toEqual({ ok: true, missing: [] });
  expect(checks.map(inShort)).toEqual([
    'tenant',
    'application',
    'credential',
    'Calendars.ReadWrite',
    'MailboxSettings.ReadWrite',
    'mailbox',
    'mailbox',
    'outside-mailbox',
    'secret-expiry',
  ]);
});

describe('where Entra gives no token', () => {
  const untried = (refusal: Reason) => tried('anna', { kind: 'skipped', reason: refusal });
  test.each<[ReasonCode, string[]]>([
    ['tenant-not-found', ['tenant: _', 'application: _, skipped', 'credential: _, skipped']],
    ['microsoft-unavailable', ['tenant: _', 'application: _, skipped', 'credential: _, skipped']],
    ['application-not-found', ['tenant', 'application: _', 'credential: _, skipped']],
    ['application-disabled', ['tenant', 'application: _', 'credential: _, skipped']],
    ['secret-invalid', ['tenant', 'application', 'credential: _']],
    ['secret-expired', ['tenant', 'application', 'credential: _']],
    ['access-blocked', ['tenant', 'application', 'credential: _']],
    ['rejected-by-microsoft', ['tenant', 'application', 'credential: _']],
  ])('%s fails its own step, proves those before it and skips what comes after', (code, steps) => {
    const { ok, missing, checks } = judge({ refusal: { code }, mailboxes: [untried({ code })] });
    expect({ ok, missing }).toEqual({ ok: false, missing: [] });
    expect(checks.slice(0, 6).map(inShort)).toEqual([
      ...steps.map((step) => step.replace('_', code)),
      `Calendars.ReadWrite: ${code}, skipped`,
      `MailboxSettings.ReadWrite: ${code}, skipped`,
      `mailbox: ${code}, skipped`,
    ]);
  });

  test('Microsoft’s own answer stays with the reason', () => {
    const refusal: Reason = { code: 'secret-expired', microsoft: { ...denial, code: 'AADSTS7000222' } };
    expect(judge({ refusal }).checks[2]?.reason).toEqual(refusal);
  });
});

describe('a permission', () => {
  test('works where it works in one mailbox; the others are out of scope', () => {
    const result = judge({ mailboxes: [tried('anna', refused), tried('bo', works)] });
    expect(result.missing).toEqual([]);
    expect(result.checks.slice(3, 7).map(inShort)).toEqual([
      'Calendars.ReadWrite',
      'MailboxSettings.ReadWrite',
      'mailbox: mailbox-out-of-scope',
      'mailbox',
    ]);
    expect(result.ok).toBe(false);
  });

  test('is missing where every mailbox refuses it, and each says so', () => {
    const result = judge({ mailboxes: [tried('anna', works, refused), tried('bo', works, refused)] });
    expect(result.missing).toEqual(['MailboxSettings.ReadWrite']);
    expect(result.checks.slice(3, 7).map(inShort)).toEqual([
      'Calendars.ReadWrite',
      'MailboxSettings.ReadWrite: permission-missing',
      'mailbox: permission-missing',
      'mailbox: permission-missing',
    ]);
    expect(result.checks[4]?.reason?.microsoft).toEqual(denial);
    expect(result.checks[5]?.permissions).toEqual(['Calendars.ReadWrite']);
  });

  test('is not missing where something else stood in the way of one mailbox', () => {
    const result = judge({ mailboxes: [tried('anna', failed('throttled')), tried('bo', refused)] });
    expect(result.missing).toEqual([]);
    expect(result.checks.slice(3, 7).map(inShort)).toEqual([
      'Calendars.ReadWrite: throttled',
      'MailboxSettings.ReadWrite: throttled',
      'mailbox: throttled',
      'mailbox: mailbox-out-of-scope',
    ]);
  });

  test('is not tried where there is no mailbox to try it in', () => {
    expect(shortOf({ mailboxes: [] }).slice(3, 5)).toEqual([
      'Calendars.ReadWrite: no-mailbox-to-try, skipped',
      'MailboxSettings.ReadWrite: no-mailbox-to-try, skipped',
    ]);
    expect(judge({ mailboxes: [] })).toMatchObject({ ok: false, missing: [] });
  });
});

describe('a mailbox outside the scope', () => {
  const outside = (calendars: Trial, settings?: Trial, mailboxes = [tried('anna', works)]) =>
    judge({ mailboxes, outsideMailbox: tried('ceo', calendars, settings) });
  const checkOf = (result: ReturnType<typeof judge>) =>
    result.checks.find(({ name }) => name === 'outside-mailbox');

  test('is right where both permissions are refused', () => {
    expect(checkOf(outside(refused))).toEqual({
      name: 'outside-mailbox',
      ok: true,
      reason: null,
      mailbox: 'ceo@contoso.example',
      permissions: [],
    });
  });

  test('shows a scope that is too wide where one of them lets the application in', () => {
    for (const result of [outside(works), outside(refused, works), outside(works, failed('throttled'))]) {
      expect(checkOf(result)).toMatchObject({ ok: false, reason: { code: 'scope-too-wide' } });
      expect(result.ok).toBe(false);
    }
  });

  test('proves nothing where it could not be asked, or no permission works anywhere', () => {
    expect(checkOf(outside(failed('mailbox-not-found'), refused))).toMatchObject({
      ok: false,
      reason: { code: 'mailbox-not-found' },
    });
    expect(checkOf(outside(refused, refused, [tried('anna', refused)]))).toMatchObject({
      ok: false,
      skipped: true,
      reason: { code: 'permission-missing' },
    });
    expect(checkOf(outside(refused, refused, []))).toMatchObject({
      skipped: true,
      reason: { code: 'no-mailbox-to-try' },
    });
  });
});

describe('the secret’s last day', () => {
  test.each([
    [inDays(31), 'secret-expiry'],
    [inDays(30), 'secret-expiry: secret-expiring'],
    [inDays(-1), 'secret-expiry: secret-expiring'],
    [null, 'secret-expiry: secret-expiry-unknown'],
  ])('%s: %s, and the connection works all the same', (secretExpiresAt, short) => {
    const result = judge({ secretExpiresAt });
    expect(result.checks.map(inShort).at(-1)).toBe(short);
    expect(result.checks.at(-1)?.expiresAt).toBe(secretExpiresAt);
    expect(result.ok).toBe(true);
  });

  test('is past where Entra says so, whatever was noted', () => {
    expect(shortOf({ refusal: { code: 'secret-expired' } }).at(-1)).toBe('secret-expiry: secret-expired');
  });
});

test('a check has a reason exactly where it is not ok', () => {
  for (const findings of [
    {},
    { mailboxes: [] },
    { mailboxes: [tried('anna', refused)], outsideMailbox: tried('ceo', works) },
    { refusal: { code: 'secret-invalid' } as const, secretExpiresAt: null },
  ])
    for (const { ok, reason } of judge(findings).checks) expect(reason === null).toBe(ok);
});
