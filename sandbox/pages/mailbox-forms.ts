import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { CalendarEvent } from '../calendar-event.ts';
import { unknownThing } from '../control-input.ts';
import { userChanges, userDeletes, userSetsAutomaticReplies } from '../event-control.ts';
import { escapeHtml } from '../html-body.ts';
import { automaticRepliesStatuses, externalAudiences, mailboxKinds, type Mailbox } from '../mailbox.ts';
import { putApplication, putMailbox, requireMailbox } from '../tenant-control.ts';
import { localTimeOf } from '../time-zones.ts';
import { addDays, isDate } from './date-text.ts';
import { formFields, formRoute, type FormRequest } from './form-fields.ts';
import { kindWords } from './mailbox-page.ts';
import type { Pages } from './page.ts';
import { lengthInDays, place, subjectOf, whenWords, zoneOf } from './placed-event.ts';
import { messageText, statusWords } from './reply-card.ts';
import { withMailbox, withoutMailbox } from './scope-change.ts';
import type { Told } from './told.ts';

const localPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/;
const local = z.string().regex(localPattern, 'must be a date and a time');
const kindSchema = z.object({ kind: z.enum(mailboxKinds) });
const scopeSchema = z.object({ appId: z.string(), to: z.enum(['out', 'in']) });
const moveSchema = z.object({ start: z.string() });
const replySchema = z.object({
  status: z.enum(automaticRepliesStatuses),
  audience: z.enum(externalAudiences),
  start: local,
  end: local,
  internal: z.string(),
  external: z.string(),
});

type Work = (pages: Pages, mailbox: Mailbox, request: FormRequest) => Told;

/** The forms of a mailbox's page: what its owner does in Outlook, and what an administrator does to it. */
export function addMailboxForms(app: FastifyInstance, pages: Pages): void {
  const on = (path: string, work: Work): void => {
    app.post(
      `/calendars/:tenantId/:address${path}`,
      formRoute(pages.told, (request) => {
        const { tenantId = '', address = '' } = request.params;
        return work(pages, requireMailbox(pages.sandbox.state, tenantId, address), request);
      }),
    );
  };
  on('/kind', setKind);
  on('/scope', setScope);
  on('/automatic-reply', setReply);
  on('/events/:eventId/move', moveEvent);
  on('/events/:eventId/delete', deleteEvent);
  on('/events/:eventId/restore', ({ sandbox }, mailbox, request) => {
    const event = eventOf(mailbox, request);
    userChanges(sandbox.state, mailbox, event.immutableId, { inDeletedItems: false });
    return { message: `${subjectOf(event)} is back in the calendar.` };
  });
}

const setKind: Work = ({ sandbox }, mailbox, request) => {
  const { kind } = formFields(request, kindSchema);
  putMailbox(sandbox.state, mailbox.tenantId, mailbox.profile.address, { kind });
  return {
    message: `The mailbox of ${mailbox.profile.displayName} is now: ${kindWords[kind].toLowerCase()}.`,
  };
};

const setScope: Work = ({ sandbox }, mailbox, request) => {
  const { appId, to } = formFields(request, scopeSchema);
  const application = sandbox.state.application(mailbox.tenantId, appId);
  if (!application) throw unknownThing(`application ${appId}`);
  const change = (to === 'out' ? withoutMailbox : withMailbox)(application, mailbox.profile);
  putApplication(sandbox.state, mailbox.tenantId, appId, {
    accessPolicy: change.accessPolicy && {
      ...change.accessPolicy,
      mailboxes: [...change.accessPolicy.mailboxes],
    },
    rbacScopes:
      change.rbacScopes?.map((scope) => ({ role: scope.role, mailboxes: [...scope.mailboxes] })) ?? null,
  });
  return {
    message: `${application.displayName} ${to === 'out' ? 'no longer reaches' : 'reaches'} the mailbox of ${mailbox.profile.displayName}${to === 'out' ? '' : ' again'}.`,
  };
};

const setReply: Work = ({ sandbox }, mailbox, request) => {
  const given = formFields(request, replySchema);
  const before = mailbox.profile.automaticReplies;
  const { iana, windowsName } = zoneOf(mailbox);
  const span = (name: string, at: number, text: string) =>
    // An unchanged minute keeps its seconds.
    localTimeOf(at, iana).startsWith(text) ? {} : { [name]: { dateTime: text, timeZone: windowsName } };
  userSetsAutomaticReplies(sandbox.state, mailbox, {
    status: given.status,
    externalAudience: given.audience,
    ...span('scheduledStartDateTime', before.scheduledStartAt, given.start),
    ...span('scheduledEndDateTime', before.scheduledEndAt, given.end),
    ...changedText('internalReplyMessage', before.internalReplyMessage, given.internal),
    ...changedText('externalReplyMessage', before.externalReplyMessage, given.external),
  });
  return {
    message: `The automatic reply of ${mailbox.profile.displayName} is now: ${statusWords[given.status].toLowerCase()}.`,
  };
};

/** A text that reads as before stays as it is stored, markup and all. */
function changedText(name: string, stored: string, given: string): Record<string, string> {
  const text = given.replaceAll('\r\n', '\n').trim();
  if (text === messageText(stored).replaceAll('\r\n', '\n')) return {};
  return { [name]: escapeHtml(text).replaceAll('\n', '<br>') };
}

const moveEvent: Work = ({ sandbox }, mailbox, request) => {
  const event = eventOf(mailbox, request);
  const { start } = formFields(request, moveSchema);
  const moved = userChanges(sandbox.state, mailbox, event.immutableId, movedTo(event, mailbox, start));
  return { message: `${subjectOf(moved)} is now ${whenWords(place(moved, zoneOf(mailbox).iana))}.` };
};

/** The new start and the end that keeps its length: in days where it lasts all day, else by the clock on the wall. */
function movedTo(event: CalendarEvent, mailbox: Mailbox, start: string) {
  const { iana, windowsName } = zoneOf(mailbox);
  const placed = place(event, iana);
  if (event.isAllDay) {
    const first = isDate(start) ? start : placed.firstDay;
    const at = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: event.start.timeZone });
    return { start: at(first), end: at(addDays(first, lengthInDays(placed))) };
  }
  const from = localPattern.test(start) ? start : placed.starts;
  const length = Math.max(0, Date.parse(`${placed.ends}Z`) - Date.parse(`${placed.starts}Z`));
  const to = new Date(Date.parse(`${from}Z`) + length).toISOString().slice(0, 16);
  return {
    start: { dateTime: `${from}:00`, timeZone: windowsName },
    end: { dateTime: `${to}:00`, timeZone: windowsName },
  };
}

const deleteEvent: Work = ({ sandbox }, mailbox, request) => {
  const event = eventOf(mailbox, request);
  userDeletes(sandbox.state, mailbox, event.immutableId);
  return {
    message: event.inDeletedItems
      ? `${subjectOf(event)} is deleted for good.`
      : `${subjectOf(event)} is in Deleted Items now.`,
  };
};

function eventOf(mailbox: Mailbox, request: FormRequest): CalendarEvent {
  const event = mailbox.eventById(request.params['eventId'] ?? '');
  if (!event) throw unknownThing('such event in this mailbox any more');
  return event;
}
