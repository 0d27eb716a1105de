import type { MicrosoftAnswer, Reason, ReasonCode } from './reasons.ts';
import {
  isHrEvent,
  type CalendarFact,
  type CalendarWriteOperation,
  type RecordedRegistrationEvent,
} from './registration-event.ts';

/** One try to bring a registration to Outlook, and what came of it. */
export interface WriteAttempt {
  /** When its outcome was recorded; while it has none, when it was noted, before it was sent. */
  readonly at: string;
  /** Null where nothing was sent. */
  readonly operation: CalendarWriteOperation | null;
  readonly outcome: WriteAttemptOutcome;
  /** Why it failed or was withheld. */
  readonly reasonCode: ReasonCode | null;
  /** Microsoft's own answer, where it refused. */
  readonly microsoft: MicrosoftAnswer | null;
  /** Microsoft's, for its support. */
  readonly requestId: string | null;
}

export const writeAttemptOutcomes = [
  'under-way',
  'succeeded',
  /** It stood in Outlook already: the answer to an earlier try was lost. */
  'found',
  'found-gone',
  'left-behind',
  'refused',
  'unanswered',
  /** Not sent: its mailbox is known to be in trouble. */
  'withheld',
] as const;
export type WriteAttemptOutcome = (typeof writeAttemptOutcomes)[number];

/**
 * Every try in the stream, oldest first. An attempt is noted once and may fail several times before it succeeds; the
 * same failure again is recorded once, so an outage of hours shows as one try.
 */
export function writeAttemptsIn(stream: readonly RecordedRegistrationEvent[]): readonly WriteAttempt[] {
  const attempts: WriteAttempt[] = [];
  let operation: CalendarWriteOperation | null = null;
  let underWay: WriteAttempt | null = null;
  for (const { recordedAt: at, event } of stream) {
    if (isHrEvent(event)) continue;
    if (event.type === 'CalendarWriteAttempted') {
      // Whoever sent the one before has died with its answer.
      if (underWay !== null) attempts.push({ ...underWay, outcome: 'unanswered' });
      ({ operation } = event.write);
      underWay = { at, operation, outcome: 'under-way', reasonCode: null, microsoft: null, requestId: null };
      continue;
    }
    const result = resultOf(event, operation);
    if (result === null) continue;
    if (result.outcome === 'withheld' && underWay !== null)
      attempts.push({ ...underWay, outcome: 'unanswered' });
    attempts.push({ at, ...result });
    underWay = null;
  }
  return underWay === null ? attempts : [...attempts, underWay];
}

type Result = Omit<WriteAttempt, 'at'>;

/** What a fact says of the write before it; null where it says nothing of one. */
function resultOf(fact: CalendarFact, attempted: CalendarWriteOperation | null): Result | null {
  switch (fact.type) {
    case 'CalendarEventCreated':
      return answered('create', fact.wasAdopted ? 'found' : 'succeeded', fact.requestId);
    case 'CalendarEventUpdated':
      return answered('update', 'succeeded', fact.requestId);
    case 'CalendarEventRemoved':
      return answered('remove', fact.wasGone ? 'found-gone' : 'succeeded', fact.requestId);
    case 'CalendarEventFoundGone':
      return answered(attempted, 'found-gone', fact.requestId);
    case 'CalendarEventLeftBehind':
      return answered(attempted, 'left-behind', fact.requestId);
    case 'CalendarWriteFailed':
      return failed(attempted, fact.answer, fact.reason);
    case 'CalendarWriteWithheld':
      return failed(null, 'withheld', fact.reason);
    case 'CalendarWriteAttempted':
    case 'Parked':
    case 'RemovalHeld':
    case 'RemovalRejected':
    case 'RemovalReleased':
    case 'SyncRequested':
    case 'CalendarEventFound':
    case 'RestorationRequested':
      return null;
  }
}

const answered = (
  operation: CalendarWriteOperation | null,
  outcome: WriteAttemptOutcome,
  requestId: string,
): Result => ({ operation, outcome, reasonCode: null, microsoft: null, requestId });

const failed = (
  operation: CalendarWriteOperation | null,
  outcome: WriteAttemptOutcome,
  { code, microsoft }: Reason,
): Result => ({
  operation,
  outcome,
  reasonCode: code,
  microsoft: microsoft ?? null,
  requestId: microsoft?.requestId ?? null,
});
