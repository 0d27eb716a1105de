import {
  ApplicationFailure,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { AutomaticReplyActivities, SyncReplyResult } from '#activities/automatic-replies.ts';
import { describeReason } from '#domain/reasons.ts';
import { readMailboxWorkflowId } from './identity.ts';
import {
  automaticRepliesStatusQuery,
  lookAgainRequestedSignal,
  type AutomaticRepliesStatus,
} from './messages.ts';

const { syncAutomaticReply } = proxyActivities<AutomaticReplyActivities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/**
 * The one automatic-reply slot of a mailbox, for as long as an absence lies ahead or ours stands there. Registrations and
 * connections ask it to look again; its own timer does so at the next boundary. It never ends while it holds a lease.
 */
export async function automaticReplies(): Promise<AutomaticRepliesStatus> {
  const identity = readMailboxWorkflowId(workflowInfo().workflowId);
  if (identity === null)
    throw ApplicationFailure.nonRetryable('The workflow id is not mailbox/{companyId}/{mailboxKey}.');
  let isAsked = true;
  let result: SyncReplyResult | null = null;
  const status = (): AutomaticRepliesStatus => ({
    owner: result?.owner ?? 'none',
    reason: result?.reason ?? null,
    lookAt: result?.lookAt ?? null,
    waitingFor: inWords(result),
  });
  setHandler(automaticRepliesStatusQuery, status, {
    description: 'Whose the mailbox’s automatic reply is, and when it is looked at again',
  });
  setHandler(
    lookAgainRequestedSignal,
    () => {
      isAsked = true;
    },
    { description: 'Look again at what should stand in the mailbox, and at what stands there' },
  );

  for (;;) {
    isAsked = false;
    result = await syncAutomaticReply(identity);
    setCurrentDetails(inWords(result));
    if (isAsked) continue;
    if (result.lookAt === null && !result.holdsLease) return status();
    await untilAsked(() => isAsked, result.lookAt);
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof automaticReplies>();
  }
}

async function untilAsked(isAsked: () => boolean, lookAt: string | null): Promise<void> {
  if (lookAt === null) await condition(isAsked);
  else await condition(isAsked, Math.max(1000, Date.parse(lookAt) - Date.now()));
}

function inWords(result: SyncReplyResult | null): string {
  if (result === null) return 'Looking at the mailbox.';
  const whose = {
    none: 'No automatic reply of ours or the user’s is known.',
    user: 'The user’s own reply has the mailbox; it is left alone.',
    'absence-sync': 'Our reply is set, for the next absence.',
  }[result.owner];
  const why = result.reason === null ? '' : ` ${describeReason(result.reason, 'en').message}`;
  const next = result.lookAt === null ? '' : ` Looks again at ${result.lookAt}.`;
  return `${whose}${why}${next}`;
}
