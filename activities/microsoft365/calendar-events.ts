import { createHash } from 'node:crypto';
import type { Event } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { CalendarEventContent } from '#domain/calendar-event.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { CalendarWrite, StandingCalendarEvent } from '#domain/registration-event.ts';
import { failureOf, Microsoft365Error, type GraphAnswer, type Microsoft365Failure } from './failures.ts';
import type { Graph, GraphRequest, GraphResult } from './graph.ts';

/** What became of a write. */
export type WriteAnswer =
  | {
      readonly kind: 'written';
      readonly calendarEventId: string;
      readonly etag: string | null;
      readonly requestId: string;
    }
  /** A create whose transactionId had been used: this event exists already, with content that isn't known. */
  | {
      readonly kind: 'adopted';
      readonly calendarEventId: string;
      readonly etag: string | null;
      readonly requestId: string;
    }
  | { readonly kind: 'removed'; readonly wasGone: boolean; readonly requestId: string }
  /** The event isn't in that mailbox (any more). */
  | { readonly kind: 'not-there'; readonly calendarEventId: string; readonly requestId: string }
  | { readonly kind: 'failed'; readonly failure: Microsoft365Failure };

export interface WriteContext {
  readonly companyId: CompanyId;
  readonly registrationId: RegistrationId;
  readonly signal: AbortSignal;
  readonly maySend: () => boolean;
}

/** Times that a write is decided anew because the event was changed between our read and our write. */
const conflictAttempts = 3;

/**
 * POST …/events. Repeated with the same generation it creates nothing twice: Graph refuses a used transactionId and
 * names the event that used it (ErrorDuplicateTransactionId; 409 occurs beside the documented 400).
 */
export function createCalendarEvent(
  graph: Graph,
  write: CalendarWrite,
  content: CalendarEventContent,
  context: WriteContext,
): Promise<WriteAnswer> {
  return asAnswer(async () => {
    const result = await graph.send({
      ...requestTo(write.mailbox, '', context),
      method: 'POST',
      body: {
        ...toGraph(content),
        transactionId: transactionId(context, write.generation),
        singleValueExtendedProperties: [
          { id: correlationProperty, value: correlationValue(context.companyId, context.registrationId) },
        ],
      },
    });
    if (result.isSuccess) return { kind: 'written', ...readEvent(result) };
    const { existingEventId } = result.answer;
    if (result.answer.code !== 'ErrorDuplicateTransactionId' || existingEventId === null)
      return failed(result.answer);
    const existing = await getCalendarEvent(graph, write.mailbox, existingEventId, context);
    return existing.kind === 'found' ? { ...existing, kind: 'adopted' } : existing;
  });
}

/**
 * PATCH …/events/{id} with If-Match. Where the event was changed meanwhile it is read again and patched as it is now;
 * a late answer to an older request then fails by its own If-Match.
 */
export function updateCalendarEvent(
  graph: Graph,
  write: CalendarWrite,
  standing: StandingCalendarEvent,
  content: CalendarEventContent,
  context: WriteContext,
): Promise<WriteAnswer> {
  return asAnswer(() =>
    withEtag(graph, write.mailbox, standing, context, async (etag) => {
      const result = await graph.send({
        ...requestTo(write.mailbox, standing.calendarEventId, context),
        method: 'PATCH',
        headers: { ...immutableIds, 'If-Match': etag },
        body: toGraph(content),
      });
      if (result.isSuccess) return { kind: 'written', ...readEvent(result) };
      if (isNotThere(result.answer)) return notThere(standing.calendarEventId, result.answer);
      return isConflict(result.answer) ? 'conflict' : failed(result.answer);
    }),
  );
}

/** DELETE …/events/{id} with If-Match. Gone is gone: 204, 404 ErrorItemNotFound and 403 ErrorCannotDeleteObject. */
export function removeCalendarEvent(
  graph: Graph,
  standing: StandingCalendarEvent,
  context: WriteContext,
): Promise<WriteAnswer> {
  const gone = ({ requestId }: { readonly requestId: string }): WriteAnswer => ({
    kind: 'removed',
    wasGone: true,
    requestId,
  });
  return asAnswer(async () => {
    const write = async (etag: string): Promise<WriteAnswer | 'conflict'> => {
      const result = await graph.send({
        ...requestTo(standing.mailbox, standing.calendarEventId, context),
        method: 'DELETE',
        headers: { ...immutableIds, 'If-Match': etag },
      });
      if (result.isSuccess) return { kind: 'removed', wasGone: false, requestId: result.requestId };
      if (isGone(result.answer) || result.answer.code === 'ErrorCannotDeleteObject')
        return gone(result.answer);
      return isConflict(result.answer) ? 'conflict' : failed(result.answer);
    };
    const answer = await withEtag(graph, standing.mailbox, standing, context, write, isGone);
    return answer.kind === 'not-there' ? gone(answer) : answer;
  });
}

async function withEtag(
  graph: Graph,
  mailbox: string,
  standing: StandingCalendarEvent,
  context: WriteContext,
  write: (etag: string) => Promise<WriteAnswer | 'conflict'>,
  isMissing = isNotThere,
): Promise<WriteAnswer> {
  let etag = standing.etag;
  for (let attempt = 1; attempt <= conflictAttempts; attempt += 1) {
    if (etag === null) {
      const existing = await getCalendarEvent(graph, mailbox, standing.calendarEventId, context, isMissing);
      if (existing.kind !== 'found') return existing;
      etag = existing.etag ?? '*';
    }
    const answer = await write(etag);
    if (answer !== 'conflict') return answer;
    etag = null;
  }
  return {
    kind: 'failed',
    failure: {
      kind: 'unavailable',
      reason: { code: 'microsoft-unavailable' },
      retryAfterSeconds: null,
      mayHaveHappened: false,
    },
  };
}

type Found = {
  readonly kind: 'found';
  readonly calendarEventId: string;
  readonly etag: string | null;
  readonly requestId: string;
};

async function getCalendarEvent(
  graph: Graph,
  mailbox: string,
  calendarEventId: string,
  context: WriteContext,
  isMissing = isNotThere,
): Promise<Found | Extract<WriteAnswer, { kind: 'not-there' | 'failed' }>> {
  const result = await graph.send({
    ...requestTo(mailbox, calendarEventId, context, '?$select=id'),
    method: 'GET',
  });
  if (result.isSuccess) return { kind: 'found', ...readEvent(result) };
  return isMissing(result.answer) ? notThere(calendarEventId, result.answer) : failed(result.answer);
}

/** `IdType` holds for one request only, so every request that names or returns an id carries it. */
export const immutableIds = { Prefer: 'IdType="ImmutableId"' };

function requestTo(
  mailbox: string,
  calendarEventId: string,
  { signal, maySend }: WriteContext,
  query = '',
): Omit<GraphRequest, 'method'> {
  const event = calendarEventId === '' ? '' : `/${encodeURIComponent(calendarEventId)}`;
  return {
    path: `/users/${encodeURIComponent(mailbox)}/events${event}${query}`,
    headers: immutableIds,
    signal,
    maySend,
  };
}

/** Our mark on an event: which registration it stands for. Readable by the mailbox's owner, so it names nothing else. */
export const correlationProperty =
  'String {c2b6f2a4-6d2e-4a54-9d0b-5f0c6f1f7a11} Name AbsenceSyncRegistration';
/** With an empty registration id: what all of the company's begin with. */
export const correlationValue = (companyId: CompanyId, registrationId: string): string =>
  `${companyId}/${registrationId}`;

/** Graph's `transactionId`: one per company, registration and generation, whoever sends it and however often. */
function transactionId({ companyId, registrationId }: WriteContext, generation: number): string {
  const hex = createHash('sha256').update(`${companyId}/${registrationId}/${generation}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function toGraph(content: CalendarEventContent): Event {
  const { subject, isAllDay, start, end, timeZone, showAs, sensitivity } = content;
  return {
    subject,
    isAllDay,
    start: { dateTime: start, timeZone },
    end: { dateTime: end, timeZone },
    showAs,
    sensitivity,
    isReminderOn: false,
    responseRequested: false,
  };
}

const eventSchema = z.object({ id: z.string(), '@odata.etag': z.string().optional() });

function readEvent({ json, requestId }: Extract<GraphResult, { isSuccess: true }>) {
  const event = eventSchema.parse(json);
  return { calendarEventId: event.id, etag: event['@odata.etag'] ?? null, requestId };
}

export const isGone = ({ status, code }: GraphAnswer): boolean =>
  status === 404 && code === 'ErrorItemNotFound';

/** Other 404s are the mailbox's own trouble. An id of another mailbox is refused as malformed or not belonging. */
function isNotThere(answer: GraphAnswer): boolean {
  const { status, code } = answer;
  return (
    isGone(answer) ||
    (status === 400 && (code === 'ErrorInvalidIdMalformed' || code === 'ErrorInvalidMailboxItemId'))
  );
}

function isConflict({ status, code }: GraphAnswer): boolean {
  return status === 412 || (status === 409 && code === 'ErrorIrresolvableConflict');
}

const failed = (answer: GraphAnswer): Extract<WriteAnswer, { kind: 'failed' }> => ({
  kind: 'failed',
  failure: failureOf(answer),
});

const notThere = (
  calendarEventId: string,
  { requestId }: GraphAnswer,
): Extract<WriteAnswer, { kind: 'not-there' }> => ({ kind: 'not-there', calendarEventId, requestId });

/** A success whose body can't be read is an answer lost: the write happened. */
async function asAnswer(work: () => Promise<WriteAnswer>): Promise<WriteAnswer> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Microsoft365Error) return { kind: 'failed', failure: error.failure };
    if (!(error instanceof z.ZodError)) throw error;
    return {
      kind: 'failed',
      failure: {
        kind: 'unavailable',
        reason: { code: 'microsoft-unavailable' },
        retryAfterSeconds: null,
        mayHaveHappened: true,
      },
    };
  }
}
