import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { openConsole, type ConsoleBrowser } from './console.ts';
import { tabTo } from './keyboard.ts';

let house: House;
let browser: ConsoleBrowser;
/** Connected, and with an event in Outlook. */
let company: TestCompany;
let anna: Employee;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  company = await house.company({ language: 'da' });
  anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2027-02-01', '2027-02-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const newSecret = (): string => `Abc8Q~${randomBytes(16).toString('hex')}`;

const untilFocused = (field: Locator) =>
  expect.poll(() => field.evaluate((element) => element.matches(':focus'))).toBe(true);

/** What the secret may never be found in. */
const keptBy = async (page: Page): Promise<string> =>
  (await page.content()) +
  String(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])'));

async function application(clientId: string, secret: string): Promise<void> {
  await house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/applications/${clientId}`, {
    displayName: 'Absence Sync',
    roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    secrets: [{ value: secret, endDateTime: '2099-01-01T00:00:00Z' }],
  });
}

/** A company that isn't connected yet, and an application that it could be connected with. */
async function newCompany(id: string): Promise<{ readonly clientId: string; readonly secret: string }> {
  const [clientId, secret] = [randomUUID(), newSecret()];
  await application(clientId, secret);
  await house.administrator('POST', '/v1/companies', {
    id,
    name: 'Fresh A/S',
    language: 'da',
    timeZone: 'Europe/Copenhagen',
  });
  return { clientId, secret };
}

test('a company is connected from nothing by keyboard alone, and each wrong value is explained at its field', async () => {
  const { clientId, secret } = await newCompany('fresh');
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  const enter = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
  };
  await visit.goto('/companies/fresh/connect');
  await enter('Application (client) ID', ` ${clientId} `);
  await enter('Directory (tenant) ID', clientId);
  await page.getByText('Both fields hold the same id.').first().waitFor();
  await enter('Directory (tenant) ID', company.tenantId);
  await page.getByText(`New-ServicePrincipal -AppId '${clientId}'`).waitFor({ state: 'attached' });
  expect(await page.getByLabel('Application (client) ID').inputValue()).toBe(clientId);

  await enter('Client secret (Value)', newSecret());
  await page.keyboard.press('Enter');
  await page.getByText('Entra does not accept this client secret.').waitFor();
  await untilFocused(page.getByLabel('Client secret (Value)'));
  await visit.expectAccessibleInBothThemes();
  await enter('Client secret (Value)', randomUUID());
  await page.getByText('This is the secret’s Secret ID, not its Value.').waitFor();
  await enter('Client secret (Value)', secret);
  await tabTo(page, page.getByRole('button', { name: 'Save and connect' }));
  await page.keyboard.press('Enter');

  await page.getByText('Connected to Microsoft 365.').waitFor();
  await page.getByText('Works', { exact: true }).first().waitFor();
  await page.getByText('What could be tried works; the rest is explained below.').waitFor();
  await enter('A mailbox to try first', anna.mailbox);
  await page.keyboard.press('Enter');
  await page.getByText('Everything works.').waitFor();
  await page.getByText('Works there: Calendars.ReadWrite, MailboxSettings.ReadWrite').waitFor();
  expect(await keptBy(page)).not.toContain(secret);
  expect(page.url()).not.toContain(anna.mailbox);
  await visit.expectAccessibleInBothThemes();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('the checks run also where the page sees the connection before its save is answered', async () => {
  const { clientId, secret } = await newCompany('slow');
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto('/companies/slow/connect');
  await page.route('**/v1/companies/slow/connection', async (route) => {
    const response = await route.fetch();
    if (route.request().method() === 'PUT') await page.getByRole('heading', { name: 'Checks' }).waitFor();
    await route.fulfill({ response });
  });
  await page.getByLabel('Application (client) ID').fill(clientId);
  await page.getByLabel('Directory (tenant) ID').fill(company.tenantId);
  await page.getByLabel('Client secret (Value)').fill(secret);
  await page.getByRole('button', { name: 'Save and connect' }).click();
  await page.getByText('Connected to Microsoft 365.').waitFor();
  await page.getByText('What could be tried works; the rest is explained below.').waitFor();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a new secret goes into the one field that the address leads to, and starts a replay', async () => {
  const secret = newSecret();
  await application(company.clientId, secret);
  const visit = await browser.visit(house, { language: 'da' });
  const { page, complaints } = visit;
  await visit.goto(`/companies/${company.companyId}/connect#new-secret`);
  const field = page.getByLabel('Klienthemmelighed (Value)');
  await untilFocused(field);
  await page.keyboard.insertText(company.clientSecret);
  await page.keyboard.press('Enter');
  await page.getByText('Entra kender ikke denne klienthemmelighed.').waitFor();
  await page.keyboard.insertText(secret);
  await page.getByLabel('Hemmelighedens sidste dag').first().fill('2099-01-01');
  await page.getByRole('button', { name: 'Gem den nye hemmelighed' }).click();
  await page.getByText('Den nye hemmelighed er gemt.').waitFor();
  expect(await field.inputValue()).toBe('');
  expect(await keptBy(page)).not.toContain(secret);
  await page.getByText('Alt virker.').waitFor();
  await visit.expectAccessibleInBothThemes();
  await page.getByRole('link', { name: 'Følg genafspilningen' }).click();
  await page.waitForURL(/\/replays\//);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('ids that are swapped are seen, and another application is moved to only after a confirmation', async () => {
  const [clientId, secret] = [randomUUID(), newSecret()];
  await application(clientId, secret);
  const visit = await browser.visit(house);
  const { page } = visit;
  await visit.goto(`/companies/${company.companyId}/connect`);
  await page.getByRole('button', { name: 'Change' }).click();
  const form = page.locator('form').filter({ has: page.getByLabel('Application (client) ID') });
  await form.getByLabel('Application (client) ID').fill(company.tenantId);
  await form.getByLabel('Directory (tenant) ID').fill(company.clientId);
  await form.getByRole('button', { name: 'Swap the two ids' }).first().click();
  expect(await form.getByLabel('Directory (tenant) ID').inputValue()).toBe(company.tenantId);

  await form.getByLabel('Application (client) ID').fill(clientId);
  await form.getByLabel('Client secret (Value)').fill(secret);
  const save = form.getByRole('button', { name: 'Save', exact: true });
  const dialog = page.getByRole('alertdialog');
  await save.click();
  await dialog.getByText('Events of this company that stand in Outlook: 1.').waitFor();
  await visit.expectAccessibleInBothThemes();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  const saved = async () =>
    (await house.administrator('GET', `/v1/companies/${company.companyId}/connection`)).body;
  expect(await saved()).toMatchObject({ clientId: company.clientId });
  await save.click();
  await dialog.getByRole('button', { name: 'Move and save' }).click();
  await page.getByRole('button', { name: 'Change' }).waitFor();
  expect(await saved()).toMatchObject({ clientId, state: 'healthy' });
  await visit.close();
});

test('switched OFF with a purge the events leave Outlook, and ON brings them back', async () => {
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(`/companies/${company.companyId}/connect`);
  await page.getByRole('button', { name: 'Switch OFF' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('radio', { name: /^Purge/ }).check();
  await visit.expectAccessible();
  await dialog.getByRole('button', { name: 'Switch OFF' }).click();
  await page.getByText('The connection is OFF.', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Follow the replay' }).waitFor();
  await company.seesIn(anna, (events) => expect(events).toEqual([]));
  await visit.expectAccessibleInBothThemes();
  await page.getByRole('button', { name: 'Switch ON' }).click();
  await page.getByText('The connection is ON.', { exact: true }).waitFor();
  await company.seesIn(anna, (events) => expect(events).toHaveLength(1));
  expect(complaints).toEqual([]);
  await visit.close();
});
