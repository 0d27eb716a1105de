import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Employee, TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, imports, pathOf } from '../house/hr-export.ts';

let house: House;
let company: TestCompany;
let anna: Employee;
const count = 12;
beforeAll(async () => {
  // As long as a test waits: what it holds is not given up meanwhile, and sent again.
  house = await openHouse({ replayPageSize: 5, timeoutSeconds: 30 });
  // Shorter than the library's five minutes of foresight: each request asks for a token, as after an hour.
  await house.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 200 });
});
afterAll(() => house?.close());
beforeEach(async () => {
  await house.outlook.forgetFaults();
  company = await house.company();
  anna = await company.employee('Anna Holm');
  const rows = Array.from({ length: count }, (_, day) => ({
    id: `anna-${day}`,
    employee: anna,
    from: `2027-03-${day + 10}`,
    to: `2027-03-${day + 10}`,
  }));
  const { body } = await imports(house, company, rows);
  await ended(house, company, body.replayId);
});

const renewed = 'New8Q~a-secret-that-was-made-in-Entra-today';
const secretsAre = (...secrets: readonly object[]) =>
  house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/applications/${company.clientId}`, {
    secrets,
  });
const connectionPath = () => `${pathOf(company)}/connection`;
const connection = async () => (await house.administrator('GET', connectionPath())).body;
const savesRenewed = async () => {
  await secretsAre({ value: renewed, endDateTime: '2099-01-01T00:00:00Z' });
  return house.administrator('PUT', `${connectionPath()}/secret`, { clientSecret: renewed });
};

/** The secret expires while the replay's first requests are under way: the others find it expired. */
async function breaksOff(operation: string, start: () => Promise<string>): Promise<void> {
  const held = await house.outlook.fault({
    operation,
    tenantId: company.tenantId,
    times: 2,
    effect: { kind: 'hold' },
  });
  const replayId = await start();
  await expect.poll(() => house.outlook.faultStrikes(held)).toBe(2);
  await secretsAre({ value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' });
  await house.outlook.releaseFault(held);
  expect(await ended(house, company, replayId)).toMatchObject({
    state: 'failed',
    reason: { code: 'secret-expired' },
  });
}

test('what a failed replay of everything has not reached is parked, and reaches Outlook after the renewal', async () => {
  await breaksOff('updateEvent', async () => {
    const path = `${pathOf(company)}/absence-types/vacation`;
    return (await house.administrator('PUT', path, { private: false })).body.replayId;
  });
  const inState = async (state: string) =>
    (await house.administrator('GET', `${pathOf(company)}/registrations?state=${state}`)).body.items.length;
  const [synced, parked] = [await inState('synced'), await inState('parked')];
  expect(synced + parked).toBe(count);
  expect(parked).toBeGreaterThan(0);
  const saved = await savesRenewed();
  expect(await ended(house, company, saved.body.replayId)).toMatchObject({
    state: 'completed',
    scope: { scope: 'unsynced' },
    counts: { updated: parked },
  });
  const events = await house.outlook.calendarOf(anna.mailbox);
  expect(events.map(({ sensitivity }) => sensitivity)).toEqual(Array(count).fill('normal'));
});

test('a purge that an expired secret has broken off goes on after the renewal, and the connection stays OFF', async () => {
  await breaksOff('deleteEvent', async () => {
    const off = await house.administrator('PATCH', connectionPath(), { enabled: false, whenOff: 'purge' });
    return off.body.replayId;
  });
  expect((await house.outlook.calendarOf(anna.mailbox)).length).toBeGreaterThan(0);
  const saved = await savesRenewed();
  expect(await ended(house, company, saved.body.replayId)).toMatchObject({ state: 'completed' });
  expect(await house.outlook.calendarOf(anna.mailbox)).toEqual([]);
  expect(await connection()).toMatchObject({ state: 'off', enabled: false });
});

test('a connection that is switched OFF while a renewal waits for Entra stays OFF', async () => {
  await secretsAre(
    { value: company.clientSecret, endDateTime: '2099-01-01T00:00:00Z' },
    { value: renewed, endDateTime: '2099-01-01T00:00:00Z' },
  );
  const held = await house.outlook.fault({
    operation: 'token',
    tenantId: company.tenantId,
    // Also what is asked for again where the answer is too long in coming.
    times: null,
    effect: { kind: 'hold' },
  });
  const saving = house.administrator('PUT', `${connectionPath()}/secret`, { clientSecret: renewed });
  await expect.poll(() => house.outlook.faultStrikes(held)).toBeGreaterThan(0);
  await house.administrator('PATCH', connectionPath(), { enabled: false });
  await house.outlook.forgetFaults();
  expect((await saving).body).toMatchObject({ state: 'off', enabled: false });
  expect(await connection()).toMatchObject({ enabled: false });
});
