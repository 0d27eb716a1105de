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

/** A write as it was sent, and what became of it. */
export interface PerformedWrite {
  readonly step: WriteStep;
  readonly answer: WriteAnswer;
}

/**
 * Sends the write. A mailbox may have been renamed since its event was written: where Microsoft no longer knows the
 * old address, what stands there is looked for under the one that HR names now.
 */
export async function performWrite(
  graph: Graph,
  step: WriteStep,
  presentMailbox: string | null,
  context: WriteContext,
): Promise<PerformedWrite> {
  const answer = await send(graph, step, context);
  const renamed = isUnknownMailbox(answer) && presentMailbox ? movedTo(step, presentMailbox) : null;
  if (renamed === null) return { step, answer };
  const second = await send(graph, renamed, context);
  // Not there either proves nothing: it may be in the mailbox that nobody finds any more.
  const isFound = second.kind === 'written' || second.kind === 'adopted' || isRemoval(second);
  return isFound ? { step: renamed, answer: second } : { step, answer };
}

function send(graph: Graph, step: WriteStep, context: WriteContext): Promise<WriteAnswer> {
  switch (step.kind) {
    case 'create':
      return createCalendarEvent(graph, step.write, step.content, context);
    case 'update':
      return updateCalendarEvent(graph, step.write, step.standing, step.content, context);
    case 'remove':
      return removeCalendarEvent(graph, step.standing, context);
  }
}

const isUnknownMailbox = (answer: WriteAnswer): boolean =>
  answer.kind === 'failed' &&
  answer.failure.kind === 'mailbox' &&
  answer.failure.reason.code === 'mailbox-not-found';

const isRemoval = (answer: WriteAnswer): boolean => answer.kind === 'removed' && !answer.wasGone;

function movedTo(step: WriteStep, mailbox: string): WriteStep | null {
  if (step.write.mailbox === mailbox) return null;
  switch (step.kind) {
    case 'create':
      return { ...step, write: { ...step.write, mailbox } };
    case 'update':
      return null;
    case 'remove':
      return { ...step, write: { ...step.write, mailbox }, standing: { ...step.standing, mailbox } };
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
  step: WriteStep,
  { calendarEventId, etag }: { readonly calendarEventId: string; readonly etag: string | null },
  payloadHash: string | null,
): StandingCalendarEvent {
  const { mailbox, employeeId, tenantId, generation } = step.write;
  const isNewlyMade = step.kind === 'create' && payloadHash !== null;
  const registrationVersion = isNewlyMade ? step.contentVersion : step.write.registrationVersion;
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

/** Names a write apart from what it says, so that one refused for good isn't tried again at once. */
export function keyOf({ write }: WriteStep): string {
  const { operation, mailbox, generation, calendarEventId } = write;
  return JSON.stringify([operation, mailbox, generation, calendarEventId]);
}
