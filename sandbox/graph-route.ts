import { GraphFailure } from './graph-failure.ts';

export const operations = [
  'token',
  'createEvent',
  'updateEvent',
  'deleteEvent',
  'getEvent',
  'listEvents',
  'calendarView',
  'getMailboxSettings',
  'updateMailboxSettings',
  'getApplication',
  'other',
] as const;

export type Operation = (typeof operations)[number];

interface CalendarRoute {
  readonly user: string;
  /** Null: the default calendar. */
  readonly calendarId: string | null;
}

export type EventReadRoute =
  | (CalendarRoute & { readonly operation: 'listEvents' | 'calendarView' })
  | (CalendarRoute & { readonly operation: 'getEvent'; readonly eventId: string });

export type EventWriteRoute =
  | (CalendarRoute & { readonly operation: 'createEvent' })
  | (CalendarRoute & { readonly operation: 'updateEvent' | 'deleteEvent'; readonly eventId: string });

export type OtherRoute =
  | {
      readonly operation: 'other';
      readonly user: string;
      readonly subject: 'user' | 'calendar' | 'supportedTimeZones';
    }
  | { readonly operation: 'other'; readonly user: null; readonly subject: 'notFound' | 'methodNotAllowed' };

export type GraphRoute =
  | EventReadRoute
  | EventWriteRoute
  | { readonly operation: 'getMailboxSettings'; readonly user: string; readonly part: string | null }
  | { readonly operation: 'updateMailboxSettings'; readonly user: string }
  | { readonly operation: 'getApplication'; readonly appId: string }
  | OtherRoute;

const notFound: GraphRoute = { operation: 'other', user: null, subject: 'notFound' };
const methodNotAllowed: GraphRoute = { operation: 'other', user: null, subject: 'methodNotAllowed' };

/** Reads `/v1.0/…`; `path` is still percent-encoded. */
export function parseGraphRoute(method: string, path: string): GraphRoute {
  const [version, collection = '', ...rest] = path.slice(1).split('/').map(decoded);
  if (version !== 'v1.0') return notFound;
  const application = /^applications\(appId='([^']*)'\)$/.exec(collection);
  if (application && rest.length === 0)
    return method === 'GET' ? { operation: 'getApplication', appId: application[1] ?? '' } : methodNotAllowed;
  if (collection !== 'users') return notFound;
  const [user, resource, ...below] = rest;
  if (!user) return notFound;
  if (resource === undefined)
    return method === 'GET' ? { operation: 'other', user, subject: 'user' } : methodNotAllowed;
  switch (resource) {
    case 'events':
    case 'calendarView':
      return eventRoute(method, user, null, [resource, ...below]);
    case 'calendar':
      return eventRoute(method, user, null, below);
    case 'calendars':
      return eventRoute(method, user, below[0] ?? null, below.slice(1));
    case 'mailboxSettings':
      return settingsRoute(method, user, below);
    case 'outlook':
      return below.length === 1 && /^supportedTimeZones(?:\(.*\))?$/.test(below[0] ?? '')
        ? { operation: 'other', user, subject: 'supportedTimeZones' }
        : notFound;
    default:
      return notFound;
  }
}

function eventRoute(
  method: string,
  user: string,
  calendarId: string | null,
  [collection, eventId, ...more]: readonly string[],
): GraphRoute {
  if (collection === undefined)
    return method === 'GET' ? { operation: 'other', user, subject: 'calendar' } : methodNotAllowed;
  if (more.length > 0) return notFound;
  if (collection === 'calendarView' && eventId === undefined)
    return method === 'GET' ? { operation: 'calendarView', user, calendarId } : methodNotAllowed;
  if (collection !== 'events') return notFound;
  if (eventId === undefined) {
    if (method === 'POST') return { operation: 'createEvent', user, calendarId };
    return method === 'GET' ? { operation: 'listEvents', user, calendarId } : methodNotAllowed;
  }
  switch (method) {
    case 'GET':
      return { operation: 'getEvent', user, calendarId, eventId };
    case 'PATCH':
      return { operation: 'updateEvent', user, calendarId, eventId };
    case 'DELETE':
      return { operation: 'deleteEvent', user, calendarId, eventId };
    default:
      return methodNotAllowed;
  }
}

function settingsRoute(method: string, user: string, below: readonly string[]): GraphRoute {
  if (below.length > 1) return notFound;
  if (method === 'GET') return { operation: 'getMailboxSettings', user, part: below[0] ?? null };
  return method === 'PATCH' && below.length === 0
    ? { operation: 'updateMailboxSettings', user }
    : methodNotAllowed;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new GraphFailure(400, 'BadRequest', 'Bad Request - Error in query syntax.');
  }
}
