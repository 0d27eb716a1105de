import type { AbsenceTypeOverride } from '#domain/absence-types.ts';
import type { Company, CompanySettings } from '#domain/company.ts';
import { parsePeriod } from '#domain/period.ts';
import type { Employee } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { replyWindows } from '#domain/reply-window.ts';
import { anna, annaVacation, companyWith, created, given } from './builders.ts';

const may = '2026-05-04T08:00:00.000Z';
export const weekend = [6, 7];

interface Choices {
  readonly enabled?: boolean;
  readonly audience?: CompanySettings['automaticReplies']['audience'];
  readonly nonWorkingDays?: Partial<CompanySettings['nonWorkingDays']>;
  readonly timeZone?: string;
  readonly overrides?: Readonly<Record<string, AbsenceTypeOverride>>;
}

/** A company with replies ON, and every day a working day unless it says otherwise. */
export function replying({
  enabled = true,
  audience = 'all',
  nonWorkingDays,
  timeZone,
  overrides,
}: Choices = {}): Company {
  const company = companyWith({ overrides: overrides ?? {} });
  const automaticReplies = { ...company.settings.automaticReplies, enabled, audience };
  const settings: CompanySettings = {
    ...company.settings,
    automaticReplies,
    nonWorkingDays: { weekdays: [], dates: [], ...nonWorkingDays },
    timeZone: timeZone ?? company.settings.timeZone,
  };
  return { ...company, settings };
}

export const dataOf = (
  from: string,
  to: string,
  absenceType = 'vacation',
  employee: Partial<Employee> = {},
) => ({
  ...annaVacation,
  absenceType,
  period: parsePeriod(from, to),
  employee: { ...anna, ...employee },
});
/** An approved absence of Anna's. */
export const absent = (...absence: Parameters<typeof dataOf>): Registration =>
  given(created(1, dataOf(...absence), true));

export const windowsOf = (registrations: readonly Registration[], choices: Choices = {}, now = may) =>
  replyWindows(registrations, replying(choices), now);
/** The days of the windows, in words: first to last, back on. */
export const daysOf = (...input: Parameters<typeof windowsOf>) =>
  windowsOf(...input).map(
    ({ firstDay, lastDay, returnDay }) => `${firstDay} to ${lastDay}, back ${returnDay}`,
  );
