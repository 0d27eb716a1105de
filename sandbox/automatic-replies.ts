import type { JsonObject } from './calendar-event.ts';
import { parseDateTimeTimeZone, readDateTime } from './date-time-time-zone.ts';
import { oneOf } from './event-input.ts';
import { GraphFailure, requestBodyRead } from './graph-failure.ts';
import {
  automaticRepliesStatuses,
  externalAudiences,
  type AutomaticReplies,
  type MailboxProfile,
} from './mailbox.ts';
import { localTimeOf } from './time-zones.ts';

const hour = 60 * 60 * 1000;

/** What stands in a mailbox that nobody has set: off, with tomorrow as the day that Outlook proposes. */
export function initialAutomaticReplies(now: number): AutomaticReplies {
  const nextHour = Math.ceil(now / hour) * hour;
  return {
    status: 'disabled',
    externalAudience: 'all',
    scheduledStartAt: nextHour,
    scheduledEndAt: nextHour + 24 * hour,
    internalReplyMessage: '',
    externalReplyMessage: '',
  };
}

/** Members that are left out keep their value, the texts too. */
export function mergeAutomaticReplies(
  profile: MailboxProfile,
  change: unknown,
  now: number,
): AutomaticReplies {
  if (typeof change !== 'object' || change === null || Array.isArray(change))
    throw requestBodyRead(
      "A 'StartObject' node was expected when reading the property 'automaticRepliesSetting'.",
    );
  const json = change as JsonObject;
  const before = profile.automaticReplies;
  const merged = {
    status: 'status' in json ? oneOf(automaticRepliesStatuses, json['status']) : before.status,
    externalAudience:
      'externalAudience' in json
        ? oneOf(externalAudiences, json['externalAudience'])
        : before.externalAudience,
    scheduledStartAt: instantIn(json, 'scheduledStartDateTime', before.scheduledStartAt),
    scheduledEndAt: instantIn(json, 'scheduledEndDateTime', before.scheduledEndAt),
    internalReplyMessage: messageIn(json, 'internalReplyMessage', before.internalReplyMessage),
    externalReplyMessage: messageIn(json, 'externalReplyMessage', before.externalReplyMessage),
  };
  for (const name of Object.keys(json))
    if (!knownMembers.has(name) && !name.includes('@odata.'))
      throw requestBodyRead(
        `The property '${name}' does not exist on type 'microsoft.graph.automaticRepliesSetting'. Make sure to only use property names that are defined by the type.`,
      );
  // A start in the past is fine; an end in the past is not. Source: Exchange's UserOofSettings.
  const isSpan = merged.scheduledEndAt > merged.scheduledStartAt && merged.scheduledEndAt > now;
  if (merged.status === 'scheduled' && !isSpan)
    throw new GraphFailure(
      400,
      'ErrorInvalidScheduledOofDuration',
      "The scheduled duration for sending automatic replies isn't valid.",
    );
  // Where the organisation forbids external replies, Exchange saves `none` and says nothing.
  return profile.externalRepliesAllowed ? merged : { ...merged, externalAudience: 'none' };
}

export function representAutomaticReplies(replies: AutomaticReplies): Record<string, unknown> {
  return {
    status: replies.status,
    externalAudience: replies.externalAudience,
    scheduledStartDateTime: { dateTime: localTimeOf(replies.scheduledStartAt, 'Etc/UTC'), timeZone: 'UTC' },
    scheduledEndDateTime: { dateTime: localTimeOf(replies.scheduledEndAt, 'Etc/UTC'), timeZone: 'UTC' },
    internalReplyMessage: wrapped(replies.internalReplyMessage),
    externalReplyMessage: wrapped(replies.externalReplyMessage),
  };
}

const knownMembers = new Set([
  'status',
  'externalAudience',
  'scheduledStartDateTime',
  'scheduledEndDateTime',
  'internalReplyMessage',
  'externalReplyMessage',
]);

function instantIn(json: JsonObject, name: string, otherwise: number): number {
  return name in json ? readDateTime(parseDateTimeTimeZone(json[name], name)).instant : otherwise;
}

function messageIn(json: JsonObject, name: string, otherwise: string): string {
  if (!(name in json)) return otherwise;
  const message = json[name];
  if (message === null)
    throw new GraphFailure(400, 'ErrorInvalidUserOofSettings', 'The user OOF settings are invalid.');
  if (typeof message !== 'string')
    throw requestBodyRead(`Cannot convert the value of '${name}' to the expected type 'Edm.String'.`);
  return message;
}

function wrapped(message: string): string {
  if (message === '' || /<html[\s>]/i.test(message)) return message;
  return `<html>\n<body>\n${message}\n</body>\n</html>\n`;
}
