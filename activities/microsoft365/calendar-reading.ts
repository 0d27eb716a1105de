import { z } from 'zod';
import type { OutlookEvent } from '#domain/outlook-event.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { correlationProperty, correlationValue, immutableIds, isGone } from './calendar-events.ts';
import { failureOf, Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import type { Graph } from './graph.ts';

/** One of a company's events as it stands in a mailbox. */
export interface FoundCalendarEvent {
  readonly calendarEventId: string;
  readonly etag: string | null;
  /** What our mark on the event names; the registration may be unknown by now. */
  readonly registrationId: string;
  readonly shows: OutlookEvent;
}

export type CalendarList =
  | { readonly kind: 'read'; readonly events: readonly FoundCalendarEvent[]; readonly requestId: string }
  | { readonly kind: 'failed'; readonly failure: Microsoft365Failure };

export type LookUp =
  | { readonly kind: 'there' | 'gone'; readonly requestId: string }
  | { readonly kind: 'failed'; readonly failure: Microsoft365Failure };

/** Pages that one mailbox's list is followed through at most; more is a list that never ends. */
const maximumPages = 500;
const eventsPerPage = 100;

/**
 * GET …/events by our extended property: every event of this company in the mailbox, all pages of it, or a failure.
 * Extended properties can be compared with `eq` and `startswith`
 * (https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get).
 * @param only a single registration's events; null lists all of the company's.
 */
export async function listCalendarEvents(
  graph: Graph,
  mailbox: string,
  companyId: CompanyId,
  only: RegistrationId | null,
  signal: AbortSignal,
): Promise<CalendarList> {
  return orFailure(async () => {
    const events: FoundCalendarEvent[] = [];
    let path: string | null = firstPage(mailbox, companyId, only);
    for (let page = 0; page < maximumPages; page += 1) {
      const result = await graph.send({ method: 'GET', path, headers: inUtc, signal, maySend: () => true });
      if (!result.isSuccess) return { kind: 'failed', failure: failureOf(result.answer) };
      const list = listSchema.parse(result.json);
      events.push(...list.value.flatMap((event) => toFound(event, companyId)));
      const next = list['@odata.nextLink'];
      if (next === undefined) return { kind: 'read', events, requestId: result.requestId };
      path = belowVersion(next);
    }
    return unreadable('EndlessList');
  });
}

/** GET …/events/{id}: gone only where Graph says ErrorItemNotFound; other 404s are the mailbox's trouble. */
export async function lookUpCalendarEvent(
  graph: Graph,
  mailbox: string,
  calendarEventId: string,
  signal: AbortSignal,
): Promise<LookUp> {
  return orFailure(async () => {
    const result = await graph.send({
      method: 'GET',
      path: `/users/${encodeURIComponent(mailbox)}/events/${encodeURIComponent(calendarEventId)}?$select=id`,
      headers: immutableIds,
      signal,
      maySend: () => true,
    });
    if (result.isSuccess) {
      z.object({ id: z.string() }).parse(result.json);
      return { kind: 'there', requestId: result.requestId };
    }
    return isGone(result.answer)
      ? { kind: 'gone', requestId: result.answer.requestId }
      : { kind: 'failed', failure: failureOf(result.answer) };
  });
}

const inUtc = { Prefer: `${immutableIds.Prefer}, outlook.timezone="UTC"` };

function firstPage(mailbox: string, companyId: CompanyId, only: RegistrationId | null): string {
  const isOurs =
    only === null
      ? `startswith(ep/value, '${correlationValue(companyId, '')}')`
      : `ep/value eq '${correlationValue(companyId, only)}'`;
  const query = [
    ['$filter', `singleValueExtendedProperties/Any(ep: ep/id eq '${correlationProperty}' and ${isOurs})`],
    ['$expand', `singleValueExtendedProperties($filter=id eq '${correlationProperty}')`],
    ['$select', 'id,subject,start,end,isAllDay,showAs,sensitivity,isReminderOn'],
    ['$top', String(eventsPerPage)],
  ];
  const encoded = query.map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`);
  return `/users/${encodeURIComponent(mailbox)}/events?${encoded.join('&')}`;
}

/** Graph gives the next page by its whole address; the client puts Graph's origin and version before a path again. */
function belowVersion(nextLink: string): string {
  const { pathname, search } = new URL(nextLink);
  return `${pathname.replace(/^\/v1\.0/, '')}${search}`;
}

/** In the zone that was asked for, and a time that can be compared: else what the event shows isn't known. */
const time = z.object({
  dateTime: z.iso.datetime({ local: true }).refine((text) => !text.endsWith('Z')),
  timeZone: z.literal('UTC'),
});
const eventSchema = z.object({
  id: z.string(),
  '@odata.etag': z.string().optional(),
  subject: z.string().nullable(),
  start: time,
  end: time,
  isAllDay: z.boolean(),
  showAs: z.string(),
  sensitivity: z.string(),
  isReminderOn: z.boolean(),
  singleValueExtendedProperties: z.array(z.object({ value: z.string() })).default([]),
});
const listSchema = z.object({ value: z.array(eventSchema), '@odata.nextLink': z.url().optional() });

function toFound(event: z.infer<typeof eventSchema>, companyId: CompanyId): FoundCalendarEvent[] {
  const own = correlationValue(companyId, '');
  const mark = event.singleValueExtendedProperties.find(({ value }) => value.startsWith(own));
  if (mark === undefined) return [];
  const { subject, isAllDay, start, end, showAs, sensitivity, isReminderOn } = event;
  return [
    {
      calendarEventId: event.id,
      etag: event['@odata.etag'] ?? null,
      registrationId: mark.value.slice(own.length),
      shows: {
        subject: subject ?? '',
        isAllDay,
        start: start.dateTime,
        end: end.dateTime,
        showAs,
        sensitivity,
        isReminderOn,
      },
    },
  ];
}

const unreadable = (code: string) =>
  ({
    kind: 'failed',
    failure: {
      kind: 'unavailable',
      reason: { code: 'microsoft-unavailable', microsoft: { status: 200, code, requestId: '' } },
      retryAfterSeconds: null,
      mayHaveHappened: false,
    },
  }) as const;

/** An answer that can't be read as a whole is no answer: nothing may be concluded from a part of it. */
async function orFailure<Answer>(
  read: () => Promise<Answer>,
): Promise<Answer | { readonly kind: 'failed'; readonly failure: Microsoft365Failure }> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Microsoft365Error) return { kind: 'failed', failure: error.failure };
    if (error instanceof z.ZodError) return unreadable('UnreadableList');
    throw error;
  }
}
