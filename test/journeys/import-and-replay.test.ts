import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { patience, vacation } from '../house/company.ts';
import { csv, ended, imports, pathOf, replays, type Row } from '../house/hr-export.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
beforeAll(async () => {
  // As long as a test waits: what it holds is not given up meanwhile, and sent again.
  house = await openHouse({ timeoutSeconds: 30 });
});
afterAll(() => house?.close());

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
    const answer = await imports(house, company, rows);
    expect(answer).toMatchObject({
      status: 200,
      body: { rows: 34, recorded: 34, duplicates: 0, faulty: [] },
    });
    expect(await ended(house, company, answer.body.replayId)).toMatchObject({
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
    await ended(house, company, (await imports(house, company, rows)).body.replayId);
    await house.outlook.forgetRequests();
    const again = await imports(house, company, rows);
    expect(again.body).toMatchObject({ recorded: 0, duplicates: 1 });
    const replay = await replays(house, company, { scope: 'all' });
    expect(replay.counts).toMatchObject({ unchanged: 1, created: 0 });
    expect(await house.outlook.requestsOf(company.tenantId)).toEqual([]);
  });

  test('imported registrations live on: a live change finds the imported event', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    await ended(
      house,
      company,
      (await imports(house, company, [{ id: 'live', employee: anna }])).body.replayId,
    );
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
      house,
      company,
      (
        await imports(house, company, [
          { id: 'a', employee: anna },
          { id: 'b', employee: anna },
        ])
      ).body.replayId,
    );
    await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: false });
    await house.administrator('PATCH', pathOf(company), { language: 'da' });
    await house.outlook.forgetRequests();
    const dry = await replays(house, company, { scope: 'all', dryRun: true });
    expect(dry).toMatchObject({ state: 'completed', dryRun: true, counts: { updated: 2 } });
    expect(await house.outlook.requestsOf(company.tenantId)).toEqual([]);
  });

  test('looks only at what its scope names: a period, an employee, a registration', async () => {
    const company = await house.company();
    const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Friis')];
    const rows: Row[] = [
      { id: 'a1', employee: anna, from: '2027-01-01', to: '2027-01-10' },
      { id: 'a2', employee: anna, from: '2027-02-01', to: '2027-02-10' },
      { id: 'b1', employee: bo, from: '2027-01-10', to: '2027-01-12' },
    ];
    await ended(house, company, (await imports(house, company, rows)).body.replayId);
    const looked = async (scope: object): Promise<string[]> => {
      const { replayId } = await replays(house, company, { scope: 'all', ...scope });
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
    const { body } = await imports(house, company, [{ id: 'a', employee: anna }]);
    await vi.waitFor(async () => {
      expect(await house.outlook.faultStrikes(held)).toBe(1);
    }, patience);
    const second = await house.administrator('POST', `${pathOf(company)}/replays`, { scope: 'all' });
    expect(second).toMatchObject({ status: 409, body: { code: 'conflict', replayId: body.replayId } });
    await house.outlook.releaseFault(held);
    expect(await ended(house, company, body.replayId)).toMatchObject({ state: 'completed' });
    expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(1);
  });
});

describe('a replay whose worker is killed', () => {
  let house: House;
  beforeAll(async () => {
    // What the dead worker was sending is settled after twice that.
    house = await openHouse({ timeoutSeconds: 1 });
  });
  afterAll(() => house?.close());

  test('in the midst of it ends right, with no event twice', async () => {
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
    const { body } = await imports(house, company, rows);
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
