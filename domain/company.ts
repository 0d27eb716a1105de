import type { AbsenceType, Language, Localised } from './absence-types.ts';
import type { ConnectionState } from './connection.ts';
import type { CompanyId } from './identifiers.ts';
import type { CalendarDate } from './period.ts';
import type { Reason } from './reasons.ts';

/** What a company has chosen. */
export interface CompanySettings {
  readonly name: string;
  readonly language: Language;
  /** IANA; for employees whose registrations name no zone. */
  readonly timeZone: string;
  /** ISO weekdays (1 = Monday) and single dates on which nobody is expected at work. */
  readonly nonWorkingDays: { readonly weekdays: readonly number[]; readonly dates: readonly CalendarDate[] };
  /** Registrations that end before this day are not sent; null sends those of any date. */
  readonly syncFrom: CalendarDate | null;
  readonly automaticReplies: AutomaticReplySettings;
  readonly notifications: {
    readonly mail: readonly string[];
    readonly webhook: { readonly url: string } | null;
  };
}

interface AutomaticReplySettings {
  readonly enabled: boolean;
  readonly audience: 'none' | 'contacts' | 'all';
  readonly internal: Localised;
  readonly external: Localised;
}

/** All of a company that decides what should stand in Outlook. */
export interface Company {
  readonly companyId: CompanyId;
  readonly settings: CompanySettings;
  readonly absenceTypes: ReadonlyMap<string, AbsenceType>;
  readonly connection: ConnectionView;
}

/** What a sync must know of the company's connection; the secret isn't part of it. */
export interface ConnectionView {
  readonly state: ConnectionState | 'missing';
  readonly isOpen: boolean;
  /** Switched OFF, and what stands in Outlook is to be removed: removals alone are still sent. */
  readonly isPurging: boolean;
  /** Rises at every change of the state. */
  readonly epoch: number;
  readonly tenantId: string | null;
  /** Why the connection isn't open; null while it is. */
  readonly reason: Reason | null;
}

/** What a new company starts with. */
export function defaultSettings(name: string, language: Language, timeZone: string): CompanySettings {
  return {
    name,
    language,
    timeZone,
    nonWorkingDays: { weekdays: [6, 7], dates: [] },
    syncFrom: null,
    automaticReplies: {
      enabled: false,
      audience: 'all',
      internal: {
        da: 'Jeg er fraværende til og med {lastDay} og er tilbage {returnDay}.',
        en: 'I am away until {lastDay} and back on {returnDay}.',
      },
      external: {
        da: 'Tak for din mail. Jeg er fraværende til og med {lastDay} og svarer, når jeg er tilbage {returnDay}.',
        en: 'Thank you for your mail. I am away until {lastDay} and will answer when I am back on {returnDay}.',
      },
    },
    notifications: { mail: [], webhook: null },
  };
}
