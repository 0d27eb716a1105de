import type { CalendarEvent, EventContent } from './calendar-event.ts';
import { readDateTime } from './date-time-time-zone.ts';
import type { EventInput } from './event-input.ts';
import { mergeExtendedProperties } from './extended-properties.ts';
import { GraphFailure, invalidRequest, propertyValidationFailure } from './graph-failure.ts';
import { newChangeKey, newICalUId, newImmutableId, newMutableId } from './identifiers.ts';
import type { Mailbox } from './mailbox.ts';
import type { SandboxState } from './sandbox-state.ts';

const day = 24 * 60 * 60 * 1000;

const defaultContent: Omit<EventContent, 'start' | 'end'> = {
  subject: '',
  body: { contentType: 'html', content: '' },
  isAllDay: false,
  showAs: 'busy',
  sensitivity: 'normal',
  importance: 'normal',
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  responseRequested: true,
  allowNewTimeProposals: true,
  hideAttendees: false,
  categories: [],
  location: {},
  attendees: [],
  extendedProperties: [],
};

/** Creates an event, or refuses a transactionId that the mailbox has seen. `idOf` writes the id the caller asked for. */
export function createEvent(
  state: SandboxState,
  mailbox: Mailbox,
  input: EventInput,
  idOf: (ids: { immutableId: string; mutableId: string }) => string,
): CalendarEvent {
  const { start, end } = input.content;
  if (!start || !end) throw propertyValidationFailure();
  refuseKnownTransaction(state, mailbox, input.transactionId, idOf);
  const now = state.nowText();
  const content = {
    ...defaultContent,
    ...input.content,
    start,
    end,
    extendedProperties: mergeExtendedProperties([], input.extendedProperties),
  };
  const event: CalendarEvent = {
    ...content,
    ...checkedSpan(content),
    immutableId: newImmutableId(),
    mutableId: newMutableId(mailbox.profile.objectId),
    iCalUId: newICalUId(),
    changeKey: newChangeKey(mailbox.profile.objectId),
    transactionId: input.transactionId ?? null,
    createdAt: now,
    lastModifiedAt: now,
    inDeletedItems: false,
  };
  commitEvent(state, mailbox, event);
  return event;
}

export function updateEvent(
  state: SandboxState,
  mailbox: Mailbox,
  event: CalendarEvent,
  input: EventInput,
): CalendarEvent {
  if (input.transactionId !== undefined && input.transactionId !== event.transactionId)
    throw invalidRequest('The TransactionId of an event cannot be changed.');
  const content = { ...event, ...input.content };
  const updated: CalendarEvent = {
    ...content,
    ...checkedSpan(content),
    extendedProperties: mergeExtendedProperties(event.extendedProperties, input.extendedProperties),
    changeKey: newChangeKey(mailbox.profile.objectId),
    lastModifiedAt: state.nowText(),
  };
  commitEvent(state, mailbox, updated);
  return updated;
}

/** A move gives the item a new mutable id and a new change key; the immutable id stays. */
export function moveEvent(
  state: SandboxState,
  mailbox: Mailbox,
  event: CalendarEvent,
  inDeletedItems: boolean,
): CalendarEvent {
  const moved: CalendarEvent = {
    ...event,
    inDeletedItems,
    mutableId: newMutableId(mailbox.profile.objectId),
    changeKey: newChangeKey(mailbox.profile.objectId),
    lastModifiedAt: state.nowText(),
  };
  commitEvent(state, mailbox, moved);
  return moved;
}

export function removeEvent(state: SandboxState, mailbox: Mailbox, event: CalendarEvent): void {
  state.commit({
    kind: 'eventGone',
    tenantId: mailbox.tenantId,
    objectId: mailbox.profile.objectId,
    immutableId: event.immutableId,
  });
}

function commitEvent(state: SandboxState, mailbox: Mailbox, event: CalendarEvent): void {
  state.commit({ kind: 'event', tenantId: mailbox.tenantId, objectId: mailbox.profile.objectId, event });
}

function refuseKnownTransaction(
  state: SandboxState,
  mailbox: Mailbox,
  transactionId: string | undefined,
  idOf: (ids: { immutableId: string; mutableId: string }) => string,
): void {
  const remembered = transactionId === undefined ? undefined : mailbox.transactions.get(transactionId);
  if (!remembered) return;
  const existing = mailbox.eventById(remembered.immutableId);
  const isLive = existing !== undefined && !existing.inDeletedItems;
  if (!isLive && state.settings.transactionIdAfterDelete === 'forgets') return;
  throw new GraphFailure(
    400,
    'ErrorDuplicateTransactionId',
    "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
    { members: { '@event.existingEventId': idOf(existing ?? remembered) } },
  );
}

function checkedSpan(content: EventContent): { startsAt: number; endsAt: number } {
  const start = readDateTime(content.start);
  const end = readDateTime(content.end);
  if (content.isAllDay) {
    if (content.start.timeZone.toLowerCase() !== content.end.timeZone.toLowerCase())
      throw invalidRequest(
        'The Event.Start and Event.End properties for an all-day event need to be in the same time zone.',
      );
    if (!start.isMidnight)
      throw invalidRequest('The Event.Start property for an all-day event needs to be set to midnight.');
    if (!end.isMidnight)
      throw invalidRequest('The Event.End property for an all-day event needs to be set to midnight.');
    // By the calendar and not by the clock: the day on which summer time begins has 23 hours.
    if (Date.parse(end.date) - Date.parse(start.date) < day && end.date >= start.date)
      throw invalidRequest('The duration of an event marked as All day must be at least 24 hours.');
  }
  if (end.instant < start.instant) throw propertyValidationFailure();
  return { startsAt: start.instant, endsAt: end.instant };
}
