import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { ReplayOutcome } from '#domain/replay.ts';
import { chunksOf } from './chunks.ts';
import type { CompanyTransaction } from './database.ts';

/** A row of a replay's report. */
export interface ReplayItem {
  readonly registrationId: RegistrationId;
  readonly outcome: ReplayOutcome;
  readonly reason: Reason | null;
}

export interface PlannedItem {
  readonly registrationId: RegistrationId;
  readonly planned: ReplayOutcome;
  /** Set aside until all of the replay's removals are weighed together. */
  readonly isHeld: boolean;
}

/** Notes what is about to be done, so that a page which is done again after a crash can tell what it has done. */
export async function planReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  plans: readonly PlannedItem[],
): Promise<void> {
  for (const chunk of chunksOf(plans))
    await transaction
      .insertInto('replay_items')
      .values(
        chunk.map(({ registrationId, planned, isHeld }) => ({
          ...openItem(transaction, replayId, registrationId),
          planned,
          is_held: isHeld,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(itemKey).doUpdateSet((row) => ({
          planned: sql<ReplayOutcome>`case when excluded.is_held or replay_items.is_held then excluded.planned else replay_items.planned end`,
          outcome: sql<ReplayOutcome | null>`case when excluded.is_held then null else replay_items.outcome end`,
          is_held: row.ref('excluded.is_held'),
        })),
      )
      .execute();
}

const itemKey = ['company_id', 'replay_id', 'registration_id'] as const;

const openItem = ({ companyId }: CompanyTransaction, replayId: string, registrationId: RegistrationId) => ({
  company_id: companyId,
  replay_id: replayId,
  registration_id: registrationId,
  planned: null,
  outcome: null,
  reason: null,
});

/** Registrations that were planned, not set aside, and have no outcome yet. */
export async function readPlannedItems(
  transaction: CompanyTransaction,
  replayId: string,
): Promise<RegistrationId[]> {
  const rows = await transaction
    .selectFrom('replay_items')
    .select('registration_id')
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .where('outcome', 'is', null)
    .where('is_held', '=', false)
    .execute();
  return rows.map((row) => row.registration_id);
}

/** Removals that are set aside and have no outcome yet. */
export async function readHeldItems(
  transaction: CompanyTransaction,
  replayId: string,
  limit?: number,
): Promise<RegistrationId[]> {
  const rows = await transaction
    .selectFrom('replay_items')
    .select('registration_id')
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .where('is_held', '=', true)
    .where('outcome', 'is', null)
    .orderBy('registration_id')
    .$if(limit !== undefined, (query) => query.limit(limit ?? 0))
    .execute();
  return rows.map((row) => row.registration_id);
}

/**
 * Rows of the report: the net effect of the whole replay. What is found `unchanged` where it had planned or done a write is
 * that write, done before a crash or by an earlier pass. What it has created stays created, though it had to be updated
 * too: an event whose creation had lost its answer is found, and then written once more.
 */
export async function recordReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  items: readonly ReplayItem[],
): Promise<void> {
  for (const chunk of chunksOf(items))
    await transaction
      .insertInto('replay_items')
      .values(
        chunk.map(({ registrationId, outcome, reason }) => ({
          ...openItem(transaction, replayId, registrationId),
          outcome,
          reason,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(itemKey).doUpdateSet((row) => ({
          outcome: sql<ReplayOutcome>`case
            when excluded.outcome = 'unchanged' and not replay_items.is_held
              and coalesce(replay_items.outcome, replay_items.planned) in ('created', 'updated', 'removed')
            then coalesce(replay_items.outcome, replay_items.planned)
            when excluded.outcome = 'updated' and coalesce(replay_items.outcome, replay_items.planned) = 'created'
            then 'created' else excluded.outcome end`,
          reason: row.ref('excluded.reason'),
        })),
      )
      .execute();
}

/** The report's rows, in the order of their registrations; `isHeld` lists instead what is set aside: planned, not done. */
export async function listReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  { outcome, isHeld }: { readonly outcome: ReplayOutcome | undefined; readonly isHeld: boolean },
  cursor: string | undefined,
  limit: number,
): Promise<ReplayItem[]> {
  const rows = await transaction
    .selectFrom('replay_items')
    .select(['registration_id', 'planned', 'outcome', 'reason'])
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .$if(!isHeld, (query) => query.where('outcome', 'is not', null))
    .$if(isHeld, (query) => query.where('is_held', '=', true).where('outcome', 'is', null))
    .$if(outcome !== undefined, (query) => query.where(sql<boolean>`outcome = ${outcome}`))
    .$if(cursor !== undefined, (query) => query.where(sql<boolean>`registration_id > ${cursor}`))
    .orderBy('registration_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    registrationId: row.registration_id,
    outcome: row.outcome ?? row.planned ?? 'skipped',
    reason: isHeld ? { code: 'deletion-limit' } : row.reason,
  }));
}
