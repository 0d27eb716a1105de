import type { CalendarEvent, DateTimeTimeZone } from './calendar-event.ts';
import { sameExtendedPropertyId } from './extended-properties.ts';
import { htmlOf, textOf } from './html-body.ts';
import type { Mailbox } from './mailbox.ts';
import type { Preferences } from './preferences.ts';
import { localTimeOf } from './time-zones.ts';

export interface Shape {
  /** Null: all properties. */
  readonly select: ReadonlySet<string> | null;
  /** The ids of the extended properties to return; null: none. */
  readonly expandedProperties: readonly string[] | null;
}

export function eventId(
  event: Pick<CalendarEvent, 'immutableId' | 'mutableId'>,
  preferences: Preferences,
): string {
  return preferences.immutableIds ? event.immutableId : event.mutableId;
}

export function etagOf(event: CalendarEvent): string {
  return `W/"${event.changeKey}"`;
}

export function representEvent(
  event: CalendarEvent,
  mailbox: Mailbox,
  preferences: Preferences,
  shape: Shape,
): Record<string, unknown> {
  const id = eventId(event, preferences);
  const location = representLocation(event.location);
  const whole: Record<string, unknown> = {
    '@odata.etag': etagOf(event),
    id,
    createdDateTime: event.createdAt,
    lastModifiedDateTime: event.lastModifiedAt,
    changeKey: event.changeKey,
    categories: event.categories,
    transactionId: event.transactionId,
    originalStartTimeZone: event.start.timeZone,
    originalEndTimeZone: event.end.timeZone,
    iCalUId: event.iCalUId,
    reminderMinutesBeforeStart: event.reminderMinutesBeforeStart,
    isReminderOn: event.isReminderOn,
    hasAttachments: false,
    subject: event.subject,
    bodyPreview: textOf(event.body).slice(0, 255),
    importance: event.importance,
    sensitivity: event.sensitivity,
    isAllDay: event.isAllDay,
    isCancelled: false,
    isOrganizer: true,
    responseRequested: event.responseRequested,
    seriesMasterId: null,
    showAs: event.showAs,
    type: 'singleInstance',
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: false,
    onlineMeetingProvider: 'unknown',
    allowNewTimeProposals: event.allowNewTimeProposals,
    occurrenceId: null,
    isDraft: false,
    hideAttendees: event.hideAttendees,
    responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
    body:
      preferences.bodyContentType === 'text'
        ? { contentType: 'text', content: textOf(event.body) }
        : { contentType: 'html', content: htmlOf(event.body) },
    start: representTime(event, event.start, event.startsAt, preferences),
    end: representTime(event, event.end, event.endsAt, preferences),
    location,
    locations: event.location['displayName'] ? [location] : [],
    recurrence: null,
    attendees: event.attendees.map((attendee) => ({
      type: 'required',
      status: { response: 'none', time: '0001-01-01T00:00:00Z' },
      ...attendee,
    })),
    organizer: {
      emailAddress: { name: mailbox.profile.displayName, address: mailbox.profile.address },
    },
    onlineMeeting: null,
  };
  const result = shape.select ? selected(whole, shape.select) : whole;
  const properties = expanded(event, shape);
  if (properties.length > 0) result['singleValueExtendedProperties'] = properties;
  return result;
}

/** All-day events are floating: midnight to midnight in whatever zone they are read (docs#1802). */
function representTime(
  event: CalendarEvent,
  sent: DateTimeTimeZone,
  instant: number,
  preferences: Preferences,
): DateTimeTimeZone {
  const dateTime = event.isAllDay
    ? `${sent.dateTime.slice(0, 10)}T00:00:00.0000000`
    : localTimeOf(instant, preferences.iana);
  return { dateTime, timeZone: preferences.timeZone };
}

function representLocation(location: CalendarEvent['location']): Record<string, unknown> {
  return {
    displayName: '',
    locationType: 'default',
    uniqueIdType: 'unknown',
    address: {},
    coordinates: {},
    ...location,
  };
}

function selected(whole: Record<string, unknown>, select: ReadonlySet<string>): Record<string, unknown> {
  const result: Record<string, unknown> = { '@odata.etag': whole['@odata.etag'], id: whole['id'] };
  for (const name of select) if (name in whole) result[name] = whole[name];
  return result;
}

function expanded(event: CalendarEvent, shape: Shape): readonly unknown[] {
  const ids = shape.expandedProperties;
  if (!ids) return [];
  return event.extendedProperties.filter((property) =>
    ids.some((id) => sameExtendedPropertyId(id, property.id)),
  );
}
