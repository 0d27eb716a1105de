import { isOpen, isPurging, type Connection } from './connection.ts';
import type { ReplayCause, ReplayScope } from './replay.ts';

/**
 * The replay that a change of the connection calls for, whoever made it: what has waited is sent as soon as it opens, or
 * its secret is renewed; what stands is removed when it is switched OFF with a purge, and what a refused secret has left
 * of that once it is renewed. Null where it calls for none.
 */
export function replayAfter(
  before: Connection | null,
  after: Connection,
): { readonly cause: ReplayCause; readonly scope: ReplayScope } | null {
  if (isPurging(after)) {
    const isUnderWay = before !== null && isPurging(before) && before.secretVersion === after.secretVersion;
    return isUnderWay ? null : { cause: 'administrator', scope: { scope: 'all' } };
  }
  if (!isOpen(after.state)) return null;
  const cause = causeOf(before, after);
  // In a new tenant nothing stands yet, whatever the rows said of the old one.
  const isMoved = before !== null && before.tenantId !== after.tenantId;
  return cause === null ? null : { cause, scope: { scope: isMoved ? 'all' : 'unsynced' } };
}

function causeOf(before: Connection | null, after: Connection): ReplayCause | null {
  if (before === null) return 'first-connection';
  if (!before.enabled) return 'switched-on';
  if (before.secretVersion !== after.secretVersion) return 'secret-renewed';
  return isOpen(before.state) ? null : 'healed';
}
