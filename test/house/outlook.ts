import { call, type Answer } from './http.ts';

export interface CalendarEvent {
  readonly id: string;
  readonly immutableId: string;
  readonly subject: string;
  readonly isAllDay: boolean;
  readonly start: { readonly dateTime: string; readonly timeZone: string };
  readonly end: { readonly dateTime: string; readonly timeZone: string };
  readonly showAs: string;
  readonly sensitivity: string;
  readonly isReminderOn: boolean;
  readonly body: unknown;
  readonly categories?: unknown;
  readonly attendees: readonly unknown[];
  readonly inDeletedItems: boolean;
  readonly mailbox: string;
}

export interface RecordedRequest {
  readonly sequence: number;
  /** When it arrived. */
  readonly at: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly errorCode: string | null;
  readonly tenantId: string | null;
  readonly mailbox: string | null;
  readonly fault: string | null;
}

/** Microsoft 365 as seen from its own side: what stands in the calendars, what was asked of it, what goes wrong. */
export interface Outlook {
  readonly origin: string;
  /** The events in a mailbox's calendar, those in Deleted Items left out. */
  calendarOf(mailbox: string): Promise<readonly CalendarEvent[]>;
  allEvents(tenantId: string): Promise<readonly CalendarEvent[]>;
  /** How often each operation was asked for since the count was last forgotten. */
  counts(): Promise<Readonly<Record<string, number>>>;
  /** The first 1,000 unless told otherwise. */
  requests(options?: { readonly limit: number }): Promise<readonly RecordedRequest[]>;
  /** Of one tenant alone: another company's may go on beside it. */
  requestsOf(tenantId: string): Promise<readonly RecordedRequest[]>;
  forgetRequests(): Promise<void>;
  fault(fault: object): Promise<string>;
  releaseFault(id: string): Promise<void>;
  forgetFaults(): Promise<void>;
  faultStrikes(id: string): Promise<number>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export function outlookAt(origin: string): Outlook {
  const tenants = new Set<string>();
  const control = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const tenant = /^\/sandbox\/tenants\/([^/]+)/.exec(path)?.[1];
    if (tenant !== undefined) tenants.add(tenant);
    const answer = await call(`${origin}${path}`, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const allEvents = async (tenantId: string): Promise<CalendarEvent[]> => {
    const { body } = await control('GET', `/sandbox/tenants/${tenantId}/events`);
    return body.events.filter((event: CalendarEvent) => !event.inDeletedItems);
  };
  const requests: Outlook['requests'] = async ({ limit } = { limit: 1000 }) =>
    (await control('GET', `/sandbox/requests?limit=${limit}`)).body.requests;
  return {
    origin,
    control,
    allEvents,
    async calendarOf(mailbox) {
      const events = (await Promise.all([...tenants].map(allEvents))).flat();
      return events.filter((event) => event.mailbox === mailbox);
    },
    counts: async () => (await control('GET', '/sandbox/counts')).body,
    requests,
    requestsOf: async (tenantId) =>
      (await requests({ limit: 10_000 })).filter((request) => request.tenantId === tenantId),
    forgetRequests: async () => void (await control('DELETE', '/sandbox/requests')),
    fault: async (fault) => (await control('POST', '/sandbox/faults', fault)).body.id,
    releaseFault: async (id) => void (await control('POST', `/sandbox/faults/${id}/release`)),
    forgetFaults: async () => void (await control('DELETE', '/sandbox/faults')),
    async faultStrikes(id) {
      const { body } = await control('GET', '/sandbox/faults');
      return body.faults.find((fault: { id: string }) => fault.id === id)?.struck ?? 0;
    },
  };
}
