import {
  listCalendarEvents,
  lookUpCalendarEvent,
  type FoundCalendarEvent,
} from '#activities/microsoft365/calendar-reading.ts';
import type { Graph } from '#activities/microsoft365/graph.ts';
import { toCompanyId, toRegistrationId } from '#domain/identifiers.ts';
import type { Tenant } from './tenant.ts';

export const markProperty = 'String {c2b6f2a4-6d2e-4a54-9d0b-5f0c6f1f7a11} Name AbsenceSyncRegistration';
const { signal } = new AbortController();

/** Reads as the service does, and gives mailboxes events that it didn't make. */
export interface Reader {
  list(mailbox: string, only?: string | null, company?: string): ReturnType<typeof listCalendarEvents>;
  /** @throws where the list couldn't be read. */
  listed(...asked: Parameters<Reader['list']>): Promise<readonly FoundCalendarEvent[]>;
  lookUp(mailbox: string, calendarEventId: string): ReturnType<typeof lookUpCalendarEvent>;
  /** An event in the mailbox that carries this mark, or none. */
  eventMarked(mailbox: string, mark: string | null, change?: object): Promise<void>;
}

export function readerOf({ outlook, tenantId }: Tenant, client: Graph): Reader {
  const list: Reader['list'] = (mailbox, only = null, company = 'contoso') => {
    const registrationId = only === null ? null : toRegistrationId(only);
    return listCalendarEvents(client, mailbox, toCompanyId(company), registrationId, signal);
  };
  return {
    list,
    async listed(...asked) {
      const answer = await list(...asked);
      if (answer.kind === 'failed') throw new Error(JSON.stringify(answer.failure));
      return answer.events;
    },
    lookUp: (mailbox, calendarEventId) => lookUpCalendarEvent(client, mailbox, calendarEventId, signal),
    async eventMarked(mailbox, mark, change = {}) {
      const path = `/sandbox/tenants/${tenantId}/mailboxes/${encodeURIComponent(mailbox)}/events`;
      await outlook.control('POST', path, {
        subject: 'Absent',
        isAllDay: true,
        start: copenhagen('2027-03-01T00:00:00'),
        end: copenhagen('2027-03-02T00:00:00'),
        ...(mark !== null && { singleValueExtendedProperties: [{ id: markProperty, value: mark }] }),
        ...change,
      });
    },
  };
}

export const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
export const copenhagen = (dateTime: string) => ({ dateTime, timeZone: 'Romance Standard Time' });
export const refusal = (code: string) => ({ error: { code, message: 'No.' } });
