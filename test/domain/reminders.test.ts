import { describe, expect, test } from 'vitest';
import type { Connection } from '#domain/connection.ts';
import {
  dueReminder,
  isNewsOfSecret,
  isOutdated,
  isReminderHour,
  nextDelaySeconds,
  noticeOfChange,
} from '#domain/reminders.ts';

const zone = 'Europe/Copenhagen';

function connectionWith(
  change: Partial<Connection> & { readonly expiresAt?: string | null } = {},
): Connection {
  const { expiresAt = null, ...rest } = change;
  return {
    state: 'healthy',
    since: '2026-01-01T00:00:00Z',
    reason: null,
    enabled: true,
    tenantId: 'tenant-1',
    clientId: 'client-1',
    credential: { kind: 'secret', hint: 'Abc', expiresAt },
    whenOff: 'keep',
    epoch: 7,
    secretVersion: 3,
    ...rest,
  };
}

const expired = connectionWith({ state: 'expired', reason: { code: 'secret-expired' }, epoch: 8 });
const disabled = connectionWith({ state: 'misconfigured', reason: { code: 'application-disabled' } });
const lastDay = '2027-06-30T00:00:00Z';
const secretUntil = connectionWith({
  state: 'expiring',
  reason: { code: 'secret-expiring' },
  expiresAt: lastDay,
});
/** Eight in the morning in Copenhagen, in summer. */
const morningOf = (day: string): string => `${day}T06:00:00Z`;
const keyOn = (day: string, connection = secretUntil): string | undefined =>
  dueReminder(connection, zone, morningOf(day))?.key;

describe('before the secret’s last day', () => {
  test.each([
    ['2027-05-01', 60],
    ['2027-05-31', 30],
    ['2027-06-16', 14],
    ['2027-06-23', 7],
    ['2027-06-29', 1],
  ])('on %s, %i days before, the administrator is reminded', (day, days) => {
    expect(dueReminder(secretUntil, zone, morningOf(day))).toMatchObject({
      key: `secret-expiring/3/2027-06-30/${days}`,
      kind: 'secret-expiring',
      facts: { daysLeft: days },
    });
  });

  test('61 days before, nothing is due', () => {
    expect(keyOn('2027-04-30')).toBeUndefined();
  });

  test('between two thresholds the one that was reached last is due, so that it is told once and one that was missed is made up for', () => {
    expect(keyOn('2027-05-02')).toBe(keyOn('2027-05-01'));
    expect(keyOn('2027-06-22')).toBe(keyOn('2027-06-16'));
    expect(dueReminder(secretUntil, zone, morningOf('2027-06-20'))).toMatchObject({
      key: 'secret-expiring/3/2027-06-30/14',
      facts: { daysLeft: 10 },
    });
    expect(keyOn('2027-06-30')).toBe(keyOn('2027-06-29'));
  });

  test('another last day and another secret start the thresholds anew; another hour of the same day does not', () => {
    const key = keyOn('2027-06-16');
    expect(keyOn('2027-06-16', connectionWith({ expiresAt: '2027-06-30T15:00:00Z' }))).toBe(key);
    expect(keyOn('2027-06-16', connectionWith({ expiresAt: '2027-07-01T00:00:00Z' }))).not.toBe(key);
    expect(keyOn('2027-06-16', { ...secretUntil, secretVersion: 4 })).not.toBe(key);
  });

  test('nothing is due while nobody knows the last day, or while the connection is OFF', () => {
    expect(keyOn('2027-06-29', connectionWith())).toBeUndefined();
    expect(keyOn('2027-06-29', { ...secretUntil, enabled: false, state: 'off' })).toBeUndefined();
  });
});

describe('days', () => {
  test('are those of the company’s zone: the same instant is another day elsewhere', () => {
    const late = '2027-06-15T22:30:00Z';
    expect(dueReminder(secretUntil, 'Europe/Copenhagen', late)?.facts.daysLeft).toBe(14);
    expect(dueReminder(secretUntil, 'Atlantic/Reykjavik', late)?.facts.daysLeft).toBe(15);
  });

  test.each([
    ['23', '2027-03-27', '+01:00', '2027-03-29T00:00:00+02:00'],
    ['25', '2027-10-30', '+02:00', '2027-11-01T00:00:00+01:00'],
  ])('of %s hours count as one', (_, day, offset, until) => {
    const connection = connectionWith({ expiresAt: new Date(until).toISOString() });
    for (const time of ['00:30', '07:00', '22:30'])
      expect(dueReminder(connection, zone, `${day}T${time}:00${offset}`)?.facts.daysLeft).toBe(2);
  });

  test('begin for reminders at seven, by the clock of the zone on that day', () => {
    expect(isReminderHour(zone, '2027-01-15T05:59:59Z')).toBe(false);
    expect(isReminderHour(zone, '2027-01-15T06:00:00Z')).toBe(true);
    expect(isReminderHour(zone, '2027-07-15T04:59:59Z')).toBe(false);
    expect(isReminderHour(zone, '2027-07-15T05:00:00Z')).toBe(true);
  });
});

describe('once it has expired', () => {
  test('a notice is due each day, by the noted day too where Microsoft has said nothing', () => {
    const [first, second] = ['2027-07-01', '2027-07-02'].map((day) =>
      dueReminder(secretUntil, zone, morningOf(day)),
    );
    expect(first).toMatchObject({ kind: 'secret-expired', facts: { state: 'expiring', daysLeft: -1 } });
    expect(second?.key).not.toBe(first?.key);
    expect(keyOn('2027-07-01', expired)).toBe('secret-expired/3/2027-07-01');
  });

  test('the stop, the day’s reminder and the noted day share that day’s key, so that there is one mail', () => {
    const now = morningOf('2027-07-01');
    const stop = noticeOfChange(secretUntil, expired, zone, now);
    expect(stop).toMatchObject({ kind: 'sync-stopped', facts: { state: 'expired' } });
    expect([dueReminder(expired, zone, now)?.key, dueReminder(secretUntil, zone, now)?.key]).toEqual([
      stop?.key,
      stop?.key,
    ]);
  });

  test('a connection that Microsoft refuses for another cause is told of when it stops and then daily', () => {
    const stop = noticeOfChange(secretUntil, { ...disabled, epoch: 8 }, zone, morningOf('2027-01-01'));
    expect(stop?.kind).toBe('sync-stopped');
    expect(dueReminder(disabled, zone, morningOf('2027-01-01'))).toMatchObject({
      key: stop?.key,
      kind: 'sync-stopped',
    });
    expect(keyOn('2027-01-02', disabled)).not.toBe(stop?.key);
    expect(keyOn('2027-01-01', expired)).not.toBe(stop?.key);
  });
});

describe('a change', () => {
  const now = morningOf('2027-01-01');

  test('to a working connection says so, once for each time', () => {
    const open = connectionWith({ epoch: 9 });
    expect(noticeOfChange(expired, open, zone, now)).toMatchObject({ kind: 'sync-resumed' });
    expect(noticeOfChange(expired, open, zone, now)?.key).not.toBe(
      noticeOfChange(expired, { ...open, epoch: 11 }, zone, now)?.key,
    );
  });

  test('that leaves the state, one to OFF and one that nothing has tried yet say nothing', () => {
    expect(noticeOfChange(expired, { ...expired, whenOff: 'purge' }, zone, now)).toBeNull();
    for (const state of ['off', 'unverified'] as const)
      expect(noticeOfChange(expired, connectionWith({ state, epoch: 9 }), zone, now)).toBeNull();
  });

  test('is news of the secret where it has another last day or Value, or is switched', () => {
    expect(isNewsOfSecret(null, secretUntil)).toBe(true);
    expect(isNewsOfSecret(secretUntil, { ...secretUntil, whenOff: 'purge', epoch: 9 })).toBe(false);
    expect(isNewsOfSecret(secretUntil, { ...secretUntil, secretVersion: 4 })).toBe(true);
    expect(isNewsOfSecret(secretUntil, connectionWith())).toBe(true);
    expect(isNewsOfSecret({ ...secretUntil, enabled: false }, secretUntil)).toBe(true);
  });
});

test('what can’t be sent is tried ever more slowly, at least every hour, until it is a day old', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((attempts) => nextDelaySeconds(attempts))).toEqual([
    5, 20, 80, 320, 1280, 3600, 3600,
  ]);
  expect(isOutdated('2027-01-01T08:00:00Z', '2027-01-02T07:59:59Z')).toBe(false);
  expect(isOutdated('2027-01-01T08:00:00Z', '2027-01-02T08:00:00Z')).toBe(true);
});
