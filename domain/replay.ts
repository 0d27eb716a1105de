import type { CalendarDate } from './period.ts';
import type { RegistrationId } from './identifiers.ts';

export type ReplayCause =
  | 'administrator'
  | 'import'
  | 'first-connection'
  | 'secret-renewed'
  | 'switched-on'
  | 'healed'
  | 'schedule';

export type ReplayState =
  | 'planning'
  | 'running'
  | 'paused'
  | 'awaiting-approval'
  | 'completed'
  | 'cancelled'
  | 'failed';

/** What a replay did with one registration (in a dry run: would do). */
export type ReplayOutcome = 'created' | 'updated' | 'removed' | 'unchanged' | 'skipped' | 'failed';

export const replayOutcomes: readonly ReplayOutcome[] = [
  'created',
  'updated',
  'removed',
  'unchanged',
  'skipped',
  'failed',
];

/** Which registrations a replay looks at; all given conditions hold together. */
export interface ReplayScope {
  /** `unsynced`: those that are not in Outlook as they should be; `all`: every one. */
  readonly scope: 'unsynced' | 'all';
  /** Registrations that touch the days from `from` to `to`, both inclusive. */
  readonly from?: CalendarDate | undefined;
  readonly to?: CalendarDate | undefined;
  readonly employeeId?: string | undefined;
  readonly registrationId?: RegistrationId | undefined;
}

export type ReplayCounts = Readonly<Record<ReplayOutcome, number>>;

export const noCounts: ReplayCounts = {
  created: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};

/** A replay that would remove more events than this, and more than this part of all that stand, asks first. */
const removalLimit = { events: 20, percent: 10 };

/** Whether so many removals, of all the company's standing events, wait for an administrator's approval. */
export function needsApproval(removals: number, standing: number): boolean {
  return removals > removalLimit.events && removals * 100 > standing * removalLimit.percent;
}
