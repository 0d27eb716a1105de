import { sql } from 'kysely';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  noCounts,
  type ReplayCause,
  type ReplayCounts,
  type ReplayOutcome,
  type ReplayScope,
  type ReplayState,
} from '#domain/replay.ts';
import type { CompanyTransaction } from './database.ts';

export interface ReplayRecord {
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly isDryRun: boolean;
  readonly state: ReplayState;
  readonly total: number;
  readonly counts: ReplayCounts;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly reason: Reason | null;
}

/**
 * Notes a replay that has been started, or that plans again; noted twice it is there once. Temporal lets one run per company at a time, so
 * one that is not noted as ended while another begins was ended from outside: it is noted as failed.
 */
export async function beginReplay(
  transaction: CompanyTransaction,
  replay: Pick<ReplayRecord, 'replayId' | 'cause' | 'scope' | 'isDryRun'>,
): Promise<void> {
  await transaction
    .updateTable('replays')
    .set({ state: 'failed', ended_at: sql<Date>`now()` })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '!=', replay.replayId)
    .where('ended_at', 'is', null)
    .execute();
  await transaction
    .insertInto('replays')
    .values({
      company_id: transaction.companyId,
      replay_id: replay.replayId,
      cause: replay.cause,
      scope: replay.scope,
      is_dry_run: replay.isDryRun,
      state: 'planning',
    })
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'replay_id']).doUpdateSet({ ended_at: null, reason: null }),
    )
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
    rows.map((row) => row.replay_id),
  );
  return rows.map((row) => ({
    replayId: row.replay_id,
    cause: row.cause,
    scope: row.scope,
    isDryRun: row.is_dry_run,
    state: row.state,
    total: row.total,
    counts: counts.get(row.replay_id) ?? noCounts,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    reason: row.reason,
  }));
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
  const counts = await countItems(transaction, [replayId]);
  return {
    replayId: row.replay_id,
    cause: row.cause,
    scope: row.scope,
    isDryRun: row.is_dry_run,
    state: row.state,
    total: row.total,
    counts: counts.get(replayId) ?? noCounts,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    reason: row.reason,
  };
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

async function countItems(
  transaction: CompanyTransaction,
  replayIds: readonly string[],
): Promise<Map<string, ReplayCounts>> {
  if (replayIds.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('replay_items')
    .select(['replay_id', 'outcome', sql<number>`count(*)::int`.as('count')])
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', 'in', replayIds)
    .where('outcome', 'is not', null)
    .groupBy(['replay_id', 'outcome'])
    .execute();
  const counts = new Map<string, ReplayCounts>();
  for (const row of rows)
    if (row.outcome !== null)
      counts.set(row.replay_id, { ...(counts.get(row.replay_id) ?? noCounts), [row.outcome]: row.count });
  return counts;
}

/** Moves the replay on; one that has ended stays as it ended. */
export async function updateReplay(
  transaction: CompanyTransaction,
  replayId: string,
  change: { readonly state: ReplayState; readonly total?: number; readonly reason?: Reason | null },
): Promise<void> {
  const hasEnded = ['completed', 'cancelled', 'failed'].includes(change.state);
  await transaction
    .updateTable('replays')
    .set({
      state: change.state,
      ...(change.total !== undefined && { total: change.total }),
      ...(change.reason !== undefined && { reason: change.reason }),
      ...(hasEnded && { ended_at: sql<Date>`now()` }),
    })
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .where('ended_at', 'is', null)
    .execute();
}

export interface ReplayItem {
  readonly registrationId: RegistrationId;
  readonly outcome: ReplayOutcome;
  readonly reason: Reason | null;
}

/** Notes what is about to be done, so that a page which is done again after a crash can tell what it has done. */
export async function planReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  plans: readonly { readonly registrationId: RegistrationId; readonly planned: ReplayOutcome }[],
): Promise<void> {
  if (plans.length === 0) return;
  await transaction
    .insertInto('replay_items')
    .values(
      plans.map(({ registrationId, planned }) => ({
        company_id: transaction.companyId,
        replay_id: replayId,
        registration_id: registrationId,
        planned,
        outcome: null,
        reason: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Registrations that were planned and have no outcome yet. */
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
    .execute();
  return rows.map((row) => row.registration_id);
}

/**
 * Rows of the report. What is found `unchanged` where this replay had planned or done a write is that write, done before
 * a crash or by an earlier pass.
 */
export async function recordReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  items: readonly ReplayItem[],
): Promise<void> {
  if (items.length === 0) return;
  await transaction
    .insertInto('replay_items')
    .values(
      items.map((item) => ({
        company_id: transaction.companyId,
        replay_id: replayId,
        registration_id: item.registrationId,
        planned: null,
        outcome: item.outcome,
        reason: item.reason,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'replay_id', 'registration_id']).doUpdateSet((row) => ({
        outcome: sql<ReplayOutcome>`case
          when excluded.outcome = 'unchanged'
            and coalesce(replay_items.outcome, replay_items.planned) in ('created', 'updated', 'removed')
          then coalesce(replay_items.outcome, replay_items.planned) else excluded.outcome end`,
        reason: row.ref('excluded.reason'),
      })),
    )
    .execute();
}

export async function listReplayItems(
  transaction: CompanyTransaction,
  replayId: string,
  outcome: ReplayOutcome | undefined,
  cursor: string | undefined,
  limit: number,
): Promise<ReplayItem[]> {
  const rows = await transaction
    .selectFrom('replay_items')
    .select(['registration_id', 'outcome', 'reason'])
    .where('company_id', '=', transaction.companyId)
    .where('replay_id', '=', replayId)
    .where('outcome', 'is not', null)
    .$if(outcome !== undefined, (query) => query.where(sql<boolean>`outcome = ${outcome}`))
    .$if(cursor !== undefined, (query) => query.where(sql<boolean>`registration_id > ${cursor}`))
    .orderBy('registration_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    registrationId: row.registration_id,
    outcome: row.outcome ?? 'skipped',
    reason: row.reason,
  }));
}

interface PageRow {
  readonly registrationId: RegistrationId;
  readonly mailbox: string | null;
  readonly replayOrder: string;
}

/**
 * The next registrations that a replay looks at, in an order that scatters mailboxes over the pages.
 * `unsynced` leaves out those whose row says that Outlook is right; an ignored or waiting one may still owe a removal
 * only while its row says so, because the row is written with every event.
 */
export async function readReplayPage(
  transaction: CompanyTransaction,
  scope: ReplayScope,
  after: string,
  limit: number,
): Promise<PageRow[]> {
  const rows = await inScope(transaction, scope)
    .select(['registration_id', 'mailbox', 'replay_order'])
    .where(sql<boolean>`replay_order > ${after}`)
    .orderBy('replay_order')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    registrationId: row.registration_id,
    mailbox: row.mailbox,
    replayOrder: row.replay_order,
  }));
}

export async function countInScope(transaction: CompanyTransaction, scope: ReplayScope): Promise<number> {
  const row = await inScope(transaction, scope)
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

function inScope(
  transaction: CompanyTransaction,
  { scope, from, to, employeeId, registrationId }: ReplayScope,
) {
  return transaction
    .selectFrom('registrations')
    .where('company_id', '=', transaction.companyId)
    .$if(scope === 'unsynced', (query) => query.where('state', '!=', 'synced'))
    .$if(from !== undefined, (query) => query.where(sql<boolean>`last_day >= ${from}`))
    .$if(to !== undefined, (query) => query.where(sql<boolean>`first_day <= ${to}`))
    .$if(employeeId !== undefined, (query) => query.where('employee_id', '=', employeeId ?? null))
    .$if(registrationId !== undefined, (query) =>
      query.where(sql<boolean>`registration_id = ${registrationId}`),
    );
}
