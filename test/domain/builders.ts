import { absenceTypesWith, type AbsenceTypeOverride } from '#domain/absence-types.ts';
import type { CalendarEventContent, DesiredCalendarEvent } from '#domain/calendar-event.ts';
import { defaultSettings, type Company, type CompanySettings } from '#domain/company.ts';
import { toCompanyId, toRegistrationId } from '#domain/identifiers.ts';
import { parsePeriod } from '#domain/period.ts';
import {
  type HrRegistrationEvent,
  type RecordedRegistrationEvent,
  type RegistrationData,
  type RegistrationEvent,
} from '#domain/registration-event.ts';
import { fold, type Registration } from '#domain/registration.ts';
import type { Fingerprint } from '#domain/sync.ts';

export const registrationId = toRegistrationId('4711');
export const recordedAt = '2026-11-23T08:00:00Z';

export const anna = { id: '7', mailbox: 'anna.holm@contoso.example', name: 'Anna Holm', timeZone: null };
export const bo = { id: '8', mailbox: 'bo.lund@contoso.example', name: 'Bo Lund', timeZone: null };

export const annaVacation: RegistrationData = {
  employee: anna,
  absenceType: 'vacation',
  period: parsePeriod('2026-12-01', '2026-12-05'),
  comment: 'Skiferie',
};

export const annaVacationWeekLater: RegistrationData = {
  ...annaVacation,
  period: parsePeriod('2026-12-08', '2026-12-12'),
};

interface CompanyChoices {
  readonly settings?: Partial<CompanySettings>;
  readonly overrides?: Readonly<Record<string, AbsenceTypeOverride>>;
  readonly connection?: Partial<Company['connection']>;
}

/** A Danish company whose connection works, with what it has chosen otherwise. */
export function companyWith({ settings, overrides, connection }: CompanyChoices = {}): Company {
  return {
    companyId: toCompanyId('acme'),
    settings: { ...defaultSettings('Acme', 'da', 'Europe/Copenhagen'), ...settings },
    absenceTypes: absenceTypesWith(new Map(Object.entries(overrides ?? {}))),
    connection: {
      state: 'healthy',
      isOpen: true,
      isPurging: false,
      epoch: 1,
      tenantId: 'tenant-1',
      reason: null,
      ...connection,
    },
  };
}

export const acme = companyWith();

export const created = (version: number, data = annaVacation, approved = false): HrRegistrationEvent => ({
  type: 'RegistrationCreated',
  version,
  data,
  approved,
});
export const changed = (
  version: number,
  data = annaVacation,
  approved: boolean | null = null,
): HrRegistrationEvent => ({ type: 'RegistrationChanged', version, data, approved });
export const approved = (version: number, data: RegistrationData | null = null): HrRegistrationEvent => ({
  type: 'RegistrationApproved',
  version,
  data,
});
export const rejected = (version: number, data: RegistrationData | null = null): HrRegistrationEvent => ({
  type: 'RegistrationRejected',
  version,
  data,
});
export const deleted = (version: number, data: RegistrationData | null = null): HrRegistrationEvent => ({
  type: 'RegistrationDeleted',
  version,
  data,
});

/** The registration after these, in the order in which they were recorded. */
export function given(...events: readonly RegistrationEvent[]): Registration {
  return fold(registrationId, recordedInOrder(events));
}

export function recordedInOrder(events: readonly RegistrationEvent[]): RecordedRegistrationEvent[] {
  return events.map((event, index) => ({ registrationId, sequence: index + 1, recordedAt, event }));
}

/** What the HR system has said so far, and nothing of Outlook. */
export function hrFactsOf({ data, approval, existence }: Registration) {
  return { data, approval, existence };
}

export const fingerprint: Fingerprint = (content) =>
  JSON.stringify(Object.entries(content).sort(([one], [other]) => one.localeCompare(other)));

export function contentIn(desired: DesiredCalendarEvent): CalendarEventContent {
  if (desired.kind === 'none') throw new Error(`No calendar event: ${desired.reason?.code ?? 'ended by HR'}`);
  return desired.content;
}

/** @throws where there is nothing: a test that goes on without it would pass for the wrong reason. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`There is no ${what}.`);
  return value;
}
