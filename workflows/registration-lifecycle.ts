import {
  condition,
  continueAsNew,
  log,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { RegistrationActivities, SyncRegistrationResult } from '#activities/registrations.ts';
import { readRegistrationWorkflowId } from './identity.ts';
import {
  companyIdAttribute,
  registrationEventSignal,
  registrationStatusQuery,
  syncStateAttribute,
  type RegistrationLifecycleStatus,
} from './messages.ts';
import { isCloudEvent, isRecordedEventReference } from './signalled-events.ts';
import { waitingFor } from './waiting-for.ts';

/**
 * A worker that dies is found out by its missing heartbeat. Tries go on for as long as it takes, because a change must
 * never be given up.
 */
const { syncRegistration } = proxyActivities<RegistrationActivities>({
  startToCloseTimeout: '2m',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

/** How long after an absence a change of it still finds its workflow; later ones start a new run. */
const lingerDays = 30;
const dayMilliseconds = 24 * 60 * 60 * 1000;

/** Refused signals that the status shows. */
const refusedLimit = 10;

/**
 * The life of one registration, from its first live event to its deletion or 30 days after the absence. Signals only
 * note that something is new; one loop brings Outlook to what should stand there, so order and duplication of signals
 * don't matter.
 */
export async function registrationLifecycle(): Promise<RegistrationLifecycleStatus> {
  const identity = readRegistrationWorkflowId(workflowInfo().workflowId);
  const inbox = { isNew: true, cloudEvents: [] as unknown[], refused: [] as string[] };
  let result: SyncRegistrationResult | null = null;
  let shownState: string | null = null;

  const status = (): RegistrationLifecycleStatus => ({
    state: result?.state ?? 'syncing',
    reason: result?.reason ?? null,
    waitingFor: waitingFor(result),
    refused: inbox.refused,
  });
  setHandler(registrationStatusQuery, status, {
    description: 'The registration’s state, and what it waits for',
  });
  setHandler(
    registrationEventSignal,
    (message) => {
      if (isCloudEvent(message)) inbox.cloudEvents.push(message);
      else if (!isRecordedEventReference(message)) refuse(inbox.refused, ['the signal is no CloudEvent']);
      inbox.isNew = true;
    },
    { description: 'A CloudEvent of this registration, or a reference to one that is recorded' },
  );

  /** What was signalled whole and isn't recorded yet is recorded first: the next run reads the store alone. */
  const mustContinueAsNew = (): boolean =>
    workflowInfo().continueAsNewSuggested && inbox.cloudEvents.length === 0;

  if (identity === null) {
    refuse(inbox.refused, ['the workflow id is not registration/{companyId}/{registrationId}']);
    return { ...status(), state: 'unknown' };
  }

  let timerFired = false;
  let hasTimer = false;
  for (;;) {
    inbox.isNew = false;
    result = null;
    setCurrentDetails(waitingFor(result));
    result = await syncRegistration({ ...identity, cloudEvents: inbox.cloudEvents.splice(0) });
    refuse(inbox.refused, result.refused);
    setCurrentDetails(waitingFor(result));
    if (result.state !== shownState && result.state !== 'unknown') {
      shownState = result.state;
      upsertSearchAttributes([
        { key: companyIdAttribute, value: identity.companyId },
        { key: syncStateAttribute, value: result.state },
      ]);
    }
    if (inbox.isNew) continue;
    if (result.retryAfterSeconds !== null) {
      await condition(() => inbox.isNew, `${result.retryAfterSeconds}s`);
      if (mustContinueAsNew()) await continueAsNew<typeof registrationLifecycle>();
      continue;
    }
    const remaining = remainingMilliseconds(result, timerFired);
    if (remaining <= 0) return status();
    timerFired = false;
    if (!hasTimer) {
      hasTimer = true;
      void sleep(remaining, { summary: `${lingerDays} days after the absence` }).then(() => {
        timerFired = true;
        hasTimer = false;
      });
    }
    await condition(() => inbox.isNew || timerFired);
    if (mustContinueAsNew()) await continueAsNew<typeof registrationLifecycle>();
  }
}

/** Nothing to linger for once the store knows no such registration, or it is deleted and its event gone. */
function remainingMilliseconds(
  { state, isDeleted, endsAt }: SyncRegistrationResult,
  timerFired: boolean,
): number {
  if (state === 'unknown') return 0;
  if (isDeleted && (state === 'removed' || state === 'ignored')) return 0;
  // An approval whose registration never came.
  if (endsAt === null) return timerFired ? 0 : lingerDays * dayMilliseconds;
  return Date.parse(endsAt) + lingerDays * dayMilliseconds - Date.now();
}

function refuse(refused: string[], reasons: readonly string[]): void {
  if (reasons.length === 0) return;
  log.warn('refused a signalled registration event', { reasons });
  refused.push(...reasons);
  refused.splice(0, refused.length - refusedLimit);
}
