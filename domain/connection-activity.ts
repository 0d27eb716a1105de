import type { Activity } from './activity.ts';
import { isOpen, type Connection } from './connection.ts';

/** What the log is told of a change of the connection, whoever made it. */
export function connectionActivities(
  before: Connection | null,
  after: Connection,
  actor: Activity['actor'],
): readonly Activity[] {
  if (actor === 'absence-sync') return before?.epoch === after.epoch ? [] : [stateChange(after)];
  return [...savings(before, after), ...switchings(before, after)];
}

function stateChange({ state, reason }: Connection): Activity {
  const actor = 'absence-sync';
  return isOpen(state)
    ? { actor, action: 'connection-opened', details: { state } }
    : {
        actor,
        action: 'connection-closed',
        details: { state, reason },
        requestId: reason?.microsoft?.requestId,
      };
}

/** A save without another secret shows by the epoch alone, and so does a switch. */
function savings(before: Connection | null, after: Connection): readonly Activity[] {
  const actor = 'administrator';
  const { tenantId, clientId } = after;
  const isMoved = before?.tenantId !== tenantId || before.clientId !== clientId;
  if (!isMoved && before.secretVersion !== after.secretVersion)
    return [{ actor, action: 'secret-renewed', details: {} }];
  if (isMoved || (before.epoch !== after.epoch && before.enabled === after.enabled))
    return [{ actor, action: 'connection-saved', details: { tenantId, clientId } }];
  const fields = [
    ...(before.whenOff === after.whenOff ? [] : ['whenOff']),
    ...(before.credential?.expiresAt === after.credential?.expiresAt ? [] : ['secretExpiresAt']),
  ];
  return fields.length === 0 ? [] : [{ actor, action: 'connection-changed', details: { fields } }];
}

function switchings(before: Connection | null, { enabled, whenOff }: Connection): readonly Activity[] {
  const actor = 'administrator';
  if ((before?.enabled ?? false) === enabled) return [];
  return enabled
    ? [{ actor, action: 'connection-switched-on', details: {} }]
    : [{ actor, action: 'connection-switched-off', details: { whenOff } }];
}
