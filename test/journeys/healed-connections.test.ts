import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 1, probeSeconds: 1 });
});
afterAll(() => house?.close());

function application({ tenantId, clientId }: TestCompany, change: object) {
  return house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, change);
}

test('a connection that is repaired at Microsoft’s side opens by itself, and what was parked is replayed', async () => {
  const company = await house.company();
  const anna = await company.employee('Anna Holm');
  await application(company, { enabled: false });
  const absence = vacation(anna, '2027-03-01', '2027-03-02');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'parked');
  expect((await company.registration(absence.registrationId)).body.reason).toMatchObject({
    code: 'application-disabled',
  });
  await application(company, { enabled: true });
  await company.untilState(absence, 'synced');
  expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
  const { body } = await house.administrator('GET', `/v1/companies/${company.companyId}/connection`);
  expect(body).toMatchObject({ state: 'healthy', reason: null });
  await vi.waitFor(async () => {
    const replays = await house.administrator('GET', `/v1/companies/${company.companyId}/replays`);
    expect(replays.body.items[0]).toMatchObject({ cause: 'healed', state: 'completed' });
  }, patience);
});
