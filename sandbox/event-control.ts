import { mergeAutomaticReplies, representAutomaticReplies } from './automatic-replies.ts';
import type { CalendarEvent, JsonObject } from './calendar-event.ts';
import { ControlProblem, unknownThing } from './control-input.ts';
import { parseEventInput } from './event-input.ts';
import { createEvent, moveEvent, removeEvent, updateEvent } from './event-writing.ts';
import { GraphFailure } from './graph-failure.ts';
import type { Mailbox } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';

export function representControlledEvent(event: CalendarEvent): Record<string, unknown> {
  return {
    id: event.mutableId,
    immutableId: event.immutableId,
    subject: event.subject,
    isAllDay: event.isAllDay,
    start: event.start,
    end: event.end,
    showAs: event.showAs,
    sensitivity: event.sensitivity,
    importance: event.importance,
    isReminderOn: event.isReminderOn,
    responseRequested: event.responseRequested,
    categories: event.categories,
    attendees: event.attendees,
    body: event.body,
    transactionId: event.transactionId,
    changeKey: event.changeKey,
    originalStartTimeZone: event.start.timeZone,
    extendedProperties: event.extendedProperties,
    createdAt: event.createdAt,
    lastModifiedAt: event.lastModifiedAt,
    inDeletedItems: event.inDeletedItems,
  };
}

/** An event that the user makes in Outlook; the body is shaped as Graph's. */
export function userCreates(state: SandboxState, mailbox: Mailbox, json: JsonObject): CalendarEvent {
  return graphRules(() => createEvent(state, mailbox, parseEventInput(json), (ids) => ids.immutableId));
}

/** What the user changes in Outlook; `inDeletedItems: false` takes the event out of Deleted Items again. */
export function userChanges(
  state: SandboxState,
  mailbox: Mailbox,
  immutableId: string,
  { inDeletedItems, ...json }: JsonObject,
): CalendarEvent {
  const event = requireEvent(mailbox, immutableId);
  const changed =
    Object.keys(json).length > 0
      ? graphRules(() => updateEvent(state, mailbox, event, parseEventInput(json)))
      : event;
  if (typeof inDeletedItems !== 'boolean' || inDeletedItems === changed.inDeletedItems) return changed;
  return moveEvent(state, mailbox, changed, inDeletedItems);
}

/** The first deletion moves the event to Deleted Items; deleted there, it is gone. */
export function userDeletes(state: SandboxState, mailbox: Mailbox, immutableId: string): void {
  const event = requireEvent(mailbox, immutableId);
  if (event.inDeletedItems) removeEvent(state, mailbox, event);
  else moveEvent(state, mailbox, event, true);
}

export function userSetsAutomaticReplies(
  state: SandboxState,
  mailbox: Mailbox,
  json: JsonObject,
): Record<string, unknown> {
  const automaticReplies = graphRules(() => mergeAutomaticReplies(mailbox.profile, json, state.now()));
  state.commit({
    kind: 'mailbox',
    tenantId: mailbox.tenantId,
    profile: { ...mailbox.profile, automaticReplies },
  });
  return representAutomaticReplies(automaticReplies);
}

function requireEvent(mailbox: Mailbox, id: string): CalendarEvent {
  const event = mailbox.eventById(id);
  if (!event) throw unknownThing(`event ${id} in mailbox ${mailbox.profile.address}`);
  return event;
}

/** A user's change passes the same rules as Graph's; what breaks them is the control caller's mistake. */
function graphRules<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof GraphFailure) throw new ControlProblem(400, `${error.code}: ${error.message}`);
    throw error;
  }
}
