import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { patience, vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { pathOf } from '../house/hr-export.ts';
import type { Answer } from '../house/http.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company({ language: 'en' });
});
afterAll(() => house?.close());

const settings = async ({ mailbox }: Employee): Promise<Answer['body']> =>
  (await house.outlook.control('GET', `/sandbox/tenants/${company.tenantId}/mailboxes/${mailbox}`)).body;

test('hello replies', async () => {
  const anna = await company.employee('Anna Holm');
  await house.administrator('PATCH', pathOf(company), { automaticReplies: { enabled: true } });
  const absence = vacation(anna, '2027-06-01', '2027-06-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  await vi.waitFor(async () => {
    const body = await settings(anna);
    expect(JSON.stringify(body)).toContain('scheduled');
  }, patience);
  console.log(JSON.stringify(await settings(anna), null, 1));
  const list = await house.administrator('GET', `${pathOf(company)}/mailboxes`);
  console.log(JSON.stringify(list.body.items));
});
