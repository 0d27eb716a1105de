import {
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
import type { ReplayActivities } from '#activities/replays.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  noCounts,
  replayOutcomes,
  type ReplayCounts,
  type ReplayScope,
  type ReplayState,
} from '#domain/replay.ts';
import {
  replanRequestedSignal,
  replayStatusQuery,
  replayTaskQueue,
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
}

/**
 * Re-applies a company's registrations to Outlook, page by page: what should stand there against what is known to
 * stand there, net effect only. A second replay writes nothing. One at a time a company, by its workflow id.
 */
export async function replay(input: ReplayInput, carried?: Progress): Promise<ReplayStatus> {
  const { beginReplay, endReplay } = proxyActivities<ReplayActivities>({
    startToCloseTimeout: '1m',
    taskQueue: replayTaskQueue,
    priority: priorityOf(input),
  });
  const { replayPage } = proxyActivities<ReplayActivities>({
    startToCloseTimeout: '2h',
    heartbeatTimeout: '1m',
    taskQueue: replayTaskQueue,
    priority: priorityOf(input),
  });
  let state: ReplayState = 'planning';
  let reason: Reason | null = null;
  let progress: Progress = carried ?? {
    after: '',
    scope: input.scope,
    total: 0,
    counts: noCounts,
    replan: null,
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

  const { companyId, replayId } = input;
  const end = async (ended: ReplayState, why: Reason | null): Promise<ReplayStatus> => {
    state = ended;
    reason = why;
    setCurrentDetails(inWords(status()));
    await CancellationScope.nonCancellable(() =>
      endReplay({ companyId, replayId, state: ended, reason: why }),
    );
    return status();
  };

  try {
    if (carried === undefined) progress = { ...progress, total: await beginReplay(input) };
    state = 'running';
    for (;;) {
      setCurrentDetails(inWords(status()));
      const page = await replayPage({
        companyId,
        replayId,
        dryRun: input.dryRun,
        scope: progress.scope,
        after: progress.after,
      });
      progress = { ...progress, counts: page.counts, after: page.next ?? '' };
      if (page.connectionFailure !== null && progress.replan === null)
        return await end('failed', page.connectionFailure);
      if (page.next === null || page.connectionFailure !== null) {
        if (progress.replan === null) return await end('completed', null);
        progress = { ...progress, after: '', scope: progress.replan, replan: null };
        progress = { ...progress, total: await beginReplay({ ...input, scope: progress.scope }) };
      }
      if (workflowInfo().continueAsNewSuggested) {
        await condition(allHandlersFinished);
        await continueAsNew<typeof replay>(input, progress);
      }
    }
  } catch (error) {
    if (isCancellation(error)) return end('cancelled', null);
    throw error;
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
