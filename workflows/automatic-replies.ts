import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { AutomaticReplyActivities, SyncReplyResult } from '#activities/automatic-replies.ts';
import { describeReason } from '#domain/reasons.ts';
import { readMailboxWorkflowId } from './identity.ts';
import {
  automaticRepliesStatusQuery,
  companyIdAttribute,
  lookAgainRequestedSignal,
  lookNowUpdate,
  syncStateAttribute,
  type AutomaticRepliesStatus,
} from './messages.ts';

/** A worker that dies is found out by its missing heartbeat; what Microsoft doesn't answer comes back as a result. */
const { syncAutomaticReply } = proxyActivities<AutomaticReplyActivities>({
  startToCloseTimeout: '5m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/**
 * The one automatic-reply slot of a mailbox, for as long as an absence lies ahead or ours stands there. Registrations and
 * connections ask it to look again; its own timer does so at the next boundary. It never ends while it holds a lease.
 */
export async function automaticReplies(
  shownBefore: AutomaticRepliesStatus['owner'] | null = null,
): Promise<AutomaticRepliesStatus> {
  const identity = readMailboxWorkflowId(workflowInfo().workflowId);
  if (identity === null)
    throw ApplicationFailure.nonRetryable('The workflow id is not mailbox/{companyId}/{mailboxKey}.');
  // Looks are counted, so that whoever waits for one waits for a look that began after the request.
  let asked = 1;
  let answered = 0;
  let setbacks = 0;
  let result: SyncReplyResult | null = null;
  let shownOwner = shownBefore;

  const status = (): AutomaticRepliesStatus => ({
    owner: result?.owner ?? 'none',
    reason: result?.reason ?? null,
    lookAt: result?.lookAt ?? null,
    waitingFor: waitingFor(result),
  });
  setHandler(automaticRepliesStatusQuery, status, {
    description: 'Whose the mailbox’s automatic reply is, and when it is looked at again',
  });
  setHandler(
    lookAgainRequestedSignal,
    () => {
      asked += 1;
    },
    { description: 'Look again at what should stand in the mailbox, and at what stands there' },
  );
  setHandler(
    lookNowUpdate,
    async () => {
      asked += 1;
      const own = asked;
      await condition(() => answered >= own);
      return status();
    },
    { description: 'Look again, and tell what was found' },
  );

  for (;;) {
    const looking = asked;
    result = await syncAutomaticReply({ ...identity, setbacks });
    answered = looking;
    setbacks = result.isSetback ? setbacks + 1 : 0;
    setCurrentDetails(waitingFor(result));
    if (result.owner !== shownOwner) {
      shownOwner = result.owner;
      upsertSearchAttributes([
        { key: companyIdAttribute, value: identity.companyId },
        { key: syncStateAttribute, value: result.owner },
      ]);
    }
    const hasEnded = result.lookAt === null && !result.holdsLease;
    if (hasEnded || workflowInfo().continueAsNewSuggested) await condition(allHandlersFinished);
    if (asked > answered) continue;
    if (hasEnded) return status();
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof automaticReplies>(shownOwner);
    await untilAsked(() => asked > answered, result.lookInSeconds);
  }
}

/** The activity's clock decides when, because it decides which absences are over. */
async function untilAsked(isAsked: () => boolean, lookInSeconds: number | null): Promise<void> {
  if (lookInSeconds === null) await condition(isAsked);
  else await condition(isAsked, Math.max(100, Math.ceil(lookInSeconds * 1000)));
}

/** What the workflow waits for, as an operator reads it in Temporal's UI. Never personal: owners, times, reasons. */
function waitingFor(result: SyncReplyResult | null): string {
  if (result === null) return 'Looking at the mailbox.';
  const why = result.reason === null ? '' : ` ${inWords(result.reason)}`;
  const next =
    result.lookAt === null
      ? ' Waiting for a change of an absence, the settings or the connection.'
      : ` Looks again at ${result.lookAt}.`;
  return `${whose(result)}${why}${next}`;
}

function whose({ owner, holdsLease, reason }: SyncReplyResult): string {
  switch (owner) {
    case 'absence-sync':
      return 'Our reply is set, for the next absence.';
    case 'user':
      return 'The slot is the user’s: their own reply is on, or they have switched ours off. It is left alone.';
    case 'none':
      if (holdsLease) return 'A write has no answer yet; what stands in the mailbox is not known.';
      return reason === null ? 'No automatic reply of ours is wanted.' : 'No automatic reply of ours is set.';
  }
}

function inWords(reason: NonNullable<SyncReplyResult['reason']>): string {
  const { message, remedy, microsoft } = describeReason(reason, 'en');
  const answer = microsoft
    ? ` (Microsoft: ${microsoft.status} ${microsoft.code}, request ${microsoft.requestId})`
    : '';
  return `${message}${answer} ${remedy}`;
}
