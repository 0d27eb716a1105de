import { actorName } from './acting.ts';
import type { CompanyTransaction } from './database.ts';

/**
 * Notes who asks for a replay, before it is started: whoever carries it out learns the name here, and Temporal never
 * does. Nothing is noted for the administrator key.
 */
export async function noteReplayAsker(transaction: CompanyTransaction, replayId: string): Promise<void> {
  const name = actorName();
  if (name === null) return;
  await transaction
    .insertInto('replay_askers')
    .values({ company_id: transaction.companyId, replay_id: replayId, name })
    .execute();
}

/** Null where it was the administrator key, or nobody. */
export async function findReplayAsker(
  transaction: CompanyTransaction,
  replayId: string,
): Promise<string | null> {
  const row = await transaction
    .selectFrom('replay_askers')
    .select('name')
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .executeTakeFirst();
  return row?.name ?? null;
}
