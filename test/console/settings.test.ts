import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { openConsole, type ConsoleBrowser, type ConsoleVisit, type VisitOptions } from './console.ts';
import { tabTo } from './keyboard.ts';

let house: House;
let browser: ConsoleBrowser;
let company: TestCompany;
let anna: Employee;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  company = await house.company();
  anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2027-02-01', '2027-02-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

async function open(options: VisitOptions = {}): Promise<ConsoleVisit> {
  const visit = await browser.visit(house, options);
  await visit.goto(`/companies/${company.companyId}/settings`);
  return visit;
}
const section = (page: Page, name: string) => page.getByRole('form', { name });
const chosen = async () => (await house.administrator('GET', `/v1/companies/${company.companyId}`)).body;

test('another language reaches the calendar by a replay, which the page leads to', async () => {
  const visit = await open();
  const { page, complaints } = visit;
  const form = section(page, 'Company');
  await form.getByLabel('Name').fill('Contoso Danmark A/S');
  await form.getByLabel('Language in Outlook').selectOption({ label: 'Danish' });
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('A replay brings the change to Outlook.').waitFor();
  const replay = await form.getByRole('link', { name: 'Follow the replay' }).getAttribute('href');
  expect(replay).toMatch(/\/replays\/[\w-]+$/);
  await page.getByRole('button', { name: 'Choose a company: Contoso Danmark A/S' }).waitFor();
  await company.seesIn(anna, ([event]) => expect(event?.subject).toBe('Fraværende'));
  await visit.expectAccessibleInBothThemes();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a wrong time zone is explained in Danish beside its field, and what was entered stays', async () => {
  const visit = await open({ language: 'da' });
  const { page } = visit;
  const form = section(page, 'Virksomhed');
  await form.getByLabel('Tidszone').fill('Europe/Atlantis');
  await form.getByRole('button', { name: 'Gem' }).click();
  await form.getByText('Vælg en tidszone fra listen, fx Europe/Copenhagen.').waitFor();
  await page.getByRole('link', { name: 'Overblik' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overblik' }).waitFor();
  await page.getByRole('link', { name: 'Indstillinger' }).click();
  await expect.poll(() => form.getByLabel('Tidszone').inputValue()).toBe('Europe/Atlantis');
  await form.getByRole('button', { name: 'Fortryd ændringerne' }).click();
  expect(await form.getByLabel('Tidszone').inputValue()).toBe('Europe/Copenhagen');
  expect(await chosen()).toMatchObject({ timeZone: 'Europe/Copenhagen' });
  await visit.close();
});

test('non-working days and the first day are chosen by keyboard alone, each section by itself', async () => {
  const visit = await open();
  const { page } = visit;
  const days = section(page, 'Non-working days');
  await tabTo(page, days.getByLabel('Friday'));
  await page.keyboard.press('Space');
  await tabTo(page, days.getByLabel('Another day', { exact: true }));
  await page.keyboard.type('12242026');
  await page.keyboard.press('Enter');
  await days.getByRole('button', { name: 'Remove 24 Dec 2026' }).waitFor();
  const save = days.getByRole('button', { name: 'Save' });
  expect(await save.getAttribute('aria-disabled')).not.toBe('true');
  expect(await chosen()).toMatchObject({ nonWorkingDays: { weekdays: [6, 7], dates: [] } });
  await tabTo(page, save);
  await page.keyboard.press('Enter');
  await days.getByText('Saved.').waitFor();
  expect(await chosen()).toMatchObject({
    nonWorkingDays: { weekdays: [5, 6, 7], dates: ['2026-12-24'] },
    syncFrom: null,
  });

  const firstDay = section(page, 'First day in Outlook');
  await tabTo(page, firstDay.getByLabel('First day', { exact: true }));
  await page.keyboard.type('01012020');
  await page.keyboard.press('Enter');
  await firstDay.getByText('Saved.').waitFor();
  expect(await chosen()).toMatchObject({ syncFrom: '2020-01-01' });
  await visit.close();
});

test('who is told is chosen by mail and webhook, whose signing secret is shown once', async () => {
  const visit = await open();
  const { page, complaints } = visit;
  const form = section(page, 'Notifications');
  await form.getByLabel('Another mail address', { exact: true }).fill('it at contoso');
  await form.getByRole('button', { name: 'Add: Another mail address' }).click();
  await form.getByText('Enter one mail address, such as it@contoso.example.').waitFor();
  await form.getByLabel('Another mail address', { exact: true }).fill('it@contoso.example');
  await form.getByRole('button', { name: 'Add: Another mail address' }).click();
  await form.getByLabel('By webhook to').fill('http://hr.example/absence-sync');
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Use a public https address such as https://hr.example/absence-sync.').waitFor();
  await form.getByLabel('By webhook to').fill('https://hr.example/absence-sync');
  await form.getByRole('button', { name: 'Save' }).click();

  const secret = await form.getByRole('textbox', { name: 'Signing secret' }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  expect(await chosen()).toMatchObject({
    notifications: { mail: ['it@contoso.example'], webhook: { url: 'https://hr.example/absence-sync' } },
  });
  await visit.expectAccessible();
  await form.getByRole('button', { name: 'I have kept it' }).click();
  expect((await page.content()).includes(secret)).toBe(false);
  await page.reload();
  await form.getByText('it@contoso.example').waitFor();
  expect((await page.content()).includes(secret)).toBe(false);
  expect(complaints).toEqual([]);
  await visit.close();
});
