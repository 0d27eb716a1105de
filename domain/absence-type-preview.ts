import { Temporal } from 'temporal-polyfill';
import type { Language } from './absence-types.ts';
import { desiredCalendarEvent, type CalendarEventContent } from './calendar-event.ts';
import type { Company } from './company.ts';
import { toRegistrationId } from './identifiers.ts';
import type { CalendarDate, Period } from './period.ts';
import { emptyRegistration, type Registration } from './registration.ts';
import { replyTexts, type ReplyTexts } from './reply-text.ts';
import { replyWindows } from './reply-window.ts';

/** What colleagues would see of an absence. */
export interface AbsenceTypePreview {
  /** Null where the type doesn't go to Outlook. */
  readonly event: CalendarEventContent | null;
  /** Null where none would be set; `external` is empty where nobody outside is answered. */
  readonly automaticReply: ReplyTexts | null;
}

/** Stands for the employee where a text names one. */
const exampleName = 'Anna Holm';

/** An approved absence of the type as the company's table has it, by the same rules that send it. */
export function previewAbsenceType(
  company: Company,
  {
    type,
    period,
    language,
  }: { readonly type: string; readonly period: Period; readonly language?: Language | undefined },
): AbsenceTypePreview {
  const { settings, connection } = company;
  const shown: Company = {
    ...company,
    // Neither a first day in Outlook nor a switch that is OFF says anything of how a type shows.
    settings: { ...settings, syncFrom: null, language: language ?? settings.language },
    connection: { ...connection, isPurging: false },
  };
  const registration = exampleOf(type, period);
  const desired = desiredCalendarEvent(registration, shown);
  const [window] = replyWindows([registration], shown, '0001-01-01T00:00:00.000Z');
  const texts = window === undefined ? null : replyTexts(window, shown.settings);
  return {
    event: desired.kind === 'event' ? desired.content : null,
    automaticReply:
      texts === null || settings.automaticReplies.audience !== 'none' ? texts : { ...texts, external: '' },
  };
}

/** Five days from the next Monday after `now` (ISO 8601 in UTC), as the zone's calendar has them. */
export function exampleWeek(now: string, timeZone: string): { from: CalendarDate; to: CalendarDate } {
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const monday = today.add({ days: 8 - today.dayOfWeek });
  return { from: monday.toString(), to: monday.add({ days: 4 }).toString() };
}

function exampleOf(absenceType: string, period: Period): Registration {
  const employee = { id: 'example', mailbox: '', name: exampleName, timeZone: null };
  return {
    ...emptyRegistration(toRegistrationId('example')),
    data: { version: 1, value: { employee, absenceType, period, comment: null } },
    approval: { version: 1, value: 'approved' },
    existence: { version: 1, value: 'exists' },
  };
}
