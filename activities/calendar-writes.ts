import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, StandingCalendarEvent } from '#domain/registration-event.ts';
import type { SyncStep } from '#domain/sync.ts';
import {
  createCalendarEvent,
  removeCalendarEvent,
  updateCalendarEvent,
  type WriteAnswer,
  type WriteContext,
} from './microsoft365/calendar-events.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { Graph } from './microsoft365/graph.ts';

export type WriteStep = Exclude<SyncStep, { kind: 'none' }>;

export function performWrite(graph: Graph, step: WriteStep, context: WriteContext): Promise<WriteAnswer> {
  switch (step.kind) {
    case 'create':
      return createCalendarEvent(graph, step.write, step.content, context);
    case 'update':
      return updateCalendarEvent(graph, step.write, step.standing, step.content, context);
    case 'remove':
      return removeCalendarEvent(graph, step.standing, context);
  }
}

/**
 * The fact that an answer proves. What it can't prove stays open: a write without an answer keeps its attempt, and so
 * does one that was refused while an earlier one is still without (`hadUnanswered`): that one may have happened.
 */
export function factOf(
  step: WriteStep,
  answer: WriteAnswer,
  hadUnanswered: boolean,
  nextAttemptAt: string | null,
): CalendarFact {
  switch (answer.kind) {
    case 'written':
      return {
        type: step.kind === 'create' ? 'CalendarEventCreated' : 'CalendarEventUpdated',
        event: standingEvent(step, answer, step.write.payloadHash),
        wasAdopted: false,
        requestId: answer.requestId,
      };
    case 'adopted':
      return {
        type: 'CalendarEventCreated',
        event: standingEvent(step, answer, null),
        wasAdopted: true,
        requestId: answer.requestId,
      };
    case 'removed':
      return {
        type: 'CalendarEventRemoved',
        calendarEventId: step.write.calendarEventId ?? '',
        wasGone: answer.wasGone,
        requestId: answer.requestId,
      };
    case 'not-there':
      return notThereFact(step, answer.calendarEventId, answer.requestId);
    case 'failed':
      return failureFact(answer.failure, hadUnanswered, nextAttemptAt);
  }
}

function standingEvent(
  { write }: WriteStep,
  { calendarEventId, etag }: { readonly calendarEventId: string; readonly etag: string | null },
  payloadHash: string | null,
): StandingCalendarEvent {
  const { mailbox, employeeId, tenantId, generation, registrationVersion } = write;
  return {
    calendarEventId,
    etag,
    mailbox,
    employeeId,
    tenantId,
    generation,
    payloadHash,
    registrationVersion,
  };
}

/** Looked for in the mailbox that it was written to, it was removed there; in another, it stayed behind in the old. */
function notThereFact(step: WriteStep, calendarEventId: string, requestId: string): CalendarFact {
  if (step.kind === 'update' && step.standing.mailbox !== step.write.mailbox)
    return { type: 'CalendarEventLeftBehind', calendarEventId, requestId };
  const { registrationVersion } = step.kind === 'update' ? step.standing : step.write;
  return { type: 'CalendarEventFoundGone', calendarEventId, registrationVersion, requestId };
}

function failureFact(
  failure: Microsoft365Failure,
  hadUnanswered: boolean,
  nextAttemptAt: string | null,
): CalendarFact {
  const failed = (
    consequence: 'retry' | 'attention',
    reason: Reason,
    mayHaveHappened = hadUnanswered,
  ): CalendarFact => ({
    type: 'CalendarWriteFailed',
    answer: mayHaveHappened ? 'unanswered' : 'refused',
    consequence,
    reason,
    nextAttemptAt,
  });
  switch (failure.kind) {
    case 'connection':
    case 'throttled':
      return failed('retry', failure.reason);
    case 'mailbox':
      // A mailbox that doesn't exist holds no event, whatever was sent to it before.
      return failed(
        'attention',
        failure.reason,
        hadUnanswered && failure.reason.code !== 'mailbox-not-found',
      );
    case 'rejected':
      return failed('attention', failure.reason);
    case 'unavailable':
      return failed('retry', failure.reason, hadUnanswered || failure.mayHaveHappened);
    case 'not-sent':
      return failed('retry', { code: 'microsoft-unavailable' });
  }
}
