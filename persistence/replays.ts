import { sql, type Selectable } from 'kysely';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  noCounts,
  type ReplayCause,
  type ReplayCounts,
  type ReplayScope,
  type ReplayState,
} from '#domain/replay.ts';
import { replayEnded, replayStarted } from '#domain/replay-activity.ts';
import { noteActivity } from './activity.ts';
import type { CompanyTransaction, Tables } from './database.ts';
import { findReplayAsker } from './replay-askers.ts';

export interface ReplayRecord {
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly isDryRun: boolean;
  /** Reads Outlook first, mends what drifted and puts back what users removed. */
  readonly isRepair: boolean;
  readonly state: ReplayState;
  readonly total: number;
  readonly counts: ReplayCounts;
  /** Set aside, and neither done nor given up. */
  readonly removals: number;
  readonly startedAt: string;
  /** For how long it has stood still since, paused or waiting for approval, up to when it last went on. */
  readonly idleSeconds: number;
  readonly endedAt: string | null;
  readonly reason: Reason | null;
}

type NewReplay = Pick<ReplayRecord, 'replayId' | 'cause' | 'scope' | 'isDryRun'> & {
  readonly isRepair?: boolean;
};

const toRow = (companyId: CompanyId, { replayId, cause, scope, isDryRun, isRepair = false }: NewReplay) => ({
  company_id: companyId,
  replay_id: replayId,
  cause,
  scope,
  is_dry_run: isDryRun,
  is_repair: isRepair,
  state: 'planning' as const,
});

/** Notes a replay as soon as it has been started, so that it is found; nothing where it has come further already. */
export async function noteReplay(transaction: CompanyTransaction, replay: NewReplay): Promise<void> {
  const inserted = await transaction
    .insertInto('replays')
    .values(toRow(transaction.companyId, replay))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!inserted.numInsertedOrUpdatedRows) return;
  await noteActivity(transaction, replayStarted(replay), await findReplayAsker(transaction, replay.replayId));
}

/**
 * Notes a replay that begins, or that plans again; noted twice it is there once. Temporal lets one run per company at a time, so
 * one that is not noted as ended while another begins was ended from outside: it is noted as failed.
 */
export async function beginReplay(transaction: CompanyTransaction, replay: NewReplay): Promise<void> {
  await transaction
    .updateTable('replays')
    .set({ state: 'failed', ended_at: sql<Date>`now()` })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '!=', replay.replayId)
    .where('ended_at', 'is', null)
    .execute();
  await noteReplay(transaction, replay);
  await transaction
    .updateTable('replays')
    .set({ ended_at: null, reason: null, counts: null, removals: null })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replay.replayId)
    .execute();
}

/** Replays, newest first. */
export async function listReplays(
  transaction: CompanyTransaction,
  limit: number,
  startedBefore?: string,
): Promise<ReplayRecord[]> {
  const rows = await transaction
    .selectFrom('replays')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .$if(startedBefore !== undefined, (query) =>
      query.where('started_at', '<', new Date(startedBefore ?? Date.now())),
    )
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  const counts = await countItems(
    transaction,
    rows.filter((row) => row.counts === null).map((row) => row.replay_id),
  );
  return rows.map((row) => toRecord(row, counts));
}

function toRecord(
  row: Selectable<Tables['replays']>,
  counted: ReadonlyMap<string, CountedItems>,
): ReplayRecord {
  const { counts, removals } =
    row.counts === null
      ? (counted.get(row.replay_id) ?? { counts: noCounts, removals: 0 })
      : { counts: row.counts, removals: row.removals ?? 0 };
  return {
    replayId: row.replay_id,
    cause: row.cause,
    scope: row.scope,
    isDryRun: row.is_dry_run,
    isRepair: row.is_repair,
    state: row.state,
    total: row.total,
    counts,
    removals,
    startedAt: row.started_at.toISOString(),
    idleSeconds: row.idle_seconds,
    endedAt: row.ended_at?.toISOString() ?? null,
    reason: row.reason,
  };
}

export async function findReplay(
  transaction: CompanyTransaction,
  replayId: string,
): Promise<ReplayRecord | null> {
  const row = await transaction
    .selectFrom('replays')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return toRecord(row, row.counts === null ? await countItems(transaction, [replayId]) : new Map());
}

/** The replay that hasn't ended, if any. */
export async function findRunningReplayId(transaction: CompanyTransaction): Promise<string | null> {
  const row = await transaction
    .selectFrom('replays')
    .select('replay_id')
    .where('company_id', '=', transaction.companyId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.replay_id ?? null;
}

interface CountedItems {
  readonly counts: ReplayCounts;
  readonly removals: number;
}

async function countItems(
  transaction: CompanyTransaction,
  replayIds: readonly string[],
): Promise<Map<string, CountedItems>> {
  if (replayIds.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('replay_items')
    .select(['replay_id', 'outcome', sql<number>`count(*)::int`.as('count')])
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', 'in', replayIds)
    .where((where) => where.or([where('outcome', 'is not', null), where('is_held', '=', true)]))
    .groupBy(['replay_id', 'outcome'])
    .execute();
  const counted = new Map<string, CountedItems>();
  for (const { replay_id: replayId, outcome, count } of rows) {
    const { counts, removals } = counted.get(replayId) ?? { counts: noCounts, removals: 0 };
    counted.set(
      replayId,
      outcome === null
        ? { counts, removals: removals + count }
        : { counts: { ...counts, [outcome]: count }, removals },
    );
  }
  return counted;
}

/** Moves the replay on; one that has ended stays as it ended. */
export async function updateReplay(
  transaction: CompanyTransaction,
  replayId: string,
  change: { readonly state: ReplayState; readonly total?: number; readonly reason?: Reason | null },
): Promise<void> {
  const hasEnded = ['completed', 'cancelled', 'failed'].includes(change.state);
  const isIdle = change.state === 'paused' || change.state === 'awaiting-approval';
  const updated = await transaction
    .updateTable('replays')
    .set({
      state: change.state,
      ...(change.total !== undefined && { total: change.total }),
      ...(change.reason !== undefined && { reason: change.reason }),
      ...(hasEnded && { ended_at: sql<Date>`now()` }),
      idle_since: isIdle ? sql<Date>`coalesce(idle_since, now())` : null,
      ...(!isIdle && {
        idle_seconds: sql<number>`idle_seconds + coalesce(extract(epoch from now() - idle_since), 0)`,
      }),
    })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (!hasEnded || updated.numUpdatedRows === 0n) return;
  await keepCounts(transaction, replayId);
  await noteActivity(transaction, replayEnded(replayId, change.state));
}

/** A list of replays would else count the items of each, time and again. */
async function keepCounts(transaction: CompanyTransaction, replayId: string): Promise<void> {
  const counted = (await countItems(transaction, [replayId])).get(replayId);
  await transaction
    .updateTable('replays')
    .set(counted ?? { counts: noCounts, removals: 0 })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .execute();
}
