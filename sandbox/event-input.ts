import {
  importanceValues,
  sensitivityValues,
  showAsValues,
  type EventContent,
  type JsonObject,
} from './calendar-event.ts';
import { parseDateTimeTimeZone } from './date-time-time-zone.ts';
import { isExtendedPropertyId } from './extended-properties.ts';
import { GraphFailure, notModelled, propertyValidationFailure, requestBodyRead } from './graph-failure.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export interface EventInput {
  readonly content: Partial<Omit<EventContent, 'extendedProperties'>>;
  readonly extendedProperties: readonly { readonly id: string; readonly value: string | null }[];
  readonly transactionId: string | undefined;
}

/** Properties that Graph computes; a caller that sends them back, as after a GET, is not refused. */
const readOnlyProperties = new Set(
  `id changeKey createdDateTime lastModifiedDateTime iCalUId uid bodyPreview hasAttachments isOrganizer isCancelled isDraft
responseStatus seriesMasterId occurrenceId type webLink onlineMeeting onlineMeetingUrl organizer originalStart
originalStartTimeZone originalEndTimeZone cancelledOccurrences locations`.split(/\s+/),
);

const limits = { subjectLength: 255, transactionIdLength: 1_000 };

export function parseEventInput(json: JsonObject): EventInput {
  const content: Mutable<EventInput['content']> = {};
  let extendedProperties: EventInput['extendedProperties'] = [];
  let transactionId: string | undefined;
  for (const [name, value] of Object.entries(json)) {
    switch (name) {
      case 'subject':
        content.subject = nullableText(value, name).slice(0, limits.subjectLength);
        break;
      case 'body':
        content.body = parseBody(value);
        break;
      case 'start':
      case 'end':
        content[name] = parseDateTimeTimeZone(value, name);
        break;
      case 'isAllDay':
      case 'isReminderOn':
      case 'responseRequested':
      case 'allowNewTimeProposals':
      case 'hideAttendees':
        content[name] = boolean(value, name);
        break;
      case 'showAs':
        content.showAs = oneOf(showAsValues, value);
        break;
      case 'sensitivity':
        content.sensitivity = oneOf(sensitivityValues, value);
        break;
      case 'importance':
        content.importance = oneOf(importanceValues, value);
        break;
      case 'reminderMinutesBeforeStart':
        if (typeof value !== 'number' || !Number.isInteger(value)) throw cannotConvert(value, 'Edm.Int32');
        content.reminderMinutesBeforeStart = value;
        break;
      case 'categories':
        content.categories = list(value, name).map((entry) => nullableText(entry, name));
        break;
      case 'location':
        content.location = value === null ? {} : object(value, name);
        break;
      case 'attendees':
        content.attendees = list(value, name).map((entry) => object(entry, name));
        break;
      case 'transactionId':
        transactionId = nullableText(value, name) || undefined;
        if (transactionId && transactionId.length > limits.transactionIdLength)
          throw propertyValidationFailure();
        break;
      case 'singleValueExtendedProperties':
        extendedProperties = list(value, name).map((entry) => parseExtendedProperty(object(entry, name)));
        break;
      case 'recurrence':
        if (value !== null) throw notModelled('recurring events');
        break;
      case 'isOnlineMeeting':
      case 'onlineMeetingProvider':
        if (value === true) throw notModelled('online meetings');
        break;
      case 'extensions':
      case 'attachments':
      case 'multiValueExtendedProperties':
        throw notModelled(name);
      default:
        if (name.includes('@odata.') || readOnlyProperties.has(name)) break;
        throw requestBodyRead(
          `The property '${name}' does not exist on type 'microsoft.graph.event'. Make sure to only use property names that are defined by the type.`,
        );
    }
  }
  return { content, extendedProperties, transactionId };
}

/** Graph reads enumeration values without regard to case and writes them back in lower camel case. */
export function oneOf<T extends string>(values: readonly T[], value: unknown): T {
  const found =
    typeof value === 'string'
      ? values.find((candidate) => candidate.toLowerCase() === value.toLowerCase())
      : undefined;
  if (found === undefined) throw requestBodyRead(`Requested value '${String(value)}' was not found.`);
  return found;
}

function parseBody(value: unknown): EventContent['body'] {
  if (value === null) return { contentType: 'html', content: '' };
  const body = object(value, 'body');
  return {
    contentType: body['contentType'] === undefined ? 'text' : oneOf(['text', 'html'], body['contentType']),
    content: nullableText(body['content'] ?? null, 'content'),
  };
}

function parseExtendedProperty(property: JsonObject): { id: string; value: string | null } {
  const { id, value } = property;
  if (typeof id !== 'string' || !isExtendedPropertyId(id))
    throw new GraphFailure(400, 'ErrorInvalidProperty', `The extended property '${String(id)}' is invalid.`);
  if (value !== null && typeof value !== 'string') throw cannotConvert(value, 'Edm.String');
  return { id, value };
}

function nullableText(value: unknown, name: string): string {
  if (value === null) return '';
  if (typeof value !== 'string')
    throw requestBodyRead(`Cannot convert the value of '${name}' to the expected type 'Edm.String'.`);
  return value;
}

function boolean(value: unknown, name: string): boolean {
  if (typeof value !== 'boolean')
    throw requestBodyRead(`Cannot convert the value of '${name}' to the expected type 'Edm.Boolean'.`);
  return value;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value))
    throw requestBodyRead(`A 'StartArray' node was expected when reading the property '${name}'.`);
  return value;
}

function object(value: unknown, name: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw requestBodyRead(`A 'StartObject' node was expected when reading the property '${name}'.`);
  return value as JsonObject;
}

function cannotConvert(value: unknown, type: string): GraphFailure {
  return requestBodyRead(`Cannot convert the literal '${String(value)}' to the expected type '${type}'.`);
}
