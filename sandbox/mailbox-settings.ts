import { mergeAutomaticReplies, representAutomaticReplies } from './automatic-replies.ts';
import type { JsonObject } from './calendar-event.ts';
import { GraphFailure, notModelled, requestBodyRead } from './graph-failure.ts';
import type { Mailbox, MailboxProfile } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';
import { lookUpZone } from './time-zones.ts';

export function readMailboxSettings(mailbox: Mailbox, part: string | null): Record<string, unknown> {
  const settings = representSettings(mailbox.profile);
  const context = contextOf(mailbox);
  if (part === null) return { '@odata.context': context, ...settings };
  const value = settings[part];
  if (value === undefined)
    throw new GraphFailure(400, 'BadRequest', `Resource not found for the segment '${part}'.`);
  return typeof value === 'object'
    ? { '@odata.context': `${context}/${part}`, ...value }
    : { '@odata.context': `${context}/${part}`, value };
}

/** Writes the parts that are named and answers with those parts alone. */
export function updateMailboxSettings(
  state: SandboxState,
  mailbox: Mailbox,
  json: JsonObject,
): Record<string, unknown> {
  const profile: { -readonly [K in keyof MailboxProfile]: MailboxProfile[K] } = { ...mailbox.profile };
  const changed: string[] = [];
  for (const [name, value] of Object.entries(json)) {
    if (name.includes('@odata.')) continue;
    if (name === 'automaticRepliesSetting')
      profile.automaticReplies = mergeAutomaticReplies(profile, value, state.now());
    else if (name === 'timeZone') profile.timeZone = knownZone(value);
    else if (name in representSettings(profile)) throw notModelled(`changing mailboxSettings.${name}`);
    else
      throw requestBodyRead(
        `The property '${name}' does not exist on type 'microsoft.graph.mailboxSettings'. Make sure to only use property names that are defined by the type.`,
      );
    changed.push(name);
  }
  if (changed.length > 0) state.commit({ kind: 'mailbox', tenantId: mailbox.tenantId, profile });
  const settings = representSettings(profile);
  return {
    '@odata.context': contextOf(mailbox),
    ...Object.fromEntries(changed.map((name) => [name, settings[name]])),
  };
}

function representSettings(profile: MailboxProfile): Record<string, unknown> {
  return {
    archiveFolder: 'AAMkAGarchive',
    timeZone: profile.timeZone,
    delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
    dateFormat: 'dd-MM-yyyy',
    timeFormat: 'HH:mm',
    userPurpose: 'user',
    automaticRepliesSetting: representAutomaticReplies(profile.automaticReplies),
    language: { locale: 'da-DK', displayName: 'Danish (Denmark)' },
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '08:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: profile.timeZone },
    },
  };
}

function knownZone(value: unknown): string {
  if (typeof value !== 'string' || typeof lookUpZone(value) === 'string')
    throw new GraphFailure(400, 'ErrorInvalidTimeZone', `The time zone '${String(value)}' is invalid.`);
  return value;
}

function contextOf(mailbox: Mailbox): string {
  return `https://graph.microsoft.com/v1.0/$metadata#users('${mailbox.profile.objectId}')/mailboxSettings`;
}
