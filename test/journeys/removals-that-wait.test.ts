import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { patience, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, imports, pathOf, replays } from '../house/hr-export.ts';

let house: House;
let company: TestCompany;
let employees: readonly Employee[];
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const ids = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);

/** So many registrations in Outlook, ten a mailbox. */
async function inOutlook(count: number): Promise<void> {
  employees = await Promise.all(ids(Math.ceil(count / 10)).map((id) => company.employee(`Employee ${id}`)));
  const rows = ids(count).map((id, index) => ({ id, employee: employeeOf(index) }));
  const { body } = await imports(house, company, rows);
  await ended(house, company, body.replayId);
  expect(await house.outlook.allEvents(company.tenantId)).toHaveLength(count);
}

function employeeOf(index: number): Employee {
  const employee = employees[Math.floor(index / 10)];
  if (employee === undefined) throw new RangeError(`No employee for registration ${index}`);
  return employee;
}

const switches = (enabled: boolean) =>
  house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled });

/** While the connection is OFF an export tells that the first so many are deleted and the rest are moved; then it is ON. */
async function deletedWhileOff(deleted: number, moved: number): Promise<string> {
  await switches(false);
  const rows = ids(deleted + moved).map((id, index) => ({
    id,
    employee: employeeOf(index),
    version: 2,
    ...(index < deleted ? { status: 'deleted' } : { from: '2027-04-01', to: '2027-04-02' }),
  }));
  expect((await imports(house, company, rows)).status).toBe(200);
  const { body } = await switches(true);
  return body.replayId;
}

const replay = async (replayId: string) =>
  (await house.administrator('GET', `${pathOf(company)}/replays/${replayId}`)).body;
const acts = (replayId: string, act: string) =>
  house.administrator('POST', `${pathOf(company)}/replays/${replayId}/${act}`);

async function untilAwaitingApproval(replayId: string): Promise<void> {
  await vi.waitFor(
    async () => expect(await replay(replayId)).toMatchObject({ state: 'awaiting-approval' }),
    patience,
  );
}

const standing = async (): Promise<number> => (await house.outlook.allEvents(company.tenantId)).length;

beforeEach(async () => {
  company = await house.company();
});

describe('a replay that would remove 40 events of 50', () => {
  let replayId: string;
  beforeEach(async () => {
    await inOutlook(50);
    replayId = await deletedWhileOff(40, 10);
    await untilAwaitingApproval(replayId);
  });

  test('does everything else first and waits; approved, it removes them', async () => {
    expect(await replay(replayId)).toMatchObject({
      removals: 40,
      counts: { updated: 10, removed: 0 },
      reason: { code: 'deletion-limit' },
      endedAt: null,
    });
    const events = await house.outlook.allEvents(company.tenantId);
    expect(events).toHaveLength(50);
    expect(events.filter(({ start }) => start.dateTime.startsWith('2027-04-01'))).toHaveLength(10);
    const waiting = await house.administrator(
      'GET',
      `${pathOf(company)}/replays/${replayId}/items?awaitingApproval=true`,
    );
    expect(waiting.body.items).toHaveLength(40);
    expect((await company.registration('r0')).body).toMatchObject({
      state: 'attention',
      reason: { code: 'deletion-limit' },
    });
    expect((await acts(replayId, 'approve')).status).toBe(202);
    expect(await ended(house, company, replayId)).toMatchObject({
      state: 'completed',
      removals: 0,
      counts: { updated: 10, removed: 40, failed: 0, skipped: 0 },
    });
    expect(await standing()).toBe(10);
    expect((await company.registration('r0')).body).toMatchObject({ state: 'removed' });
  });

  test('rejected, it leaves all 40, and so does every later one that nobody asked for', async () => {
    await acts(replayId, 'reject');
    expect(await ended(house, company, replayId)).toMatchObject({
      state: 'completed',
      counts: { updated: 10, removed: 0, skipped: 40 },
    });
    await switches(false);
    const again = (await switches(true)).body.replayId;
    expect(await ended(house, company, again)).toMatchObject({ state: 'completed', counts: { removed: 0 } });
    expect(await standing()).toBe(50);
    expect((await company.registration('r7')).body).toMatchObject({
      state: 'attention',
      reason: { code: 'deletion-limit' },
    });
  });

  test('cancelled, it leaves them; one started by hand asks again', async () => {
    await acts(replayId, 'cancel');
    expect(await ended(house, company, replayId)).toMatchObject({ state: 'cancelled' });
    const { body } = await house.administrator('POST', `${pathOf(company)}/replays`, { scope: 'unsynced' });
    await untilAwaitingApproval(body.replayId);
    expect(await standing()).toBe(50);
    await acts(body.replayId, 'approve');
    expect(await ended(house, company, body.replayId)).toMatchObject({ counts: { removed: 40 } });
    expect(await standing()).toBe(10);
  });

  test('holds up no change that HR makes meanwhile', async () => {
    await company.hr.sends({
      specversion: '1.0',
      id: `${company.companyId}-r3-3`,
      source: 'https://hr.example/contoso',
      type: 'registration.deleted',
      data: { registrationId: 'r3', version: 3 },
    });
    await company.untilState({ registrationId: 'r3' }, 'removed');
    expect(await standing()).toBe(49);
    await acts(replayId, 'reject');
    await ended(house, company, replayId);
    expect(await standing()).toBe(49);
  });

  test('plans again when the connection is renewed meanwhile, and asks anew', async () => {
    const { body } = await house.administrator('PUT', `${pathOf(company)}/connection/secret`, {
      clientSecret: company.clientSecret,
    });
    expect(body.replayId).toBe(replayId);
    expect(await standing()).toBe(50);
    // What it says of itself may still be of before; what it hasn't asked for anew it refuses.
    await vi.waitFor(async () => expect((await acts(replayId, 'approve')).status).toBe(202), patience);
    expect(await ended(house, company, replayId)).toMatchObject({ counts: { removed: 40 } });
    expect(await standing()).toBe(10);
  });

  test('is approved once', async () => {
    await acts(replayId, 'approve');
    await ended(house, company, replayId);
    expect(await acts(replayId, 'reject')).toMatchObject({ status: 409 });
  });
});

test.each([
  [20, 0, 'no more than 20 events'],
  [21, 189, 'no more than a tenth of all that stand'],
])('%i removals beside %i others wait for nobody: they are %s', async (deleted, moved) => {
  await inOutlook(deleted + moved);
  const replayId = await deletedWhileOff(deleted, moved);
  expect(await ended(house, company, replayId)).toMatchObject({
    state: 'completed',
    counts: { removed: deleted, updated: moved },
  });
  expect(await standing()).toBe(moved);
});

test('a dry run tells what would be removed and holds nothing', async () => {
  await inOutlook(30);
  await switches(false);
  await imports(
    house,
    company,
    ids(30).map((id, index) => ({ id, employee: employeeOf(index), version: 2, status: 'deleted' })),
  );
  expect(await replays(house, company, { scope: 'all', dryRun: true })).toMatchObject({
    state: 'completed',
    counts: { removed: 30 },
  });
  await expect.poll(async () => (await company.registration('r0')).body).toMatchObject({ state: 'parked' });
  expect(await standing()).toBe(30);
});
