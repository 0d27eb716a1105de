import type { AbsenceType, ShowAs } from './absence-types.ts';
import type { Company } from './company.ts';
import { calendarSpanOf, lastDayOf, type LocalDateTime } from './period.ts';
import type { ReasonCode } from './reasons.ts';
import type { RegistrationData } from './registration-event.ts';
import type { Registration } from './registration.ts';
import { windowsTimeZone } from './time-zones.ts';

/** What colleagues see. Nothing else of a registration leaves for Outlook: no comment, no name, no hidden type. */
export interface CalendarEventContent {
  readonly subject: string;
  readonly isAllDay: boolean;
  readonly start: LocalDateTime;
  readonly end: LocalDateTime;
  /** The zone's Windows name. */
  readonly timeZone: string;
  readonly showAs: ShowAs;
  readonly sensitivity: 'private' | 'normal';
}

/** What should stand in Outlook for a registration: one calendar event in one mailbox, or none. */
export type DesiredCalendarEvent =
  | {
      readonly kind: 'event';
      readonly mailbox: string;
      readonly employeeId: string;
      readonly content: CalendarEventContent;
    }
  /** `reason` is null where the HR system itself ended it: rejected or deleted. */
  | {
      readonly kind: 'none';
      readonly isWaiting: boolean;
      readonly reason: { readonly code: NoEventReason } | null;
    };

/** Why nothing is wanted in Outlook, where it isn't HR's own end of it. */
export type NoEventReason = Extract<
  ReasonCode,
  'awaiting-registration' | 'awaiting-approval' | 'type-not-synced' | 'before-sync-from' | 'connection-off'
>;

/** The one place that decides whether a registration belongs in Outlook, and as what. */
export function desiredCalendarEvent(registration: Registration, company: Company): DesiredCalendarEvent {
  const { data, approval, existence } = registration;
  if (existence?.value === 'deleted' || approval?.value === 'rejected') return none(null);
  if (data === null) return waitingFor('awaiting-registration');
  const type = absenceTypeOf(data.value, company);
  if (!type.synced) return none({ code: 'type-not-synced' });
  const { syncFrom } = company.settings;
  if (syncFrom !== null && lastDayOf(data.value.period) < syncFrom) return none({ code: 'before-sync-from' });
  if (approval?.value !== 'approved') return waitingFor('awaiting-approval');
  if (company.connection.isPurging) return none({ code: 'connection-off' });
  return {
    kind: 'event',
    mailbox: data.value.employee.mailbox,
    employeeId: data.value.employee.id,
    content: contentOf(data.value, company),
  };
}

const none = (reason: { readonly code: NoEventReason } | null): DesiredCalendarEvent => ({
  kind: 'none',
  isWaiting: false,
  reason,
});
const waitingFor = (code: 'awaiting-approval' | 'awaiting-registration'): DesiredCalendarEvent => ({
  kind: 'none',
  isWaiting: true,
  reason: { code },
});

/** A registration as its calendar event, whether or not one should stand. */
export function contentOf(data: RegistrationData, company: Company): CalendarEventContent {
  const type = absenceTypeOf(data, company);
  const timeZone = timeZoneOf(data, company);
  return {
    subject: subjectOf(type, company),
    ...calendarSpanOf(data.period, timeZone),
    timeZone: windowsTimeZone(timeZone),
    showAs: type.showAs,
    sensitivity: type.private ? 'private' : 'normal',
  };
}

export function timeZoneOf(data: RegistrationData, company: Company): string {
  return data.employee.timeZone ?? company.settings.timeZone;
}

function subjectOf(type: AbsenceType, company: Company): string {
  const { language } = company.settings;
  const subject = type.subject[language];
  return type.showType ? `${subject} – ${type.label[language]}` : subject;
}

/** A company may not drop a type that registrations name; one that isn't in the table is never sent. */
function absenceTypeOf(data: RegistrationData, company: Company): AbsenceType {
  const type = company.absenceTypes.get(data.absenceType);
  if (type !== undefined) return type;
  const hidden = company.absenceTypes.get('other-absence');
  if (hidden === undefined) throw new TypeError('The absence-type table lacks its standard rows.');
  return { ...hidden, type: data.absenceType, synced: false };
}
