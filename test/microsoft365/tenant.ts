import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { accessTokens, type AccessTokens } from '#activities/microsoft365/access-tokens.ts';
import {
  createCalendarEvent,
  removeCalendarEvent,
  updateCalendarEvent,
  type WriteAnswer,
  type WriteContext,
} from '#activities/microsoft365/calendar-events.ts';
import { graph, type Graph } from '#activities/microsoft365/graph.ts';
import type { Microsoft365Settings } from '#activities/microsoft365/transport.ts';
import type { CalendarEventContent } from '#domain/calendar-event.ts';
import { toCompanyId, toRegistrationId } from '#domain/identifiers.ts';
import type {
  CalendarWrite,
  CalendarWriteOperation,
  StandingCalendarEvent,
} from '#domain/registration-event.ts';
import { startSandbox } from '../../sandbox/server.ts';
import { outlookAt, type Outlook } from '../house/outlook.ts';

/** A company's tenant in a Microsoft 365 of its own, and the service's adapter connected to it. */
export interface Tenant {
  readonly outlook: Outlook;
  readonly settings: Microsoft365Settings;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** New ones: they remember nothing that others have asked for. */
  tokens(change?: Partial<Credential>, timeoutSeconds?: number): AccessTokens;
  /** With tokens of its own, which wait for Entra as long as ever. */
  graph(timeoutSeconds?: number): Graph;
  application(change: object): Promise<void>;
  /** A new mailbox, empty. */
  mailbox(address?: string, change?: object): Promise<string>;
  /** Microsoft does this to requests from now on, once unless told. */
  fault(operation: string, effect: object, change?: object): Promise<string>;
  /** How many requests wait at the fault. */
  waitingAt(faultId: string): Promise<number>;
  requests(operation: string): Promise<number>;
  /** Forgets faults and the requests counted so far. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

interface Credential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function openTenant(): Promise<Tenant> {
  const sandbox = await startSandbox();
  const outlook = outlookAt(sandbox.origin);
  const settings = { loginOrigin: sandbox.origin, graphOrigin: sandbox.origin, timeoutSeconds: 20 };
  const credential: Credential = {
    tenantId: randomUUID(),
    clientId: randomUUID(),
    clientSecret: `Abc8Q~${randomBytes(16).toString('hex')}`,
  };
  const path = `/sandbox/tenants/${credential.tenantId}`;
  const application = async (change: object): Promise<void> => {
    await outlook.control('PUT', `${path}/applications/${credential.clientId}`, change);
  };
  await outlook.control('PUT', path, { displayName: 'Contoso' });
  const working = {
    enabled: true,
    servicePrincipal: true,
    roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    rbacScopes: null,
    accessPolicy: null,
    secrets: [{ value: credential.clientSecret, endDateTime: '2099-01-01T00:00:00Z' }],
  };
  await application({ displayName: 'Absence Sync', ...working });
  const tokens: Tenant['tokens'] = (change = {}, timeoutSeconds = settings.timeoutSeconds) =>
    accessTokens({ ...credential, ...change }, { ...settings, timeoutSeconds });
  return {
    ...credential,
    outlook,
    settings,
    tokens,
    application,
    graph: (timeoutSeconds = settings.timeoutSeconds) => graph(tokens(), { ...settings, timeoutSeconds }),
    async mailbox(address = `anna.${randomBytes(4).toString('hex')}@contoso.example`, change = {}) {
      await outlook.control('PUT', `${path}/mailboxes/${encodeURIComponent(address)}`, {
        displayName: 'Anna Holm',
        ...change,
      });
      return address;
    },
    fault: (operation, effect, change = {}) => outlook.fault({ operation, effect, ...change }),
    async waitingAt(faultId) {
      const { body } = await outlook.control('GET', '/sandbox/faults');
      return body.faults.find((fault: { id: string }) => fault.id === faultId)?.waiting ?? 0;
    },
    requests: async (operation) => (await outlook.counts())[operation] ?? 0,
    async rest() {
      await outlook.forgetFaults();
      await outlook.forgetRequests();
      await application(working);
    },
    close: () => sandbox.close(),
  };
}

export const vacation: CalendarEventContent = {
  subject: 'Absent',
  isAllDay: true,
  start: '2026-12-01T00:00:00',
  end: '2026-12-06T00:00:00',
  timeZone: 'Romance Standard Time',
  showAs: 'oof',
  sensitivity: 'private',
};
export const weekLater: CalendarEventContent = {
  ...vacation,
  start: '2026-12-08T00:00:00',
  end: '2026-12-13T00:00:00',
};

export function contextWith(change: Partial<WriteContext> = {}): WriteContext {
  return {
    companyId: toCompanyId('contoso'),
    registrationId: toRegistrationId('4711'),
    signal: new AbortController().signal,
    maySend: () => true,
    ...change,
  };
}

const writeTo = (
  operation: CalendarWriteOperation,
  mailbox: string,
  generation = 1,
  calendarEventId: string | null = null,
): CalendarWrite => ({
  operation,
  mailbox,
  employeeId: '7',
  tenantId: 'tenant-1',
  generation,
  calendarEventId,
  payloadHash: 'hash-1',
  registrationVersion: 1,
});

export const create = (client: Graph, mailbox: string, context = contextWith(), generation = 1) =>
  createCalendarEvent(client, writeTo('create', mailbox, generation), vacation, context);

export const update = (
  client: Graph,
  standing: StandingCalendarEvent,
  content = weekLater,
  context = contextWith(),
  mailbox = standing.mailbox,
) =>
  updateCalendarEvent(
    client,
    writeTo('update', mailbox, standing.generation, standing.calendarEventId),
    standing,
    content,
    context,
  );

export const remove = (client: Graph, standing: StandingCalendarEvent, context = contextWith()) =>
  removeCalendarEvent(client, standing, context);

/** The event as the store would know it after this answer. */
export function standingAfter(answer: WriteAnswer, mailbox: string): StandingCalendarEvent {
  if (answer.kind !== 'written' && answer.kind !== 'adopted') throw new Error(JSON.stringify(answer));
  return {
    calendarEventId: answer.calendarEventId,
    etag: answer.etag,
    mailbox,
    employeeId: '7',
    tenantId: 'tenant-1',
    generation: 1,
    payloadHash: 'hash-1',
    registrationVersion: 1,
  };
}

/** An event of ours that stands in a new mailbox; the requests that it took are forgotten. */
export async function standingEvent(tenant: Tenant, client: Graph): Promise<StandingCalendarEvent> {
  const mailbox = await tenant.mailbox();
  const standing = standingAfter(await create(client, mailbox), mailbox);
  await tenant.outlook.forgetRequests();
  return standing;
}

/** What the user does to an event in Outlook. */
export async function userDoes(
  { outlook, tenantId }: Tenant,
  method: 'PATCH' | 'DELETE',
  { mailbox, calendarEventId }: Pick<StandingCalendarEvent, 'mailbox' | 'calendarEventId'>,
  body?: object,
): Promise<void> {
  const path = `/sandbox/tenants/${tenantId}/mailboxes/${encodeURIComponent(mailbox)}`;
  await outlook.control(method, `${path}/events/${encodeURIComponent(calendarEventId)}`, body);
}

export function unavailable(mayHaveHappened: boolean) {
  return {
    kind: 'failed',
    failure: expect.objectContaining({
      kind: 'unavailable',
      reason: expect.objectContaining({ code: 'microsoft-unavailable' }),
      mayHaveHappened,
    }),
  };
}
