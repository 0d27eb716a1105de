import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
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
}

export interface ReplayStatus {
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly state: ReplayState;
  readonly dryRun: boolean;
  readonly total: number;
  readonly done: number;
  readonly counts: ReplayCounts;
  readonly reason: Reason | null;
}

export const replayStatusQuery = defineQuery<ReplayStatus>('status');
/** Sends nothing more until it is resumed; what is under way is finished first. */
export const pauseRequestedSignal = defineSignal('pauseRequested');
export const resumeRequestedSignal = defineSignal('resumeRequested');

/** What should stand in Outlook may have changed while the replay ran: look at everything once more. */
export const replanRequestedSignal = defineSignal<[scope: ReplayScope]>('replanRequested');

// connectionCheck

export const connectionCheckType = 'connectionCheck';

export function connectionCheckWorkflowId(companyId: CompanyId, candidateId: string): string {
  return `connection-check/${companyId}/${candidateId}`;
}

export interface ConnectionCheckInput {
  readonly companyId: CompanyId;
  readonly candidateId: string;
  readonly enabled: boolean;
  readonly secretExpiresAt: string | null;
}

export type ConnectionCheckResult =
  | { readonly ok: true; readonly replayId: string | null }
  | { readonly ok: false; readonly reason: Reason };
