import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { openConsole, type ConsoleBrowser } from './console.ts';

let house: House;
let browser: ConsoleBrowser;
beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  // Shorter than the library's five minutes of foresight: each request asks for a token, as after an hour.
  await house.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 200 });
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const renewed = 'New8Q~a-secret-that-was-made-in-Entra-today';

test('an expired secret is seen on every page, and one field brings everything to Outlook', async () => {
  const company = await house.company({ language: 'da' });
  const anna = await company.employee('Anna Holm');
  const [before, meanwhile] = [
    vacation(anna, '2027-02-01', '2027-02-05'),
    vacation(anna, '2027-03-01', '2027-03-05'),
  ];
  const secretsAre = (...secrets: readonly { value: string; endDateTime: string }[]) =>
    house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/applications/${company.clientId}`, {
      secrets,
    });
  const expired = { value: company.clientSecret, endDateTime: '2020-01-01T00:00:00Z' };
  await company.hr.creates(before, { approved: true });
  await company.untilState(before, 'synced');
  const visit = await browser.visit(house, { language: 'da' });
  const { page, complaints } = visit;
  const banner = page.getByRole('alert').filter({ hasText: 'Klienthemmeligheden er udløbet' });
  await visit.goto(`/companies/${company.companyId}`);
  expect(await banner.count()).toBe(0);

  await secretsAre(expired);
  await company.hr.creates(meanwhile, { approved: true });
  await banner.waitFor();
  const pages = page.getByRole('navigation').getByRole('link');
  const names = await pages.allTextContents();
  expect(names).toHaveLength(8);
  for (const name of names) {
    await pages.getByText(name, { exact: true }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await banner.getByRole('link', { name: 'Indtast den nye hemmelighed' }).count(), name).toBe(1);
  }
  await pages.getByText('Genafspilning', { exact: true }).click();
  await page.getByText('Forbindelsen lader intet igennem lige nu').waitFor();
  await page.getByRole('button', { name: 'Start nu' }).click();
  await page.getByText('Genafspilningen kunne ikke fortsætte').waitFor();
  await visit.expectAccessibleInBothThemes();

  await secretsAre(expired, { value: renewed, endDateTime: '2099-01-01T00:00:00Z' });
  await banner.getByRole('link', { name: 'Indtast den nye hemmelighed' }).click();
  // The focus is in the field already.
  await expect.poll(() => page.getByRole('main').locator('input:focus').count()).toBe(1);
  await page.keyboard.insertText(renewed);
  await page.keyboard.press('Enter');

  await page.getByRole('link', { name: 'Følg genafspilningen' }).click();
  await page.getByText('Efter at klienthemmeligheden blev fornyet').waitFor();
  await page.getByText('Alt er gennemgået.').waitFor();
  const report = page.getByRole('table', { name: 'Hvad der blev af hver registrering' });
  await expect
    .poll(() => report.getByRole('row').filter({ hasText: meanwhile.registrationId }).textContent())
    .toContain('Oprettet');
  await expect.poll(() => banner.count()).toBe(0);
  const days = (await house.outlook.calendarOf(anna.mailbox)).map(({ start }) => start.dateTime.slice(0, 10));
  expect(days.toSorted()).toEqual(['2027-02-01', '2027-03-01']);
  expect(await page.content()).not.toContain(renewed);
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);
