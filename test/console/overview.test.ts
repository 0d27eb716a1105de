import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { call } from '../house/http.ts';
import { openConsole, untilCopied, type ConsoleBrowser } from './console.ts';
import { hasFocus, tabTo } from './keyboard.ts';

let house: House;
let browser: ConsoleBrowser;
/** All of its absence is in Outlook. */
let company: TestCompany;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  company = await house.company();
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2027-02-01', '2027-02-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });

test('one sentence tells that everything is in Outlook, and the figures below it how fast', async () => {
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(`/companies/${company.companyId}`);
  await heading(page, 'Yes, all approved absence is in Outlook').waitFor();
  await page.getByText(/^Half within [\d.]+\ss, 95 % within [\d.]+\ss\.$/).waitFor();
  await page.getByText('Within the promise of 4 minutes. Measured on one approval.').waitFor();
  await page.locator('figure canvas').waitFor();
  await page.getByText('Show as a table').click();
  const approvals = page.getByRole('table', { name: 'How long it took' }).getByRole('row').nth(1);
  expect(await approvals.getByRole('cell').allTextContents()).toEqual([
    expect.stringMatching(/\ss$/),
    expect.stringMatching(/\ss$/),
    '1',
  ]);
  await visit.expectAccessibleInBothThemes();

  await page.getByRole('button', { name: '7 days' }).click();
  await page.reload();
  const week = page.getByRole('button', { name: '7 days' });
  await expect.poll(() => week.getAttribute('aria-pressed')).toBe('true');

  await page.getByRole('link', { name: '1 In Outlook' }).click();
  expect(new URL(page.url()).pathname).toBe(`/companies/${company.companyId}/registrations`);
  expect(new URL(page.url()).search).toBe('?state=synced');
  expect(complaints).toEqual([]);
  await visit.close();
});

test('while the figures of another window are fetched, those of the one before stand in their place', async () => {
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(`/companies/${company.companyId}`);
  await page.getByText('Show as a table').click();
  const figures = page.getByRole('table', { name: 'How long it took' });
  const when = () => figures.getByRole('row').nth(1).getByRole('rowheader').textContent();
  const timeOfDay = /\d:\d\d/;
  for (const [name, days, before, after] of [
    ['30 days', '30', timeOfDay, /^(?!.*\d:\d\d)/],
    ['7 days', '7', /^(?!.*\d:\d\d)/, timeOfDay],
  ] as const) {
    const answering = Promise.withResolvers<void>();
    const isThisWindow = ({ pathname, searchParams }: URL) =>
      pathname.endsWith('/overview') && searchParams.get('days') === days;
    await page.route(isThisWindow, async (route) => {
      await answering.promise;
      await route.continue();
    });
    await page.getByRole('button', { name }).click();
    await page.getByRole('button', { name, pressed: true }).waitFor();
    expect(await when()).toMatch(before);
    answering.resolve();
    await expect.poll(when).toMatch(after);
    await page.unroute(isThisWindow);
  }
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a company whose connection is switched off says so by itself, in Danish, with what to do', async () => {
  const off = await house.company({ language: 'da' });
  const visit = await browser.visit(house, { language: 'da', viewport: { width: 360, height: 780 } });
  const { page, complaints } = visit;
  await visit.goto(`/companies/${off.companyId}`);
  await heading(page, 'Der er intet at bringe til Outlook endnu').waitFor();

  await house.administrator('PATCH', `/v1/companies/${off.companyId}/connection`, { enabled: false });
  const bo = await off.employee('Bo Lund');
  const absence = vacation(bo, '2027-02-01', '2027-02-05');
  await off.hr.creates(absence, { approved: true });
  await off.untilState(absence, 'parked');

  await heading(page, 'Nej, intet når Outlook: forbindelsen er slået fra').waitFor();
  await page
    .getByText('Én registrering er parkeret og sendes, så snart forbindelsen virker. Intet går tabt.')
    .waitFor();
  await page.getByRole('link', { name: '1 Parkeret' }).waitFor();
  const step = page.getByRole('listitem').filter({ hasText: 'Slå den til under Forbindelse.' });
  expect(await step.getByRole('link').getAttribute('href')).toBe(`/companies/${off.companyId}/connect`);
  await visit.expectAccessibleInBothThemes();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);

  await visit.goto('/');
  const row = page.getByRole('row').filter({ hasText: off.companyId });
  await row.getByText('Slået fra').waitFor();
  expect(await row.getByRole('link').allTextContents()).toEqual(['Contoso A/S', '1']);
  await visit.expectAccessibleInBothThemes();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('by keyboard alone a company is added, and its keys are seen once', async () => {
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto('/');
  await tabTo(page, page.getByRole('button', { name: 'Add a company' }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect.poll(() => hasFocus(page, dialog.getByLabel('Name'))).toBe(true);
  await page.keyboard.type('Ørsted & Søn A/S');
  await visit.expectAccessible();
  await page.keyboard.press('Enter');
  await heading(page, 'Ørsted & Søn A/S has been added').waitFor();
  await visit.expectAccessible();

  await tabTo(page, dialog.getByRole('button', { name: 'Copy API key' }));
  await untilCopied(page, () => page.keyboard.press('Enter'));
  const apiKey = String(await page.evaluate('navigator.clipboard.readText()'));
  const empty = await call(`${house.origin}/v1/companies/orsted-son-a-s/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/cloudevents-batch+json' },
    body: '[]',
  });
  expect(empty.status).not.toBe(401);

  await page.keyboard.press('Escape');
  expect(await dialog.isVisible()).toBe(true);
  await tabTo(page, dialog.getByRole('button', { name: /connect now/ }));
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).pathname).toBe('/companies/orsted-son-a-s/connect');
  await expect.poll(async () => (await page.content()).includes(apiKey)).toBe(false);
  const stored = String(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'));
  expect(stored.includes(apiKey)).toBe(false);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('an id that is taken is explained beside its field, and nothing that was entered is lost', async () => {
  const visit = await browser.visit(house, { language: 'da' });
  const { page } = visit;
  await visit.goto('/?add=company');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Navn').fill('Contoso igen');
  await dialog.getByRole('textbox', { name: 'Id', exact: true }).fill(company.companyId);
  await dialog.getByRole('button', { name: 'Tilføj' }).click();
  await dialog.getByText('Der er allerede en virksomhed med dette id. Vælg et andet.').waitFor();
  expect(await dialog.getByLabel('Navn').inputValue()).toBe('Contoso igen');
  await visit.close();
});

test('an administrator’s sign-in link lets somebody else in, once', async () => {
  const visit = await browser.visit(house);
  await visit.goto('/');
  await visit.page.getByRole('button', { name: 'Make a sign-in link' }).click();
  const link = await visit.page.getByRole('textbox', { name: 'Sign-in link' }).inputValue();
  await visit.expectAccessible();
  const { pathname, hash } = new URL(link);
  const titles: (string | null)[] = [];
  for (const _ of ['a colleague', 'somebody who has found the link']) {
    const other = await browser.visit(house, { isSignedIn: false });
    await other.page.goto(`${pathname}${hash}`);
    titles.push(await other.page.getByRole('heading', { level: 1 }).textContent());
    await other.close();
  }
  expect(titles).toEqual(['Companies', 'Sign in to Absence Sync']);
  await visit.close();
});

test('the activity log tells who did what and what Microsoft answered', async () => {
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(`/companies/${company.companyId}/activity`);
  const table = page.getByRole('table', { name: 'Acts and answers' });
  const sent = table.getByRole('row').filter({ hasText: 'The event was made in Outlook.' });
  await sent.getByRole('link').waitFor();
  await untilCopied(page, () => sent.getByRole('button', { name: 'Copy Request id' }).click());
  expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^[\da-f-]{36}$/);
  await visit.expectAccessibleInBothThemes();

  await page.getByLabel('Show').selectOption({ label: 'What administrators did' });
  await table.getByText('The company was made.').waitFor();
  await expect.poll(() => table.textContent()).not.toContain('The event was made in Outlook.');
  await page.reload();
  await table.getByText('The company was made.').waitFor();
  expect(await page.getByLabel('Show').inputValue()).toBe('administrator');
  expect(complaints).toEqual([]);
  await visit.close();
});
