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
