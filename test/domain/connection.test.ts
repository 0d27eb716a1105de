import { describe, expect, test } from 'vitest';
import { connectionAt, isOpen, type Connection, type ConnectionState } from '#domain/connection.ts';

const day = 24 * 60 * 60 * 1000;
const now = Date.parse('2026-11-24T09:00:00.000Z');
const inDays = (days: number): string => new Date(now + days * day).toISOString();

function connection(expiresAt: string | null, change: Partial<Connection> = {}): Connection {
  return {
    state: 'healthy',
    since: inDays(-100),
    reason: null,
    enabled: true,
    tenantId: 'tenant-1',
    clientId: 'client-1',
    credential: { kind: 'secret', hint: 'Abc', expiresAt },
    whenOff: 'keep',
    epoch: 7,
    secretVersion: 2,
    ...change,
  };
}

describe('a connection that works', () => {
  test('is expiring from 60 days before the last day of its secret, and since that day', () => {
    expect(connectionAt(connection(inDays(59)), now)).toEqual(
      connection(inDays(59), {
        state: 'expiring',
        since: inDays(-1),
        reason: { code: 'secret-expiring' },
      }),
    );
    expect(connectionAt(connection(inDays(60)), now)).toMatchObject({ state: 'expiring', since: inDays(0) });
  });

  test('is healthy before', () => {
    for (const expiresAt of [inDays(61), new Date(now + 60 * day + 1).toISOString()])
      expect(connectionAt(connection(expiresAt), now)).toEqual(connection(expiresAt));
  });

  test('is expiring since it became healthy where that was later', () => {
    expect(connectionAt(connection(inDays(59), { since: inDays(-0.5) }), now).since).toBe(inDays(-0.5));
  });

  test('stays expiring after that day, as long as Entra gives tokens', () => {
    expect(connectionAt(connection(inDays(-3)), now)).toMatchObject({
      state: 'expiring',
      reason: { code: 'secret-expiring' },
    });
  });

  test('is healthy where nobody knows the day, or there is no secret', () => {
    expect(connectionAt(connection(null), now).state).toBe('healthy');
    expect(connectionAt(connection(null, { credential: null }), now).state).toBe('healthy');
  });

  test('may be used while it expires', () => {
    expect(isOpen(connectionAt(connection(inDays(1)), now).state)).toBe(true);
  });
});

test.each<ConnectionState>(['off', 'unverified', 'expired', 'misconfigured'])(
  'one that is %s stays so, whatever the day: its own reason counts',
  (state) => {
    const other = connection(inDays(3), { state, reason: { code: 'connection-off' } });
    expect(connectionAt(other, now)).toEqual(other);
  },
);
