import {
  ActivityCancellationType,
  condition,
  continueAsNew,
  allHandlersFinished,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
  CancellationScope,
} from '@temporalio/workflow';
import type { ReplayActivities, ReplayPageResult } from '#activities/replays.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  noCounts,
  replayOutcomes,
  type ReplayCounts,
  type ReplayScope,
  type ReplayState,
} from '#domain/replay.ts';
import {
  approveRemovalsUpdate,
  pauseRequestedSignal,
  planAgainUpdate,
  rejectRemovalsUpdate,
  replayStatusQuery,
  replayTaskQueue,
  resumeRequestedSignal,
  type ReplayInput,
  type ReplayStatus,
} from './messages.ts';

/** Below live changes, and shared out by company: a large replay of one holds up neither. */
const priorityOf = ({ companyId }: ReplayInput) => ({ priorityKey: 5, fairnessKey: companyId });

interface Progress {
  readonly after: string;
  readonly scope: ReplayScope;
  readonly total: number;
  readonly counts: ReplayCounts;
  readonly removals: number;
  readonly replan: ReplayScope | null;
  readonly isPaused: boolean;
}

/**
 * Re-applies a company's registrations to Outlook, page by page: what should stand there against what is known to
 * stand there, net effect only. A second replay writes nothing. One at a time a company, by its workflow id.
 */
export async function replay(input: ReplayInput, carried?: Progress): Promise<ReplayStatus> {
  const { beginReplay, noteReplayState, weighRemovals, releaseRemovals, rejectRemovals, requestReplyLooks } =
    proxyActivities<ReplayActivities>({
      startToCloseTimeout: '5m',
      taskQueue: replayTaskQueue,
      priority: priorityOf(input),
    });
  const { replayPage, removalPage } = proxyActivities<ReplayActivities>({
    startToCloseTimeout: '2h',
    heartbeatTimeout: '10s',
    // What is under way is finished before a pause or a cancellation counts as done.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    taskQueue: replayTaskQueue,
    priority: priorityOf(input),
  });
  let state: ReplayState = 'planning';
  let reason: Reason | null = null;
  let isPaused = carried?.isPaused ?? false;
  let isEnding = false;
  let decision: 'approved' | 'rejected' | null = null;
  let pageScope: CancellationScope | null = null;
  let progress: Progress = carried ?? {
    after: '',
    scope: input.scope,
    total: 0,
    counts: noCounts,
    removals: 0,
    replan: null,
    isPaused: false,
  };

  const status = (): ReplayStatus => ({
    replayId: input.replayId,
    cause: input.cause,
    state,
    dryRun: input.dryRun,
    total: progress.total,
    done: doneIn(progress.counts),
    counts: progress.counts,
    removals: progress.removals,
    reason,
  });
  setHandler(replayStatusQuery, status, { description: 'State, counts and progress of this replay' });
  setHandler(
    planAgainUpdate,
    (scope) => {
      progress = { ...progress, replan: widest(progress.replan, scope) };
    },
    {
      description: 'Look at everything once more: what should stand in Outlook may have changed',
      validator: (_scope: ReplayScope) => {
        if (input.dryRun) throw new Error('A dry run writes nothing.');
        if (isEnding) throw new Error('The replay is about to end.');
      },
    },
  );
  const mayDecide = (): void => {
    if (state !== 'awaiting-approval' || decision !== null) throw new Error('No removals wait for it.');
  };
  setHandler(
    approveRemovalsUpdate,
    () => {
      decision = 'approved';
    },
    { description: 'Remove what has been set aside', validator: mayDecide },
  );
  setHandler(
    rejectRemovalsUpdate,
    () => {
      decision = 'rejected';
    },
    { description: 'Leave what has been set aside in Outlook', validator: mayDecide },
  );
  setHandler(
    pauseRequestedSignal,
    () => {
      isPaused = true;
      pageScope?.cancel();
    },
    { description: 'Send nothing more until resumed' },
  );
  setHandler(
    resumeRequestedSignal,
    () => {
      isPaused = false;
    },
    { description: 'Go on after a pause' },
  );

  const { companyId, replayId, cause, dryRun, repair } = input;
  const reference = { companyId, replayId };
  const begin = async (scope: ReplayScope): Promise<void> => {
    state = 'planning';
    reason = null;
    const total = await beginReplay({ ...input, scope });
    progress = { ...progress, after: '', scope, total };
    state = 'running';
  };
  const enter = async (entered: ReplayState, why: Reason | null = null): Promise<void> => {
    state = entered;
    reason = why;
    setCurrentDetails(inWords(status()));
    const { scope } = progress;
    await noteReplayState({ ...reference, state: entered, reason: why, scope });
  };
  const end = (ended: ReplayState, why: Reason | null): Promise<void> =>
    CancellationScope.nonCancellable(() => enter(ended, why));
  const whilePaused = async (): Promise<void> => {
    if (!isPaused) return;
    await enter('paused');
    await condition(() => !isPaused);
    await enter('running');
  };
  /** Null where a pause broke the page off: what it left is taken up with the next. */
  const turn = async (page: () => Promise<ReplayPageResult>): Promise<ReplayPageResult | null> => {
    try {
      pageScope = new CancellationScope();
      const turned = await pageScope.run(page);
      progress = { ...progress, counts: turned.counts };
      setCurrentDetails(inWords(status()));
      return turned;
    } catch (error) {
      const isBrokenOff = isCancellation(error) && !CancellationScope.current().consideredCancelled;
      if (isBrokenOff) return null;
      throw error;
    } finally {
      pageScope = null;
    }
  };

  /** Once all else is done. Returns why the connection failed on the way; null where it held. */
  const settleRemovals = async (): Promise<Reason | null> => {
    const { removals, needApproval } = await weighRemovals(reference);
    progress = { ...progress, removals };
    if (removals === 0) return null;
    if (needApproval) {
      await enter('awaiting-approval', { code: 'deletion-limit' });
      await condition(() => decision !== null || progress.replan !== null);
      // What is planned again may add to them or leave some out, so they are weighed and asked for anew.
      if (decision === null) return null;
      const isApproved = decision === 'approved';
      decision = null;
      if (!isApproved) {
        progress = { ...progress, counts: await rejectRemovals(reference), removals: 0 };
        return null;
      }
      await releaseRemovals(reference);
      await enter('running');
    }
    for (;;) {
      await whilePaused();
      const page = await turn(() => removalPage(reference));
      if (page === null) continue;
      if (page.next !== null && page.connectionFailure === null) continue;
      progress = { ...progress, removals: 0 };
      return page.connectionFailure;
    }
  };

  try {
    if (carried === undefined) await begin(input.scope);
    state = 'running';
    for (;;) {
      await whilePaused();
      const { scope, after } = progress;
      const page = await turn(() => replayPage({ ...reference, cause, dryRun, repair, scope, after }));
      if (page === null) continue;
      progress = { ...progress, after: page.next ?? '' };
      let { connectionFailure } = page;
      if (page.next === null || connectionFailure !== null) {
        const isThrough = connectionFailure === null && progress.replan === null && !dryRun;
        if (isThrough) {
          // Before removals that may wait for somebody: replies follow registrations, not calendar events.
          await requestReplyLooks({ companyId });
          connectionFailure = await settleRemovals();
        }
        if (progress.replan === null) {
          isEnding = true;
          await end(connectionFailure ? 'failed' : 'completed', connectionFailure);
          return status();
        }
        // What a failure has left of a wider scope is looked at as well.
        const again = connectionFailure === null ? progress.replan : widest(progress.replan, progress.scope);
        progress = { ...progress, replan: null };
        await begin(again);
      }
      if (workflowInfo().continueAsNewSuggested) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof replay>(input, { ...progress, isPaused });
      }
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
    isEnding = true;
    await end('cancelled', null);
    return status();
  }
}

const doneIn = (counts: ReplayCounts): number =>
  replayOutcomes.reduce((done, outcome) => done + counts[outcome], 0);

/** A narrower wish is part of a wider one. */
function widest(known: ReplayScope | null, wished: ReplayScope): ReplayScope {
  return known?.scope === 'all' || wished.scope === 'all' ? { scope: 'all' } : { scope: 'unsynced' };
}

function inWords({ state, done, total, counts, removals, dryRun }: ReplayStatus): string {
  const parts = replayOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  if (state === 'awaiting-approval') parts.push(`${removals} removals wait for an administrator`);
  return `${dryRun ? 'Dry run ' : ''}${state}: ${done} of ${total} looked at${parts.length > 0 ? ` (${parts.join(', ')})` : ''}.`;
}
