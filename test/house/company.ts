import { randomBytes, randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { toCompanyId, toRegistrationId, type CompanyId } from '#domain/identifiers.ts';
import { inCompany } from '#persistence/database.ts';
import { registrationWorkflowId, replayWorkflowId } from '#workflows/messages.ts';
import { call, type Answer } from './http.ts';
import type { House } from './house.ts';
import type { CalendarEvent } from './outlook.ts';

export interface Employee {
  readonly id: string;
  readonly mailbox: string;
  readonly name: string;
  readonly timeZone?: string;
}

export interface Absence {
  readonly registrationId: string;
  readonly employee: Employee;
  readonly absenceType: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly comment?: string;
}

/** The HR system, as it speaks of one company. Every call is one event, its version rising by registration. */
export interface HrSystem {
  creates(absence: Absence, options?: { readonly approved?: boolean }): Promise<Answer>;
  approves(absence: Absence): Promise<Answer>;
  changes(absence: Absence): Promise<Answer>;
  rejects(absence: Absence): Promise<Answer>;
  deletes(absence: Absence): Promise<Answer>;
  /** Sends CloudEvents as they are. */
  sends(events: unknown): Promise<Answer>;
}

export interface TestCompany {
  readonly companyId: CompanyId;
  readonly apiKey: string;
  readonly signingSecret: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly hr: HrSystem;
  employee(name: string, options?: { readonly timeZone?: string }): Promise<Employee>;
  /** Waits until the calendar shows what the check expects, and returns it. */
  seesIn(
    employee: Employee,
    check: (events: readonly CalendarEvent[]) => void,
  ): Promise<readonly CalendarEvent[]>;
  registration(registrationId: string): Promise<Answer>;
  untilState(absence: Pick<Absence, 'registrationId'>, state: string): Promise<void>;
  untilOneOf(absence: Pick<Absence, 'registrationId'>, states: readonly string[]): Promise<void>;
  /** Waits until the registration's workflow has been told of all that is recorded, and has nothing left to do. */
  untilIdle(absence: Pick<Absence, 'registrationId'>): Promise<void>;
}

export async function companyIn(
  house: House,
  { language = 'en', timeZone = 'Europe/Copenhagen' }: { language?: 'da' | 'en'; timeZone?: string } = {},
): Promise<TestCompany> {
  const companyId = toCompanyId(`company-${randomBytes(4).toString('hex')}`);
  const tenantId = randomUUID();
  const clientId = randomUUID();
  const clientSecret = `Abc8Q~${randomBytes(16).toString('hex')}`;
  await connectTenant(house, { tenantId, clientId, clientSecret });
  const made = await house.administrator('POST', '/v1/companies', {
    id: companyId,
    name: 'Contoso A/S',
    language,
    timeZone,
  });
  expect(made.status).toBe(201);
  // Entra is asked twice at most, and where a house's answers may take a second only, both may be lost.
  await vi.waitFor(async () => {
    const connected = await house.administrator('PUT', `/v1/companies/${companyId}/connection`, {
      tenantId,
      clientId,
      clientSecret,
      enabled: true,
    });
    expect(connected.body).toMatchObject({ state: 'healthy' });
  }, patience);
  // The first connection's own replay would take up what a test imports while it is under way.
  await vi.waitFor(async () => {
    const replay = await house.temporal.workflow.getHandle(replayWorkflowId(companyId)).describe();
    expect(replay.status.name).not.toBe('RUNNING');
  }, patience);
  const { apiKey, signingSecret } = made.body;
  const path = `/v1/companies/${companyId}`;
  const registration = (registrationId: string) =>
    house.administrator('GET', `${path}/registrations/${encodeURIComponent(registrationId)}`);
  const untilOneOf: TestCompany['untilOneOf'] = ({ registrationId }, states) =>
    vi.waitFor(async () => {
      const { body } = await registration(registrationId);
      expect(states, JSON.stringify(body)).toContain(body.state);
    }, patience);
  return {
    companyId,
    apiKey,
    signingSecret,
    tenantId,
    clientId,
    clientSecret,
    hr: hrSystem(`${house.origin}${path}/events`, apiKey),
    async employee(name, options = {}) {
      const mailbox = `${name.toLowerCase().replaceAll(/\W+/g, '.')}.${randomBytes(3).toString('hex')}@contoso.example`;
      await house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/mailboxes/${mailbox}`, {
        displayName: name,
      });
      return { id: `employee-${mailbox.split('@')[0]}`, mailbox, name, ...options };
    },
    async seesIn(employee, check) {
      let seen: readonly CalendarEvent[] = [];
      await vi.waitFor(async () => {
        seen = await house.outlook.calendarOf(employee.mailbox);
        check(seen);
      }, patience);
      return seen;
    },
    registration,
    untilState: (absence, state) => untilOneOf(absence, [state]),
    untilOneOf,
    async untilIdle({ registrationId }) {
      const id = registrationWorkflowId(companyId, toRegistrationId(registrationId));
      await vi.waitFor(async () => {
        const owed = await inCompany(house.database, companyId, (transaction) =>
          transaction
            .selectFrom('undelivered_registrations')
            .select('sequence')
            .where('registration_id', '=', toRegistrationId(registrationId))
            .execute(),
        );
        expect(owed).toEqual([]);
        const { raw } = await house.temporal.workflow.getHandle(id).describe();
        expect([raw.pendingActivities ?? [], raw.pendingWorkflowTask ?? null]).toEqual([[], null]);
      }, patience);
    },
  };
}

/** Long beyond what is ever needed on a busy machine; a rule that holds is seen within milliseconds. */
export const patience = { timeout: 30_000, interval: 50 };

async function connectTenant(
  { outlook }: House,
  { tenantId, clientId, clientSecret }: { tenantId: string; clientId: string; clientSecret: string },
): Promise<void> {
  await outlook.control('PUT', `/sandbox/tenants/${tenantId}`, { displayName: 'Contoso' });
  await outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, {
    displayName: 'Absence Sync',
    roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    // Its house's clock may go back behind the day of the run.
    secrets: [
      { value: clientSecret, startDateTime: '2020-01-01T00:00:00Z', endDateTime: '2099-01-01T00:00:00Z' },
    ],
  });
}

function hrSystem(url: string, apiKey: string): HrSystem {
  const versions = new Map<string, number>();
  const nextVersion = (registrationId: string): number => {
    const version = (versions.get(registrationId) ?? 0) + 1;
    versions.set(registrationId, version);
    return version;
  };
  const sends = (events: unknown): Promise<Answer> =>
    call(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${apiKey}`,
        'content-type': `application/cloudevents${Array.isArray(events) ? '-batch' : ''}+json`,
      },
      body: JSON.stringify(events),
    });
  const says = (type: string, registrationId: string, data: object): Promise<Answer> =>
    sends(cloudEvent(type, registrationId, nextVersion(registrationId), data));
  return {
    sends,
    creates: ({ registrationId, ...absence }, { approved = false } = {}) =>
      says('created', registrationId, { ...absence, approved }),
    approves: ({ registrationId }) => says('approved', registrationId, {}),
    changes: ({ registrationId, ...absence }) => says('changed', registrationId, absence),
    rejects: ({ registrationId }) => says('rejected', registrationId, {}),
    deletes: ({ registrationId }) => says('deleted', registrationId, {}),
  };
}

export function cloudEvent(type: string, registrationId: string, version: number, data: object) {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'https://hr.example/contoso',
    type: `registration.${type}`,
    time: '2026-11-23T08:00:00Z',
    subject: registrationId,
    data: { registrationId, version, ...data },
  };
}

export function vacation(employee: Employee, from: string, to: string): Absence {
  return {
    registrationId: randomUUID(),
    employee,
    absenceType: 'vacation',
    period: { from, to },
    comment: 'Ski trip',
  };
}
