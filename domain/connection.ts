import type { Reason } from './reasons.ts';

/**
 * The life of a company's connection to its Entra application: `unverified` has a secret that no call has used yet,
 * `expired` and `misconfigured` are closed by what Microsoft answered, `off` by an administrator.
 */
export type ConnectionState = 'off' | 'unverified' | 'healthy' | 'expiring' | 'expired' | 'misconfigured';

export interface Connection {
  readonly state: ConnectionState;
  readonly since: string;
  readonly reason: Reason | null;
  readonly enabled: boolean;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential | null;
  readonly whenOff: 'keep' | 'purge';
  readonly epoch: number;
  /** Rises with every new secret, so that a token client made for an older one is never used again. */
  readonly secretVersion: number;
}

export interface Credential {
  readonly kind: 'secret';
  /** The first three characters of the secret's Value, as Entra shows them too. */
  readonly hint: string;
  readonly expiresAt: string | null;
}

/** Whether what stands in Outlook is to be removed: switched OFF, and an administrator wants it so. */
export function isPurging({ state, whenOff }: Pick<Connection, 'state' | 'whenOff'>): boolean {
  return state === 'off' && whenOff === 'purge';
}

/** Whether requests may be sent to Microsoft in this state. */
export function isOpen(state: ConnectionState): boolean {
  switch (state) {
    case 'unverified':
    case 'healthy':
    case 'expiring':
      return true;
    case 'off':
    case 'expired':
    case 'misconfigured':
      return false;
  }
}

/** Days before its last one from which a secret counts as expiring: the day of the first reminder. */
const expiringDays = 60;
export const millisecondsPerDay = 24 * 60 * 60 * 1000;

/**
 * The connection as it reads at `now`, in milliseconds since 1970: one that works is `expiring` in the last days of its
 * secret, and after them while Entra goes on giving tokens. Derived and never stored, so that no clock has to turn it.
 */
export function connectionAt(connection: Connection, now: number): Connection {
  const expiresAt = connection.credential?.expiresAt ?? null;
  if (connection.state !== 'healthy' || expiresAt === null) return connection;
  const expiringAt = Date.parse(expiresAt) - expiringDays * millisecondsPerDay;
  if (now < expiringAt) return connection;
  const since = new Date(Math.max(Date.parse(connection.since), expiringAt)).toISOString();
  return { ...connection, state: 'expiring', since, reason: { code: 'secret-expiring' } };
}
