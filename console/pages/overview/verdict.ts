import type { OverviewAnswer } from '#api/overview.ts';

/** The answer to "Is everything in Outlook?", by what stands most in the way. */
export type Verdict =
  | { readonly kind: 'not-connected' | 'off' | 'expired' | 'refused'; readonly parked: number }
  | { readonly kind: 'attention' | 'parked' | 'syncing' | 'waiting' | 'approval'; readonly count: number }
  | { readonly kind: 'empty' | 'all-well' };

export function verdictOf({ connection, registrations, awaitingApproval }: OverviewAnswer): Verdict {
  const { parked, attention, syncing } = registrations;
  const waiting = registrations.waiting - awaitingApproval;
  if (connection === null) return { kind: 'not-connected', parked };
  const stopped = stops[connection.state];
  if (stopped !== undefined) return { kind: stopped, parked };
  if (attention > 0) return { kind: 'attention', count: attention };
  if (parked > 0) return { kind: 'parked', count: parked };
  if (syncing > 0) return { kind: 'syncing', count: syncing };
  if (waiting > 0) return { kind: 'waiting', count: waiting };
  if (awaitingApproval > 0) return { kind: 'approval', count: awaitingApproval };
  const total = Object.values(registrations).reduce((sum, count) => sum + count, 0);
  return { kind: total === 0 ? 'empty' : 'all-well' };
}

const stops: Readonly<Record<string, 'off' | 'expired' | 'refused' | undefined>> = {
  off: 'off',
  expired: 'expired',
  misconfigured: 'refused',
};
