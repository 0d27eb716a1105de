import { ApplicationFailureCategory } from '@temporalio/common';
import { activityInfo, ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import { readCloudEvent } from '#domain/cloud-event.ts';
import type { Fault, HrMessage, Read } from '#domain/hr-message.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { RegistrationState } from '#domain/sync.ts';
import { recordHrMessages } from '#persistence/hr-messages.ts';
import { heartbeating } from './heartbeating.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { requestReplyLooks, type RequestReplyLook } from './reply-looks.ts';
import type { CalendarSync, SyncOutcome } from './calendar-sync.ts';

export interface SyncRegistrationInput {
  readonly companyId: CompanyId;
  readonly registrationId: RegistrationId;
  /** CloudEvents that were signalled whole and aren't in the store yet. */
  readonly cloudEvents: readonly unknown[];
}

export interface SyncRegistrationResult {
  readonly state: RegistrationState | 'unknown';
  readonly reason: Reason | null;
  readonly endsAt: string | null;
  readonly isDeleted: boolean;
  /** Where the tries of this call are used up: how long to wait for news before the next; else null. */
  readonly retryAfterSeconds: number | null;
  /** Where signalled events were wrong; never what they said. */
  readonly refused: readonly string[];
}

export interface RegistrationActivities {
  /**
   * Records what was signalled whole, then brings the registration's calendar event to what should stand in Outlook:
   * the one activity of a change. Idempotent by the store: events by (source, id), writes by level.
   */
  syncRegistration(input: SyncRegistrationInput): Promise<SyncRegistrationResult>;
}

export function registrationActivities(
  dependencies: ActivityDependencies,
  { sync }: CalendarSync,
  requestReplyLook: RequestReplyLook,
): RegistrationActivities {
  return {
    syncRegistration: ({ companyId, registrationId, cloudEvents }) =>
      heartbeating(async () => {
        const refused: string[] = [];
        for (const cloudEvent of cloudEvents)
          refused.push(...(await record(dependencies, companyId, registrationId, cloudEvent)));
        const outcome = await sync(companyId, registrationId, {
          urgency: 'live',
          signal: cancellationSignal(),
        });
        if (outcome.kind === 'settled' && outcome.replyMailbox !== null)
          await requestReplyLooks(dependencies, requestReplyLook, companyId, [
            outcome.replyMailbox,
            ...outcome.writtenMailboxes,
          ]);
        return { ...toResult(outcome), refused };
      }),
  };
}

async function record(
  { database, keyring }: ActivityDependencies,
  companyId: CompanyId,
  registrationId: RegistrationId,
  cloudEvent: unknown,
): Promise<string[]> {
  const read = readFor(registrationId, cloudEvent);
  if (!read.isValid) return read.faults.map(inWords);
  const result = await recordHrMessages(database, keyring, companyId, [read.value], { deliver: false });
  switch (result.kind) {
    case 'recorded':
      return [];
    case 'refused':
      return result.faults.map(inWords);
    case 'no-such-company':
      return [`company ${companyId} is not known`];
  }
}

function readFor(registrationId: RegistrationId, cloudEvent: unknown): Read<HrMessage> {
  const read = readCloudEvent(cloudEvent);
  if (!read.isValid || read.value.registrationId === registrationId) return read;
  const fault: Fault = {
    path: 'data.registrationId',
    message: 'names another registration than the workflow’s id',
  };
  return { isValid: false, faults: [fault] };
}

const inWords = ({ path, message }: Fault): string => `${path} ${message}`;

function toResult(outcome: SyncOutcome): Omit<SyncRegistrationResult, 'refused'> {
  switch (outcome.kind) {
    case 'settled':
      return {
        state: outcome.status.state,
        reason: outcome.status.reason,
        endsAt: outcome.endsAt,
        isDeleted: outcome.isDeleted,
        retryAfterSeconds: null,
      };
    case 'no-such-registration':
      return { state: 'unknown', reason: null, endsAt: null, isDeleted: false, retryAfterSeconds: null };
    case 'later':
      if (activityInfo().attempt < attemptsPerCall) throw retryLater(outcome);
      return {
        state: 'waiting',
        reason: outcome.reason,
        endsAt: null,
        isDeleted: false,
        retryAfterSeconds: Math.max(outcome.retryAfterSeconds ?? 0, longestBackoffSeconds),
      };
  }
}

/**
 * After so many tries, some fifteen seconds of them, the workflow takes over: it can then record what has been signalled
 * meanwhile, which the retried call knows nothing of.
 */
const attemptsPerCall = 5;
const longestBackoffSeconds = 60;

/** Spreads what failed together, so that it doesn't come back together. */
const jitter = () => 0.9 + Math.random() * 0.2;

/**
 * Temporal owns retries: Microsoft's Retry-After becomes the delay of the next one, and never less than it asks for.
 */
function retryLater({
  reason,
  retryAfterSeconds,
}: Extract<SyncOutcome, { kind: 'later' }>): ApplicationFailure {
  const backoffSeconds = Math.min(longestBackoffSeconds, 2 ** (activityInfo().attempt - 1)) * jitter();
  return ApplicationFailure.create({
    type: reason.code,
    message: reason.microsoft
      ? `${reason.code}: Microsoft answered ${reason.microsoft.status} ${reason.microsoft.code}`
      : reason.code,
    // A clock that runs ahead of Microsoft's makes a date of Retry-After lie in the past.
    nextRetryDelay: `${Math.ceil(Math.max(retryAfterSeconds ?? backoffSeconds, 0.5) * 1000)}ms`,
    category: ApplicationFailureCategory.BENIGN,
  });
}
