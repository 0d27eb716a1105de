import type { Connection } from '#domain/connection.ts';
import { connectionActivities } from '#domain/connection-activity.ts';
import { replayAfter } from '#domain/connection-replays.ts';
import { noteActivity } from './activity.ts';
import type { CompanyTransaction } from './database.ts';
import { forgetMailboxes, forgetMailboxTroubles } from './mailboxes.ts';
import { notifyOfChange } from './notifications.ts';
import { oweReplay } from './owed-replays.ts';

/** A connection as it was and as it is, whoever changed it. */
export interface ConnectionChange {
  /** Null where this is the company's first. */
  readonly before: Connection | null;
  readonly after: Connection;
  /** An administrator, or this service by what Microsoft answered. */
  readonly actor: 'administrator' | 'absence-sync';
}

/** In the transaction that changes a connection: all that has to follow from it, once, whoever made the change. */
export async function followConnectionChange(
  transaction: CompanyTransaction,
  { before, after, actor }: ConnectionChange,
): Promise<void> {
  if (before !== null && (before.tenantId !== after.tenantId || before.clientId !== after.clientId))
    await forgetMailboxes(transaction);
  const owed = replayAfter(before, after);
  if (owed !== null) {
    await oweReplay(transaction, owed);
    await forgetMailboxTroubles(transaction);
  }
  for (const activity of connectionActivities(before, after, actor))
    await noteActivity(transaction, activity);
  await notifyOfChange(transaction, { before, after, actor }, new Date().toISOString());
}
