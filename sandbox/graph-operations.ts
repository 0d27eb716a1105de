import type { AccessTokenClaims } from './access-token.ts';
import { representApplication, resourceNotFound } from './application-resource.ts';
import type { CalendarEvent, JsonObject } from './calendar-event.ts';
import { parseEventInput } from './event-input.ts';
import { listEvents, parseShape, viewCalendar } from './event-listing.ts';
import { etagOf, eventId, representEvent } from './event-representation.ts';
import { createEvent, moveEvent, removeEvent, updateEvent } from './event-writing.ts';
import { GraphFailure, itemNotFound } from './graph-failure.ts';
import type { EventReadRoute, EventWriteRoute, GraphRoute, OtherRoute } from './graph-route.ts';
import { calendarIdOf, isItemId } from './identifiers.ts';
import { openMailbox, requireDirectoryRole, requireRoom, type MailboxPermission } from './mailbox-access.ts';
import { readMailboxSettings, updateMailboxSettings } from './mailbox-settings.ts';
import type { Mailbox } from './mailbox.ts';
import { parsePreferences } from './preferences.ts';
import type { SandboxState } from './sandbox-state.ts';
import { windowsZoneNames } from './time-zones.ts';

export interface GraphCall {
  readonly route: GraphRoute;
  readonly claims: AccessTokenClaims;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly prefer: string | undefined;
  readonly ifMatch: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface GraphSuccess {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly json: Record<string, unknown> | null;
}

/** Does what the call asks for, in one go and at once, or throws a GraphFailure and has done nothing. */
export function performGraphCall(state: SandboxState, call: GraphCall): GraphSuccess {
  const { route } = call;
  switch (route.operation) {
    case 'createEvent':
    case 'updateEvent':
    case 'deleteEvent':
      return performWrite(state, call, route, calendarOf(state, call, route, 'Calendars.ReadWrite'));
    case 'getEvent':
    case 'listEvents':
    case 'calendarView':
      return performRead(state, call, route, calendarOf(state, call, route, 'Calendars.Read'));
    case 'getMailboxSettings':
      return ok(
        readMailboxSettings(openMailbox(state, call.claims, route.user, 'MailboxSettings.Read'), route.part),
      );
    case 'updateMailboxSettings': {
      const mailbox = openMailbox(state, call.claims, route.user, 'MailboxSettings.ReadWrite');
      requireRoom(mailbox);
      return ok(updateMailboxSettings(state, mailbox, parseJson(call)));
    }
    case 'getApplication': {
      requireDirectoryRole(state, call.claims, [
        'Application.Read.All',
        'Application.ReadWrite.All',
        'Application.ReadWrite.OwnedBy',
        'Directory.Read.All',
      ]);
      const application = state.application(call.claims.tid, route.appId);
      if (!application) throw resourceNotFound(route.appId);
      return ok(representApplication(application, call.query));
    }
    case 'other':
      return performOther(state, call, route);
  }
}

function performWrite(
  state: SandboxState,
  call: GraphCall,
  route: EventWriteRoute,
  mailbox: Mailbox,
): GraphSuccess {
  const preferences = parsePreferences(call.prefer);
  const applied: Record<string, string> = preferences.applied
    ? { 'preference-applied': preferences.applied }
    : {};
  if (route.operation === 'deleteEvent') {
    const event = existingEvent(mailbox, route.eventId);
    if (event.inDeletedItems)
      throw new GraphFailure(403, 'ErrorCannotDeleteObject', 'Object cannot be deleted.');
    requireMatch(call, event);
    if (state.settings.deletionByApi === 'final') removeEvent(state, mailbox, event);
    else moveEvent(state, mailbox, event, true);
    return { status: 204, headers: {}, json: null };
  }
  requireRoom(mailbox);
  const input = parseEventInput(parseJson(call));
  let event: CalendarEvent;
  if (route.operation === 'updateEvent') {
    event = visibleEvent(state, mailbox, route.eventId);
    requireMatch(call, event);
    event = updateEvent(state, mailbox, event, input);
  } else {
    event = createEvent(state, mailbox, input, (ids) => eventId(ids, preferences));
    applied['location'] =
      `https://graph.microsoft.com/v1.0/users('${mailbox.profile.objectId}')/events('${encodeURIComponent(eventId(event, preferences))}')`;
  }
  return {
    status: route.operation === 'createEvent' ? 201 : 200,
    headers: { ...applied, etag: etagOf(event) },
    json: {
      '@odata.context': entityContext(mailbox),
      ...representEvent(event, mailbox, preferences, parseShape(call.query)),
    },
  };
}

function performRead(
  state: SandboxState,
  call: GraphCall,
  route: EventReadRoute,
  mailbox: Mailbox,
): GraphSuccess {
  const preferences = parsePreferences(call.prefer);
  const headers: Record<string, string> = preferences.applied
    ? { 'preference-applied': preferences.applied }
    : {};
  if (route.operation === 'getEvent') {
    const event = visibleEvent(state, mailbox, route.eventId);
    const json = representEvent(event, mailbox, preferences, parseShape(call.query));
    return { status: 200, headers, json: { '@odata.context': entityContext(mailbox), ...json } };
  }
  const request = { mailbox, preferences, query: call.query, path: call.path };
  return {
    status: 200,
    headers,
    json: route.operation === 'listEvents' ? listEvents(request) : viewCalendar(request),
  };
}

function performOther(state: SandboxState, call: GraphCall, route: OtherRoute): GraphSuccess {
  switch (route.subject) {
    case 'user': {
      requireDirectoryRole(state, call.claims, ['User.Read.All', 'User.ReadBasic.All', 'Directory.Read.All']);
      const profile = state.tenant(call.claims.tid)?.mailbox(route.user)?.profile;
      if (!profile) throw resourceNotFound(route.user);
      return ok({
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity',
        id: profile.objectId,
        displayName: profile.displayName,
        mail: profile.address,
        userPrincipalName: profile.address,
      });
    }
    case 'calendar': {
      const { profile } = openMailbox(state, call.claims, route.user, 'Calendars.Read');
      return ok({
        '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users('${profile.objectId}')/calendar/$entity`,
        id: calendarIdOf(profile.objectId),
        name: 'Calendar',
        isDefaultCalendar: true,
        canEdit: true,
        owner: { name: profile.displayName, address: profile.address },
      });
    }
    case 'supportedTimeZones':
      requireDirectoryRole(state, call.claims, ['User.Read.All', 'User.ReadBasic.All']);
      return ok({ value: windowsZoneNames().map((name) => ({ alias: name, displayName: name })) });
    case 'notFound':
      throw new GraphFailure(400, 'BadRequest', `Resource not found for the segment of '${call.path}'.`);
    case 'methodNotAllowed':
      throw new GraphFailure(
        405,
        'Request_BadRequest',
        'Specified HTTP method is not allowed for the request target.',
      );
  }
}

function calendarOf(
  state: SandboxState,
  call: GraphCall,
  route: EventReadRoute | EventWriteRoute,
  permission: MailboxPermission,
): Mailbox {
  const mailbox = openMailbox(state, call.claims, route.user, permission);
  if (route.calendarId !== null && route.calendarId !== calendarIdOf(mailbox.profile.objectId))
    throw itemNotFound();
  return mailbox;
}

function existingEvent(mailbox: Mailbox, id: string): CalendarEvent {
  const event = mailbox.eventById(id);
  if (event) return event;
  throw isItemId(id) ? itemNotFound() : new GraphFailure(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
}

function visibleEvent(state: SandboxState, mailbox: Mailbox, id: string): CalendarEvent {
  const event = existingEvent(mailbox, id);
  if (event.inDeletedItems && state.settings.trashedItemByImmutableId === 'notFound') throw itemNotFound();
  return event;
}

function requireMatch(call: GraphCall, event: CalendarEvent): void {
  if (call.ifMatch === undefined || call.ifMatch === '*' || call.ifMatch === etagOf(event)) return;
  throw new GraphFailure(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}

function parseJson(call: GraphCall): JsonObject {
  let json: unknown;
  try {
    json = /\bjson\b/i.test(call.contentType ?? '') ? JSON.parse(call.body) : undefined;
  } catch {
    json = undefined;
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject;
  throw new GraphFailure(
    400,
    'BadRequest',
    'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  );
}

function entityContext(mailbox: Mailbox): string {
  return `https://graph.microsoft.com/v1.0/$metadata#users('${mailbox.profile.objectId}')/events/$entity`;
}

function ok(json: Record<string, unknown>): GraphSuccess {
  return { status: 200, headers: {}, json };
}
