import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patience, vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import type { Answer } from '../house/http.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 1 });
});
afterAll(() => house?.close());

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';

interface Row {
  readonly id: string;
  readonly employee: Employee;
  readonly type?: string;
  readonly status?: string;
  readonly from?: string;
  readonly to?: string;
}

const csv = (rows: readonly Row[]): string =>
  [
    header,
    ...rows.map(
      ({ id, employee, type = 'vacation', status = 'approved', from = '2027-03-01', to = '2027-03-02' }) =>
        `${id},1,${employee.id},${employee.name},${employee.mailbox},,${type},${status},${from},${to},"Ski, trip"`,
    ),
  ].join('\r\n');

const pathOf = ({ companyId }: TestCompany): string => `/v1/companies/${companyId}`;

async function imports(company: TestCompany, rows: readonly Row[]): Promise<Answer> {
  return house.administrator('POST', `${pathOf(company)}/imports`, csv(rows));
}

/** Waits for the replay's end and returns it as the API tells it. */
async function ended(company: TestCompany, replayId: string): Promise<Answer['body']> {
  return vi.waitFor(async () => {
    const { body } = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`);
    expect(['completed', 'failed', 'cancelled'], JSON.stringify(body)).toContain(body.state);
    return body;
  }, patience);
}

async function replays(company: TestCompany, request: object): Promise<Answer['body']> {
  const started = await house.administrator('POST', `${pathOf(company)}/replays`, request);
  expect(started.status).toBe(202);
  return ended(company, started.body.replayId);
}

describe('an HR export', () => {
  test('is recorded, and each approved synced row stands in Outlook once, without a workflow a row', async () => {
    const company = await house.company();
    const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Friis')];
    const rows: Row[] = [
      ...Array.from({ length: 30 }, (_, index) => ({ id: `i${index}`, employee: index % 2 ? anna : bo })),
      { id: 'pending', employee: anna, status: 'pending' },
      { id: 'rejected', employee: anna, status: 'rejected' },
      { id: 'deleted', employee: bo, status: 'deleted' },
      { id: 'mileage', employee: bo, type: 'mileage' },
    ];
    const answer = await imports(company, rows);
    expect(answer).toMatchObject({
      status: 200,
      body: { rows: 34, recorded: 34, duplicates: 0, faulty: [] },
    });
    expect(await ended(company, answer.body.replayId)).toMatchObject({
      state: 'completed',
      cause: 'import',
      counts: { created: 30, failed: 0 },
    });
    const events = await house.outlook.allEvents(company.tenantId);
    expect(events).toHaveLength(30);
    const workflows = await house.temporal.workflow.count(
      `CompanyId="${company.companyId}" AND WorkflowType="registrationLifecycle"`,
    );
    expect(workflows.count).toBe(0);
  });

  test('a second time changes nothing and asks Outlook for nothing', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    const rows = [{ id: 'a', employee: anna }];
    await ended(company, (await imports(company, rows)).body.replayId);
    await house.outlook.forgetRequests();
    const again = await imports(company, rows);
    expect(again.body).toMatchObject({ recorded: 0, duplicates: 1 });
    const replay = await replays(company, { scope: 'all' });
    expect(replay.counts).toMatchObject({ unchanged: 1, created: 0 });
    expect(await house.outlook.requests()).toEqual([]);
  });

  test('imported registrations live on: a live change finds the imported event', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    await ended(company, (await imports(company, [{ id: 'live', employee: anna }])).body.replayId);
    const absence = { ...vacation(anna, '2027-04-01', '2027-04-02'), registrationId: 'live' };
    // Version 1 is the export's own, so the same facts are accepted and change nothing.
    const restated = await company.hr.creates(
      { ...absence, period: { from: '2027-03-01', to: '2027-03-02' } },
      { approved: true },
    );
    expect(restated.status).toBe(202);
    await company.hr.changes(absence);
    await company.seesIn(anna, (events) => {
      expect(events.map(({ start }) => start.dateTime)).toEqual(['2027-04-01T00:00:00']);
    });
  });

  test('before the first connection waits parked, and the first connection starts the replay', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    const { companyId } = company;
    const other = await house.administrator('POST', '/v1/companies', {
      id: `${companyId}-later`,
      name: 'Later A/S',
      language: 'en',
      timeZone: 'Europe/Copenhagen',
    });
    expect(other.status).toBe(201);
    const path = `/v1/companies/${companyId}-later`;
    const imported = await house.administrator(
      'POST',
      `${path}/imports`,
      csv([{ id: 'early', employee: anna }]),
    );
    expect(imported.body).toMatchObject({ recorded: 1, replayId: null });
    const early = await house.administrator('GET', `${path}/registrations/early`);
    expect(early.body).toMatchObject({ state: 'parked', reason: { code: 'connection-missing' } });
    const connected = await house.administrator('PUT', `${path}/connection`, {
      tenantId: company.tenantId,
      clientId: company.clientId,
      clientSecret: company.clientSecret,
      enabled: true,
    });
    expect(connected.body).toMatchObject({ state: 'healthy', replayId: expect.any(String) });
    await company.seesIn(anna, (events) => {
      expect(events).toHaveLength(1);
    });
  });
});

describe('a replay', () => {
  test('as a dry run tells what it would do and does nothing', async () => {
    const company = await house.company({ language: 'en' });
    const anna = await company.employee('Anna Holm');
    await ended(
      company,
      (
        await imports(company, [
          { id: 'a', employee: anna },
          { id: 'b', employee: anna },
        ])
      ).body.replayId,
    );
    await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: false });
    await house.administrator('PATCH', pathOf(company), { language: 'da' });
    await house.outlook.forgetRequests();
    const dry = await replays(company, { scope: 'all', dryRun: true });
    expect(dry).toMatchObject({ state: 'completed', dryRun: true, counts: { updated: 2 } });
    expect(await house.outlook.requests()).toEqual([]);
  });

  test('looks only at what its scope names: a period, an employee, a registration', async () => {
    const company = await house.company();
    const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Friis')];
    const rows: Row[] = [
      { id: 'a1', employee: anna, from: '2027-01-01', to: '2027-01-10' },
      { id: 'a2', employee: anna, from: '2027-02-01', to: '2027-02-10' },
      { id: 'b1', employee: bo, from: '2027-01-10', to: '2027-01-12' },
    ];
    await ended(company, (await imports(company, rows)).body.replayId);
    const looked = async (scope: object): Promise<string[]> => {
      const { replayId } = await replays(company, { scope: 'all', ...scope });
      const { body } = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}/items`);
      return body.items.map((item: { registrationId: string }) => item.registrationId);
    };
    expect(await looked({ from: '2027-01-10', to: '2027-01-31' })).toEqual(['a1', 'b1']);
    expect(await looked({ employeeId: anna.id })).toEqual(['a1', 'a2']);
    expect(await looked({ registrationId: 'b1' })).toEqual(['b1']);
    expect(await looked({ from: '2027-03-01' })).toEqual([]);
  });

  test('is one at a time, and names the one that runs', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    const held = await house.outlook.fault({
      operation: 'createEvent',
      mailbox: anna.mailbox,
      effect: { kind: 'hold' },
    });
    const { body } = await imports(company, [{ id: 'a', employee: anna }]);
    await vi.waitFor(async () => {
      expect(await house.outlook.faultStrikes(held)).toBe(1);
    }, patience);
    const second = await house.administrator('POST', `${pathOf(company)}/replays`, { scope: 'all' });
    expect(second).toMatchObject({ status: 409, body: { code: 'conflict', replayId: body.replayId } });
    await house.outlook.releaseFault(held);
    expect(await ended(company, body.replayId)).toMatchObject({ state: 'completed' });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(1);
  });

  test('whose worker is killed in the midst of it ends right, with no event twice', async () => {
    const company = await house.company();
    const employees = await Promise.all(
      Array.from({ length: 8 }, (_, index) => company.employee(`E${index}`)),
    );
    const rows = Array.from({ length: 240 }, (_, index): Row => {
      const employee = employees[index % employees.length];
      if (!employee) throw new Error('an employee');
      return { id: `k${index}`, employee };
    });
    await house.outlook.fault({
      operation: 'createEvent',
      tenantId: company.tenantId,
      times: 3,
      skip: 60,
      effect: { kind: 'commitThenHold' },
    });
    const { body } = await imports(company, rows);
    await vi.waitFor(async () => {
      expect((await house.outlook.allEvents(company.tenantId)).length).toBeGreaterThan(60);
    }, patience);
    await house.worker.kill();
    await house.outlook.forgetFaults();
    await house.worker.start();
    const replay = await vi.waitFor(
      async () => {
        const answer = await house.administrator('GET', `${pathOf(company)}/replays/${body.replayId}`);
        expect(answer.body).toMatchObject({ state: 'completed' });
        return answer.body;
      },
      { timeout: 150_000, interval: 200 },
    );
    expect(replay).toMatchObject({ done: 240, counts: { failed: 0, created: 240 } });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(240);
  }, 180_000);
});

describe('a replay under way', () => {
  async function slowReplay(company: TestCompany): Promise<string> {
    const employees = await Promise.all([1, 2, 3].map((number) => company.employee(`S${number}`)));
    const rows = employees.flatMap((employee) =>
      Array.from({ length: 40 }, (_, index): Row => ({ id: `${employee.id}-${index}`, employee })),
    );
    await house.outlook.fault({
      operation: 'createEvent',
      tenantId: company.tenantId,
      times: null,
      effect: { kind: 'delayBefore', milliseconds: 700 },
    });
    const { body } = await imports(company, rows);
    await vi.waitFor(async () => {
      expect((await house.outlook.allEvents(company.tenantId)).length).toBeGreaterThan(0);
    }, patience);
    return body.replayId;
  }
  const act = (company: TestCompany, replayId: string, word: string): Promise<Answer> =>
    house.administrator('POST', `${pathOf(company)}/replays/${replayId}/${word}`);
  const untilState = async (company: TestCompany, replayId: string, state: string): Promise<void> => {
    await vi.waitFor(async () => {
      const { body } = await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`);
      expect(body).toMatchObject({ state });
    }, patience);
  };

  test('pauses: what is under way is finished, nothing more is sent until it is resumed', async () => {
    const company = await house.company();
    const replayId = await slowReplay(company);
    expect((await act(company, replayId, 'pause')).status).toBe(202);
    await untilState(company, replayId, 'paused');
    const standing = (await house.outlook.allEvents(company.tenantId)).length;
    expect(standing).toBeLessThan(120);
    await house.outlook.forgetFaults();
    await house.outlook.forgetRequests();
    expect(await house.outlook.requests()).toEqual([]);
    expect((await act(company, replayId, 'resume')).status).toBe(202);
    expect(await ended(company, replayId)).toMatchObject({
      state: 'completed',
      done: 120,
      counts: { created: 120, failed: 0 },
    });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(120);
    expect(await house.outlook.counts()).toMatchObject({ createEvent: 120 - standing });
  });

  test('cancelled keeps what it has done and leaves the rest, which the next one does', async () => {
    const company = await house.company();
    const replayId = await slowReplay(company);
    expect((await act(company, replayId, 'cancel')).status).toBe(202);
    const cancelled = await ended(company, replayId);
    expect(cancelled).toMatchObject({ state: 'cancelled', counts: { failed: 0 } });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(cancelled.counts.created);
    await house.outlook.forgetFaults();
    const next = await replays(company, { scope: 'unsynced' });
    expect(next.counts.created).toBe(120 - cancelled.counts.created);
    expect((await act(company, replayId, 'pause')).status).toBe(409);
  });
});

describe('companies', () => {
  test('two in one tenant touch only their own events, also in one person’s mailbox', async () => {
    const [first, second] = [await house.company(), await house.company()];
    const anna = await first.employee('Anna Holm');
    await house.administrator('PUT', `${pathOf(second)}/connection`, {
      tenantId: first.tenantId,
      clientId: first.clientId,
      clientSecret: first.clientSecret,
      enabled: true,
    });
    const same = { ...vacation(anna, '2027-05-03', '2027-05-04'), registrationId: 'same-id' };
    await first.hr.creates(same, { approved: true });
    await second.hr.creates(same, { approved: true });
    await first.seesIn(anna, (events) => {
      expect(events).toHaveLength(2);
    });
    await second.hr.deletes(same);
    await second.untilState(same, 'removed');
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
    expect((await first.registration('same-id')).body).toMatchObject({ state: 'synced' });
  });

  test('whose secret has expired keeps what is registered, asks Entra no more, and leaves others alone', async () => {
    const [expired, healthy] = [await house.company(), await house.company()];
    const [anna, bo] = [await expired.employee('Anna Holm'), await healthy.employee('Bo Friis')];
    await house.outlook.control(
      'PUT',
      `/sandbox/tenants/${expired.tenantId}/applications/${expired.clientId}`,
      { secrets: [{ value: expired.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }] },
    );
    const parked = Array.from({ length: 5 }, (_, index) =>
      vacation(anna, `2027-06-0${index + 1}`, `2027-06-0${index + 1}`),
    );
    await house.outlook.forgetRequests();
    for (const absence of parked) {
      await expired.hr.creates(absence, { approved: true });
      await expired.untilState(absence, 'parked');
    }
    expect(await house.outlook.counts()).toMatchObject({ token: 1, createEvent: 0 });
    const registration = await expired.registration(parked[0]?.registrationId ?? '');
    expect(registration.body.reason).toMatchObject({
      code: 'secret-expired',
      microsoft: { code: 'AADSTS7000222' },
    });
    await healthy.hr.creates(vacation(bo, '2027-06-01', '2027-06-01'), { approved: true });
    await healthy.seesIn(bo, (events) => {
      expect(events).toHaveLength(1);
    });
    await house.outlook.control(
      'PUT',
      `/sandbox/tenants/${expired.tenantId}/applications/${expired.clientId}`,
      { secrets: [{ value: 'New8Q~secret', endDateTime: '2099-01-01T00:00:00Z' }] },
    );
    const renewed = await house.administrator('PUT', `${pathOf(expired)}/connection/secret`, {
      clientSecret: 'New8Q~secret',
    });
    expect(renewed.body).toMatchObject({ state: 'healthy', replayId: expect.any(String) });
    await expired.seesIn(anna, (events) => {
      expect(events).toHaveLength(5);
    });
  });
});
