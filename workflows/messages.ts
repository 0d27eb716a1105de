import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { ReplayCause, ReplayCounts, ReplayScope, ReplayState } from '#domain/replay.ts';
import type { RegistrationState } from '#domain/sync.ts';

/** Everything that crosses between a workflow and whoever speaks to it. */

/** Workflows and live changes; named in the interface for HR systems. */
export const taskQueue = 'absence-sync';
/** Replays' activities: apart, so that the largest replay takes no slot of a live change. */
export const replayTaskQueue = 'absence-sync-replay';

export const companyIdAttribute = defineSearchAttributeKey('CompanyId', 'KEYWORD');
export const syncStateAttribute = defineSearchAttributeKey('SyncState', 'KEYWORD');

// registrationLifecycle

export const registrationLifecycleType = 'registrationLifecycle';

export function registrationWorkflowId(companyId: CompanyId, registrationId: RegistrationId): string {
  return `registration/${companyId}/${registrationId}`;
}

/**
 * What this service itself signals: events are in the store, so a reference is enough. An HR system that speaks
 * Temporal signals a whole CloudEvent instead.
 */
export interface RecordedEventReference {
  readonly recorded: { readonly sequence: number };
}

/** Its argument may come from anybody, so it is read as unknown. */
export const registrationEventSignal = defineSignal<[message: unknown]>('registrationEvent');

export interface RegistrationLifecycleStatus {
  readonly state: RegistrationState | 'unknown';
  readonly reason: Reason | null;
  /** What the workflow waits for, in words. */
  readonly waitingFor: string;
  /** Signals that were not understood, newest last, at most ten: where they were wrong, never what they said. */
  readonly refused: readonly string[];
}

export const registrationStatusQuery = defineQuery<RegistrationLifecycleStatus>('status');

// replay

export const replayType = 'replay';

export function replayWorkflowId(companyId: CompanyId): string {
  return `replay/${companyId}`;
}

export interface ReplayInput {
  readonly companyId: CompanyId;
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly dryRun: boolean;
  /** Reads Outlook first, mends what drifted and puts back what users removed. */
  readonly repair: boolean;
}

export interface ReplayStatus {
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly state: ReplayState;
  readonly dryRun: boolean;
  readonly total: number;
  readonly done: number;
  readonly counts: ReplayCounts;
  /** Removals that are set aside and wait, for the rest or for an administrator. */
  readonly removals: number;
  readonly reason: Reason | null;
}

export const replayStatusQuery = defineQuery<ReplayStatus>('status');
/** Sends nothing more until it is resumed; what is under way is finished first. */
export const pauseRequestedSignal = defineSignal('pauseRequested');
export const resumeRequestedSignal = defineSignal('resumeRequested');

/**
 * What should stand in Outlook may have changed while the replay ran: look at everything once more. Refused by a dry run,
 * and by a replay that is about to end: another one is to be started then.
 */
export const planAgainUpdate = defineUpdate<void, [scope: ReplayScope]>('planAgain');
/** Refused where no removals wait for it. */
export const approveRemovalsUpdate = defineUpdate<void>('approveRemovals');
export const rejectRemovalsUpdate = defineUpdate<void>('rejectRemovals');

// connectionCheck

export const connectionCheckType = 'connectionCheck';

export function connectionCheckWorkflowId(companyId: CompanyId, candidateId: string): string {
  return `connection-check/${companyId}/${candidateId}`;
}

export interface ConnectionCheckInput {
  readonly companyId: CompanyId;
  readonly candidateId: string;
  /** Null leaves it as it is by then. */
  readonly enabled: boolean | null;
  readonly secretExpiresAt: string | null;
}

export type ConnectionCheckResult =
  | { readonly ok: true; readonly replayId: string | null }
  | { readonly ok: false; readonly reason: Reason };

// connectionTest

export const connectionTestType = 'connectionTest';

export function connectionTestWorkflowId(companyId: CompanyId, testId: string): string {
  return `connection-test/${companyId}/${testId}`;
}

/** Which mailboxes are tried, and what came of it, stands in the store under the test's id. */
export interface ConnectionTestInput {
  readonly companyId: CompanyId;
  readonly testId: string;
}

// mailboxCheck

export const mailboxCheckType = 'mailboxCheck';

export function mailboxCheckWorkflowId(companyId: CompanyId, mailboxKey: string): string {
  return `mailbox-check/${companyId}/${mailboxKey}`;
}

/** The key stands for the address, which stays in the store. */
export interface MailboxCheckInput {
  readonly companyId: CompanyId;
  readonly mailboxKey: string;
}

// automaticReplies

export const automaticRepliesType = 'automaticReplies';

/** The key stands for the address, so that no id names a person. */
export function automaticRepliesWorkflowId(companyId: CompanyId, mailboxKey: string): string {
  return `mailbox/${companyId}/${mailboxKey}`;
}

/** What should stand in the mailbox, or what stands there, may have changed: look again. */
export const lookAgainRequestedSignal = defineSignal('lookAgainRequested');
/** As the signal, for whoever waits for what was found. */
export const lookNowUpdate = defineUpdate<AutomaticRepliesStatus>('lookNow');

export interface AutomaticRepliesStatus {
  readonly owner: 'none' | 'user' | 'absence-sync';
  readonly reason: Reason | null;
  /** When it looks again by itself, ISO 8601 in UTC; null where only a change calls for it. */
  readonly lookAt: string | null;
  /** What the workflow waits for, in words. */
  readonly waitingFor: string;
}

export const automaticRepliesStatusQuery = defineQuery<AutomaticRepliesStatus>('status');
