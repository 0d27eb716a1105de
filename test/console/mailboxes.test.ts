import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation, type Absence, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { openConsole, type ConsoleBrowser } from './console.ts';

let house: House;
let browser: ConsoleBrowser;
let company: TestCompany;
/** Comes after the other by address, and needs somebody. */
let troubled: Employee;
let waiting: Absence;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  company = await house.company();
  const anna = await company.employee('Anna Holm');
  troubled = await company.employee('Bo Lund');
  await becomes('notEnabled');
  waiting = vacation(troubled, '2027-02-01', '2027-02-05');
  for (const [absence, state] of [
    [vacation(anna, '2027-02-01', '2027-02-05'), 'synced'],
    [waiting, 'attention'],
  ] as const) {
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, state);
  }
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const becomes = (kind: 'ok' | 'notEnabled') =>
  house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/mailboxes/${troubled.mailbox}`, {
    kind,
  });

test('the mailboxes in trouble come first, are counted, say why in Danish, and lead to their registrations', async () => {
  const { page, complaints, ...visit } = await browser.visit(house, { language: 'da', theme: 'dark' });
  await visit.goto(`/companies/${company.companyId}/mailboxes`);
  const row = page.getByRole('row').nth(1);
  await expect.poll(() => row.textContent()).toContain(troubled.mailbox);
  await expect.poll(() => row.textContent()).toContain('Giv medarbejderen en Exchange Online-licens');
  await page.getByRole('button', { name: 'Kræver handling (1)' }).waitFor();
  await visit.expectAccessible();
  await row.getByRole('link', { name: 'Registreringer' }).click();
  const names = () => page.getByRole('rowheader').getByRole('link').allTextContents();
  await expect.poll(names).toEqual(['Bo Lund']);
  await page.getByRole('button', { name: `Fjern filteret Postkasse: ${troubled.mailbox}` }).click();
  await expect.poll(names).toHaveLength(2);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('“Check now” says that the trouble lasts, and after it is mended heals the mailbox and brings what waited', async () => {
  const { page, complaints, ...visit } = await browser.visit(house);
  await visit.goto(`/companies/${company.companyId}/mailboxes?state=attention`);
  const check = page.getByRole('button', { name: `Check now: ${troubled.mailbox}` });
  await check.click();
  await page.getByText('Still in trouble. Mend the cause and check again.').waitFor();
  await visit.expectAccessible();
  await becomes('ok');
  await check.click();
  await page.getByText(`${troubled.mailbox} is in order`).waitFor();
  await page.getByText('No mailbox is in trouble.').waitFor();
  await page.getByRole('button', { name: 'Need attention (0)' }).waitFor();
  await visit.expectAccessible();
  await company.untilState(waiting, 'synced');
  await company.seesIn(troubled, (events) => expect(events).toHaveLength(1));
  expect(complaints).toEqual([]);
  await visit.close();
});
