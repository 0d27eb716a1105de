import type { CalendarEvent } from './calendar-event.ts';
import { instantLiteral, parseEventFilter } from './event-filter.ts';
import { representEvent, type Shape } from './event-representation.ts';
import { GraphFailure, invalidRequest, notModelled } from './graph-failure.ts';
import type { Mailbox } from './mailbox.ts';
import type { Preferences } from './preferences.ts';

const defaultPageSize = 10;
const maximumPageSize = 1_000;
const maximumWindowDays = 1_825;
const day = 24 * 60 * 60 * 1000;

export interface ListRequest {
  readonly mailbox: Mailbox;
  readonly preferences: Preferences;
  readonly query: URLSearchParams;
  readonly path: string;
}

export function listEvents(request: ListRequest): Record<string, unknown> {
  const filterText = request.query.get('$filter');
  const filter = filterText === null ? null : parseEventFilter(filterText);
  const candidates = filter?.property
    ? request.mailbox.eventsByProperty(filter.property.id, filter.property.value)
    : [...request.mailbox.events()];
  const found = candidates.filter((event) => !event.inDeletedItems && (filter?.matches(event) ?? true));
  return page(request, ordered(found, request.query.get('$orderby')), 'events');
}

export function viewCalendar(request: ListRequest): Record<string, unknown> {
  const from = request.query.get('startDateTime') ?? request.query.get('startdatetime');
  const to = request.query.get('endDateTime') ?? request.query.get('enddatetime');
  if (!from || !to)
    throw new GraphFailure(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  if ((request.query.get('$filter') ?? '').includes('singleValueExtendedProperties'))
    throw new GraphFailure(
      400,
      'ErrorInvalidUrlQueryFilter',
      'The query filter contains one or more invalid nodes.',
    );
  const filterText = request.query.get('$filter');
  const filter = filterText === null ? null : parseEventFilter(filterText);
  const [startsAt, endsAt] = [instantLiteral(from), instantLiteral(to)];
  if (endsAt - startsAt > maximumWindowDays * day)
    throw invalidRequest(
      `The range between the start and end dates is greater than the allowed range. Maximum number of days: ${maximumWindowDays}`,
    );
  const found: CalendarEvent[] = [];
  for (const event of request.mailbox.events()) {
    const overlaps =
      event.startsAt < endsAt &&
      (event.endsAt > startsAt || (event.endsAt === event.startsAt && event.startsAt >= startsAt));
    if (overlaps && !event.inDeletedItems && (filter?.matches(event) ?? true)) found.push(event);
  }
  found.sort((a, b) => a.startsAt - b.startsAt);
  return page(request, ordered(found, request.query.get('$orderby')), 'calendarView');
}

export function parseShape(query: URLSearchParams): Shape {
  const select = query.get('$select');
  const expand = query.get('$expand');
  return {
    select: select ? new Set(select.split(',').map((name) => name.trim())) : null,
    expandedProperties: expand ? parseExpand(expand) : null,
  };
}

function parseExpand(text: string): readonly string[] {
  const match = /^singleValueExtendedProperties\(\s*\$filter=([\s\S]*)\)$/i.exec(text.trim());
  if (!match) throw notModelled(`$expand=${text}`);
  const ids = [...(match[1] ?? '').matchAll(/(?:\w+\/)?id\s+eq\s+'((?:[^']|'')*)'/gi)];
  if (ids.length === 0)
    throw new GraphFailure(
      400,
      'ErrorInvalidUrlQueryFilter',
      'The query filter contains one or more invalid nodes.',
    );
  return ids.map(([, id = '']) => id.replaceAll("''", "'"));
}

function ordered(events: readonly CalendarEvent[], orderBy: string | null): readonly CalendarEvent[] {
  if (!orderBy) return events;
  const [field = '', direction = 'asc'] = orderBy.trim().split(/\s+/);
  const key = orderKeys[field];
  if (!key) throw notModelled(`$orderby=${orderBy}`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  return events.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left < right ? -sign : left > right ? sign : 0;
  });
}

const orderKeys: Readonly<Record<string, (event: CalendarEvent) => string | number>> = {
  'start/dateTime': (event) => event.startsAt,
  'end/dateTime': (event) => event.endsAt,
  createdDateTime: (event) => event.createdAt,
  lastModifiedDateTime: (event) => event.lastModifiedAt,
  subject: (event) => event.subject,
};

function page(
  { mailbox, preferences, query, path }: ListRequest,
  events: readonly CalendarEvent[],
  collection: 'events' | 'calendarView',
): Record<string, unknown> {
  const top = integerOption(query, '$top', preferences.pageSize ?? defaultPageSize);
  const skip = integerOption(query, '$skip', 0);
  if (top < 1 || top > maximumPageSize)
    throw new GraphFailure(
      400,
      'BadRequest',
      `The limit of '${maximumPageSize}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
    );
  const shape = parseShape(query);
  const value = events
    .slice(skip, skip + top)
    .map((event) => representEvent(event, mailbox, preferences, shape));
  const result: Record<string, unknown> = {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${mailbox.profile.objectId}')/${collection}`,
  };
  if (query.get('$count') === 'true') result['@odata.count'] = events.length;
  result['value'] = value;
  if (skip + top < events.length) {
    const next = new URLSearchParams(query);
    next.set('$skip', String(skip + top));
    const search = next.toString().replaceAll('%24', '$').replaceAll('+', '%20');
    result['@odata.nextLink'] = `https://graph.microsoft.com${path}?${search}`;
  }
  return result;
}

function integerOption(query: URLSearchParams, name: string, otherwise: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text))
    throw new GraphFailure(400, 'BadRequest', `Invalid value '${text}' for ${name} query option found.`);
  return Number(text);
}
