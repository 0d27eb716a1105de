import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ensureMailboxKey } from '#persistence/mailbox-checks.ts';
import { inCompany } from '#persistence/database.ts';
import { mailboxCheckWorkflowId } from '#workflows/messages.ts';
import {
  cloudEvent,
  patience,
  vacation,
  type Absence,
  type Employee,
  type TestCompany,
} from '../house/company.ts';
import { runCli } from '../cli/cli.ts';
import { openHouse, type House } from '../house/house.ts';
import type { RecordedRequest } from '../house/outlook.ts';

const calendars = ['Application Calendars.ReadWrite', 'Application MailboxSettings.ReadWrite'];
/** What Entra and Exchange grant the company's application: nothing but this. */
const grants = (house: House, { tenantId, clientId }: TestCompany, inScope: readonly Employee[]) =>
  house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, {
    roles: [],
    rbacScopes: calendars.map((role) => ({ role, mailboxes: inScope.map(({ mailbox }) => mailbox) })),
  });
const becomes = (house: House, { tenantId }: TestCompany, { mailbox }: Employee, kind: string) =>
  house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/mailboxes/${mailbox}`, { kind });
const mailboxesOf = async (house: House, { companyId }: TestCompany, query: string) =>
  (await house.administrator('GET', `/v1/companies/${companyId}/mailboxes?${query}`)).body.items;
const checks = (house: House, { companyId }: TestCompany, { mailbox }: Employee) =>
  house.administrator('POST', `/v1/companies/${companyId}/mailboxes/${mailbox}/check`);
const registers = async (company: TestCompany, employee: Employee, state: string) => {
  const absence = vacation(employee, '2027-03-01', '2027-03-02');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, state);
  return absence;
};
const reasonOf = async (company: TestCompany, { registrationId }: Absence) =>
  (await company.registration(registrationId)).body.reason?.code;

describe('of 50 mailboxes one is not enabled and one out of scope', () => {
  let house: House;
  let company: TestCompany;
  let employees: readonly Employee[];
  let notEnabled: Employee;
  let outOfScope: Employee;
  let others: readonly Employee[];
  beforeAll(async () => {
    house = await openHouse({ mailboxCheckSeconds: 15 });
    company = await house.company();
    employees = await Promise.all(
      Array.from({ length: 50 }, (_, index) => company.employee(`Employee ${index}`)),
    );
    // Those that are refused come first, so that they are when nothing else has been let in yet.
    [notEnabled, outOfScope] = employees as readonly [Employee, Employee];
    others = employees.slice(2);
    await becomes(house, company, notEnabled, 'notEnabled');
    await grants(house, company, [notEnabled, ...others]);
    await house.outlook.forgetRequests();
  });
  afterAll(() => house?.close());

  const statesOf = async () => {
    const { body } = await house.administrator(
      'GET',
      `/v1/companies/${company.companyId}/registrations?limit=1000`,
    );
    const rows = body.items as readonly { state: string; mailbox: string; reason: { code: string } | null }[];
    return {
      synced: rows.filter(({ state }) => state === 'synced').length,
      attention: Object.fromEntries(
        rows.flatMap(({ state, mailbox, reason }) =>
          state === 'attention' ? [[mailbox, reason?.code]] : [],
        ),
      ),
    };
  };
  const requestsBy = async () =>
    Map.groupBy(await house.outlook.requests(), ({ mailbox }: RecordedRequest) => mailbox);
  const requestsOf = async ({ mailbox }: Employee) =>
    ((await requestsBy()).get(mailbox) ?? []).map(({ operation }) => operation);

  test('48 are in Outlook, two need somebody and say why, the two heal by themselves, and nobody else is touched', async () => {
    const absences = employees.map((employee) => vacation(employee, '2027-03-01', '2027-03-02'));
    const answer = await company.hr.sends(
      absences.map(({ registrationId, ...absence }) =>
        cloudEvent('created', registrationId, 1, { ...absence, approved: true }),
      ),
    );
    expect(answer.status).toBe(202);
    await vi.waitFor(
      async () =>
        expect(await statesOf()).toEqual({
          synced: 48,
          attention: {
            [notEnabled.mailbox]: 'mailbox-not-enabled',
            [outOfScope.mailbox]: 'mailbox-out-of-scope',
          },
        }),
      patience,
    );
    const second = await registers(company, notEnabled, 'attention');
    expect(await reasonOf(company, second)).toBe('mailbox-not-enabled');
    const before = await requestsBy();
    for (const { mailbox } of [notEnabled, outOfScope])
      expect(before.get(mailbox)?.length).toBeLessThanOrEqual(3);
    expect((await requestsOf(notEnabled)).filter((operation) => operation === 'createEvent')).toHaveLength(1);
    for (const { mailbox } of others) expect(before.get(mailbox)).toHaveLength(1);
    const listed = await mailboxesOf(house, company, 'state=attention');
    expect(listed.map((row: { mailbox: string }) => row.mailbox).toSorted()).toEqual(
      [notEnabled.mailbox, outOfScope.mailbox].toSorted(),
    );

    await house.outlook.forgetRequests();
    await becomes(house, company, notEnabled, 'ok');
    await grants(house, company, employees);
    await vi.waitFor(async () => expect(await statesOf()).toEqual({ synced: 51, attention: {} }), {
      ...patience,
      timeout: 90_000,
    });
    const after = await requestsBy();
    for (const { mailbox } of others) expect(after.get(mailbox)).toBeUndefined();
    const creates = async (employee: Employee) =>
      (await requestsOf(employee)).filter((operation) => operation === 'createEvent').length;
    expect([await creates(notEnabled), await creates(outOfScope)]).toEqual([2, 1]);
    expect(await mailboxesOf(house, company, 'state=attention')).toEqual([]);
    expect(await house.outlook.calendarOf(notEnabled.mailbox)).toHaveLength(2);
  }, 180_000);
});

describe('an administrator', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });
  afterAll(() => house?.close());

  const checksByCommand = ({ companyId }: TestCompany, { mailbox }: Employee) =>
    runCli({ port: Number(new URL(house.origin).port), administratorKey: house.administratorKey }, [
      'mailboxes',
      'check',
      mailbox,
      '--company',
      companyId,
    ]);

  test('has a mailbox checked now: what waits for it is sent, and no other mailbox is touched', async () => {
    const company = await house.company();
    const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Lund')];
    await registers(company, bo, 'synced');
    await becomes(house, company, anna, 'notEnabled');
    const absence = await registers(company, anna, 'attention');
    const refused = await checksByCommand(company, anna);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('in trouble') });
    expect(refused.out).toMatch(/^State\s+attention$/m);
    expect(refused.out).toMatch(/^Microsoft\s+404 MailboxNotEnabledForRESTAPI, request \S+$/m);
    await house.outlook.forgetRequests();
    await becomes(house, company, anna, 'ok');
    expect(await checks(house, company, anna)).toMatchObject({
      status: 200,
      body: { mailbox: anna.mailbox, employeeIds: [anna.id], state: 'ok', reason: null, nextCheckAt: null },
    });
    await company.untilState(absence, 'synced');
    const requests = await house.outlook.requests();
    expect(requests.map(({ mailbox, operation }) => ({ mailbox, operation }))).toEqual([
      { mailbox: anna.mailbox, operation: 'listEvents' },
      { mailbox: anna.mailbox, operation: 'createEvent' },
    ]);
    expect(await checksByCommand(company, bo)).toMatchObject({ code: 0, err: '' });
  });

  test('finds no mailbox address in Temporal', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    await registers(company, anna, 'synced');
    await checks(house, company, anna);
    const mailboxKey = await inCompany(house.database, company.companyId, (transaction) =>
      ensureMailboxKey(transaction, anna.mailbox),
    );
    const workflow = house.temporal.workflow.getHandle(
      mailboxCheckWorkflowId(company.companyId, String(mailboxKey)),
    );
    expect(await workflow.result()).toEqual({ kind: 'checked' });
    const history = JSON.stringify([await workflow.fetchHistory(), await workflow.describe()]);
    expect(history).toContain(mailboxKey);
    expect(history).not.toContain(anna.mailbox);
    expect(history).not.toContain(Buffer.from(anna.mailbox).toString('base64').slice(0, 20));
    expect(house.logs()).not.toContain(anna.mailbox);
  });

  test('has one registration sent now, also after it has failed for good, and all others of its mailbox with it', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    await becomes(house, company, anna, 'notEnabled');
    const [first, second] = [
      await registers(company, anna, 'attention'),
      await registers(company, anna, 'attention'),
    ];
    await becomes(house, company, anna, 'ok');
    const path = `/v1/companies/${company.companyId}/registrations/${second.registrationId}/sync`;
    expect((await house.administrator('POST', path)).status).toBe(202);
    await company.untilState(second, 'synced');
    await company.untilState(first, 'synced');
  });

  test('reads that a permission is missing while no mailbox has let the application in, and else that this one is out of scope', async () => {
    const company = await house.company();
    const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Lund')];
    await grants(house, company, []);
    const absence = await registers(company, anna, 'attention');
    expect(await reasonOf(company, absence)).toBe('permission-missing');
    await grants(house, company, [bo]);
    await registers(company, bo, 'synced');
    await expect.poll(() => reasonOf(company, absence)).toBe('mailbox-out-of-scope');
    expect(await mailboxesOf(house, company, 'state=attention')).toMatchObject([
      { mailbox: anna.mailbox, reason: { code: 'mailbox-out-of-scope' } },
    ]);
  });
});
