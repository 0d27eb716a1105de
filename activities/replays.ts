import { cancellationSignal } from '@temporalio/activity';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  noCounts,
  type ReplayCause,
  type ReplayCounts,
  type ReplayScope,
  type ReplayState,
} from '#domain/replay.ts';
import { inCompany } from '#persistence/database.ts';
import { forgetMailboxTroubles } from '#persistence/mailboxes.ts';
import { settleOwedReplay, type OwedReplay } from '#persistence/owed-replays.ts';
import { readHeldItems, readPlannedItems } from '#persistence/replay-items.ts';
import { countInScope, readReplayPage } from '#persistence/replay-pages.ts';
import { beginReplay, findReplay, updateReplay } from '#persistence/replays.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { CalendarSync } from './calendar-sync.ts';
import { heartbeating } from './heartbeating.ts';
import { readOutlook } from './outlook-reading.ts';
import { replayRegistrations } from './replay-page.ts';
import { requestReplyLooks, type RequestReplyLook } from './reply-looks.ts';
import { nothingRead, type ReplayPage } from './replay-plan.ts';
import { refreshRegistrations } from './registration-refresh.ts';
import { replayRemovalActivities, type ReplayRemovalActivities } from './replay-removals.ts';

export interface ReplayReference {
  readonly companyId: CompanyId;
  readonly replayId: string;
}

export interface BeginReplayInput extends ReplayReference {
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly dryRun: boolean;
  readonly repair: boolean;
}

export interface ReplayPageInput extends ReplayReference {
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly dryRun: boolean;
  /** Reads Outlook before it plans. */
  readonly repair: boolean;
  /** Where the page before ended; empty for the first. */
  readonly after: string;
}

export interface NoteReplayStateInput extends ReplayReference {
  readonly state: ReplayState;
  readonly reason: Reason | null;
  /** What it was looking at; absent from workflows that began before there was this field. */
  readonly scope?: ReplayScope;
}

export interface ReplayPageResult {
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
  readonly counts: ReplayCounts;
  /** The connection failed on the way: what is left stays parked. */
  readonly connectionFailure: Reason | null;
}

export interface ReplayActivities extends ReplayRemovalActivities {
  /** Notes the replay and counts what it will look at. */
  beginReplay(input: BeginReplayInput): Promise<number>;
  /**
   * Looks at one page of registrations, and writes what is not in Outlook as it should be. Run again after a crash it
   * finds what it has done and doesn't do it twice.
   */
  replayPage(input: ReplayPageInput): Promise<ReplayPageResult>;
  /** Does a page of the removals that were set aside; `next` is null once none are left. */
  removalPage(input: ReplayReference): Promise<ReplayPageResult>;
  /** Of one that has failed, the registrations say first what it has left: the replay that follows goes by that. */
  noteReplayState(input: NoteReplayStateInput): Promise<void>;
  /** Lets the mailboxes' workflows look at their automatic replies, as the replay has left what they depend on. */
  requestReplyLooks(input: { readonly companyId: CompanyId }): Promise<void>;
  /** Starts the replay that the company is owed, or lets the running one plan again; null where none is owed. */
  startOwedReplay(input: { readonly companyId: CompanyId }): Promise<string | null>;
}

/** Makes sure that a replay looks at everything from now on, and tells its id. */
export type EnsureReplay = (companyId: CompanyId, owed: OwedReplay) => Promise<string>;

export function replayActivities(
  dependencies: ActivityDependencies,
  calendarSync: CalendarSync,
  ensureReplay: EnsureReplay,
  requestReplyLook: RequestReplyLook,
): ReplayActivities {
  const { database, replayPageSize: pageSize } = dependencies;
  const turn = async (page: ReplayPage, repair: boolean, next: string | null): Promise<ReplayPageResult> => {
    const { companyId, replayId } = page;
    const reading = repair ? await readOutlook(dependencies, page) : nothingRead;
    const connectionFailure = await replayRegistrations(dependencies, calendarSync, page, reading);
    const replay = await inCompany(database, companyId, (transaction) => findReplay(transaction, replayId));
    return { next, counts: replay?.counts ?? noCounts, connectionFailure };
  };
  return {
    ...replayRemovalActivities(dependencies),

    beginReplay({ companyId, replayId, cause, scope, dryRun, repair }) {
      return inCompany(database, companyId, async (transaction) => {
        await beginReplay(transaction, { replayId, cause, scope, isDryRun: dryRun, isRepair: repair });
        // Who starts one by hand has often mended something at Microsoft's side just now.
        if (cause === 'administrator' && !dryRun) await forgetMailboxTroubles(transaction);
        const known = await findReplay(transaction, replayId);
        // One that plans again has looked at some already, which its narrower scope may leave out.
        const total = Math.max(known?.total ?? 0, await countInScope(transaction, scope));
        await updateReplay(transaction, replayId, { state: 'running', total });
        return total;
      });
    },

    replayPage: ({ companyId, replayId, cause, scope, dryRun, repair, after }) =>
      heartbeating(async () => {
        const { page, leftOver } = await inCompany(database, companyId, async (transaction) => ({
          page: await readReplayPage(transaction, scope, after, pageSize),
          leftOver: await readPlannedItems(transaction, replayId),
        }));
        const registrationIds = [...new Set([...leftOver, ...page.map((row) => row.registrationId)])];
        const asksAgain = cause === 'administrator';
        const replayPage = { companyId, replayId, dryRun, registrationIds, doesRemovals: false, asksAgain };
        const next = page.length < pageSize ? null : (page.at(-1)?.replayOrder ?? null);
        return turn({ ...replayPage, signal: cancellationSignal() }, repair, next);
      }),

    removalPage: ({ companyId, replayId }) =>
      heartbeating(async () => {
        const { held, leftOver } = await inCompany(database, companyId, async (transaction) => ({
          held: await readHeldItems(transaction, replayId, pageSize),
          leftOver: await readPlannedItems(transaction, replayId),
        }));
        const registrationIds = [...leftOver, ...held];
        const removalPage = { companyId, replayId, dryRun: false, registrationIds, asksAgain: true };
        const next = held.length < pageSize ? null : '';
        return turn({ ...removalPage, doesRemovals: true, signal: cancellationSignal() }, false, next);
      }),

    async noteReplayState({ companyId, replayId, state, reason, scope }) {
      // What is unsynced says so already. What a person has cancelled is not taken up again unasked.
      if (state === 'failed' && scope?.scope === 'all')
        await refreshRegistrations(dependencies, companyId, scope);
      await inCompany(database, companyId, (transaction) =>
        updateReplay(transaction, replayId, { state, reason }),
      );
    },

    requestReplyLooks: ({ companyId }) => requestReplyLooks(dependencies, requestReplyLook, companyId, null),

    startOwedReplay({ companyId }) {
      return settleOwedReplay(database, companyId, (owed) => ensureReplay(companyId, owed));
    },
  };
}
