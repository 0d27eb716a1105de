import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
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

async function open(search = '', options: VisitOptions = {}): Promise<ConsoleVisit> {
  const visit = await browser.visit(house, options);
  await visit.goto(`/companies/${company.companyId}/types${search}`);
  return visit;
}

const preview = (page: Page) => page.locator('figure');
const typeOf = async (type: string) => {
  const { body } = await house.administrator('GET', `/v1/companies/${company.companyId}/absence-types`);
  return body.items.find((row: { type: string }) => row.type === type);
};

test('a changed subject is seen before it is saved, and stands in the calendar afterwards', async () => {
  const visit = await open('?type=vacation');
  const { page, complaints } = visit;
  await tabTo(page, page.getByLabel('Subject in English'));
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('Away from work');
  await preview(page).getByText('Away from work').waitFor();
  await tabTo(page, page.getByRole('button', { name: 'Save' }));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Follow the replay' }).waitFor();
  await company.seesIn(anna, ([event]) => expect(event?.subject).toBe('Away from work'));
  await visit.expectAccessibleInBothThemes();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a type that works elsewhere takes along its subject and answers no mail', async () => {
  const visit = await open('?type=other-absence');
  const { page } = visit;
  await page.getByLabel('Shows as: Other absence').selectOption({ label: 'Working elsewhere' });
  await preview(page).getByText('Working elsewhere', { exact: true }).waitFor();
  expect(await page.getByLabel('Reply: Other absence').isChecked()).toBe(false);
  expect(await page.getByLabel('Subject in Danish').inputValue()).toBe('Arbejder andet sted');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await typeOf('other-absence')).toMatchObject({
    showAs: 'workingElsewhere',
    subject: { da: 'Arbejder andet sted', en: 'Working elsewhere' },
    automaticReply: false,
  });
  await visit.close();
});

test('to show who is sick is advised against, asked about, and lost by nobody’s going to another page', async () => {
  const visit = await open('?type=sick', { language: 'da', viewport: { width: 360, height: 780 } });
  const { page, complaints } = visit;
  await page.getByText('Typen siger noget om en medarbejders helbred').waitFor();
  await visit.expectAccessibleInBothThemes();
  await page.getByRole('link', { name: 'Alle typer' }).click();
  await page.getByLabel('Navn vises: Syg', { exact: true }).click();
  await page.getByRole('link', { name: 'Overblik' }).click();
  await page.getByRole('link', { name: 'Typer og tekster' }).click();
  await page.getByText('Endnu ikke gemt: Syg').waitFor();
  await page.getByRole('button', { name: 'Gem' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText('Det er en helbredsoplysning, som er beskyttet af loven.').waitFor();
  await visit.expectAccessible();
  await dialog.getByRole('button', { name: 'Annullér' }).click();
  await page.getByRole('button', { name: 'Fortryd ændringerne' }).click();
  expect(await page.getByLabel('Navn vises: Syg', { exact: true }).isChecked()).toBe(false);
  expect(await typeOf('sick')).toMatchObject({ showType: false });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a type of the company’s own is added, and what is wrong with its code is said at the field', async () => {
  const visit = await open();
  const { page } = visit;
  await page.getByRole('button', { name: 'Add a type' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code in the HR system').fill('vacation');
  await dialog.getByLabel('Name in Danish').fill('Seniordag');
  await dialog.getByLabel('Name in English').fill('Senior day');
  await dialog.getByRole('button', { name: 'Add a type' }).click();
  await dialog.getByText('There is a type with this code already.').waitFor();
  await visit.expectAccessible();
  await dialog.getByLabel('Code in the HR system').fill('senior-day');
  await dialog.getByRole('button', { name: 'Add a type' }).click();
  await page.getByRole('heading', { name: 'Senior day' }).waitFor();
  expect(await typeOf('senior-day')).toMatchObject({
    label: { da: 'Seniordag', en: 'Senior day' },
    synced: true,
  });
  await visit.close();
});

test('a reply that tells of illness is refused at its field; one with placeholders reads as it will be sent', async () => {
  const visit = await open('?tab=replies', { language: 'da' });
  const { page, complaints } = visit;
  const internal = page.getByLabel('Til kolleger', { exact: true }).first();
  await internal.fill('I am sick until {lastDay}.');
  await page.getByText('Teksten siger “sick”.').waitFor();
  await internal.fill('Out until {sunday}.');
  await page.getByText('{sunday} er ikke en pladsholder.').waitFor();
  await visit.expectAccessibleInBothThemes();
  await internal.fill('Back on ');
  await page.getByRole('button', { name: 'Indsæt Tilbage den i: Til kolleger' }).first().click();
  await page
    .locator('blockquote')
    .filter({ hasText: /^Back on \d+ \w+ \d{4}$/ })
    .waitFor();
  await page.getByRole('switch', { name: 'Automatiske svar er TIL' }).click();
  await page.getByRole('button', { name: 'Gem' }).click();
  await page.getByText('Gemt.', { exact: true }).waitFor();
  const { body } = await house.administrator('GET', `/v1/companies/${company.companyId}`);
  expect(body.automaticReplies).toMatchObject({ enabled: true, internal: { en: 'Back on {returnDay}' } });
  await visit.expectAccessibleInBothThemes();
  expect(complaints).toEqual([]);
  await visit.close();
});
