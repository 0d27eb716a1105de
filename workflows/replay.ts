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
  pauseRequestedSignal,
  replanRequestedSignal,
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
  readonly replan: ReplayScope | null;
  readonly isPaused: boolean;
}

/**
 * Re-applies a company's registrations to Outlook, page by page: what should stand there against what is known to
 * stand there, net effect only. A second replay writes nothing. One at a time a company, by its workflow id.
 */
export async function replay(input: ReplayInput, carried?: Progress): Promise<ReplayStatus> {
  const { beginReplay, noteReplayState } = proxyActivities<ReplayActivities>({
    startToCloseTimeout: '1m',
    taskQueue: replayTaskQueue,
    priority: priorityOf(input),
  });
  const { replayPage } = proxyActivities<ReplayActivities>({
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
  let pageScope: CancellationScope | null = null;
  let progress: Progress = carried ?? {
    after: '',
    scope: input.scope,
    total: 0,
    counts: noCounts,
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
    reason,
  });
  setHandler(replayStatusQuery, status, { description: 'State, counts and progress of this replay' });
  setHandler(
    replanRequestedSignal,
    (scope) => {
      progress = { ...progress, replan: widest(progress.replan, scope) };
    },
    { description: 'Look at everything once more: what should stand in Outlook may have changed' },
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

  const { companyId, replayId } = input;
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
    await noteReplayState({ companyId, replayId, state: entered, reason: why });
  };
  const end = (ended: ReplayState, why: Reason | null): Promise<void> =>
    CancellationScope.nonCancellable(() => enter(ended, why));
  const whilePaused = async (): Promise<void> => {
    if (!isPaused) return;
    await enter('paused');
    await condition(() => !isPaused);
    await enter('running');
  };
  /** The next page of what is in scope; null where a pause broke it off: what it left is taken up with the next. */
  const turnPage = async (): Promise<ReplayPageResult | null> => {
    const { scope, after } = progress;
    try {
      pageScope = new CancellationScope();
      const page = await pageScope.run(() =>
        replayPage({ companyId, replayId, dryRun: input.dryRun, scope, after }),
      );
      progress = { ...progress, counts: page.counts, after: page.next ?? '' };
      setCurrentDetails(inWords(status()));
      return page;
    } catch (error) {
      const isBrokenOff = isCancellation(error) && !CancellationScope.current().consideredCancelled;
      if (isBrokenOff) return null;
      throw error;
    } finally {
      pageScope = null;
    }
  };

  try {
    if (carried === undefined) await begin(input.scope);
    state = 'running';
    for (;;) {
      await whilePaused();
      const page = await turnPage();
      if (page === null) continue;
      const { next, connectionFailure } = page;
      if (next === null || connectionFailure !== null) {
        if (progress.replan === null)
          await end(connectionFailure ? 'failed' : 'completed', connectionFailure);
        // Asked for after the last page, or even while the end was being noted, it is still this replay's to do.
        if (progress.replan === null) return status();
        const scope = progress.replan;
        progress = { ...progress, replan: null };
        await begin(scope);
      }
      if (workflowInfo().continueAsNewSuggested) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof replay>(input, { ...progress, isPaused });
      }
    }
  } catch (error) {
    if (!isCancellation(error)) throw error;
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

function inWords({ state, done, total, counts, dryRun }: ReplayStatus): string {
  const parts = replayOutcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`);
  return `${dryRun ? 'Dry run ' : ''}${state}: ${done} of ${total} looked at${parts.length > 0 ? ` (${parts.join(', ')})` : ''}.`;
}
