import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { vacation, type Absence, type Employee, type TestCompany } from '../house/company.ts';
import { csv } from '../house/hr-export.ts';
import { openHouse, temporalUi, type House } from '../house/house.ts';
import { openConsole, type ConsoleBrowser } from './console.ts';
import { tabTo } from './keyboard.ts';

let house: House;
let browser: ConsoleBrowser;
/** With an absence in Outlook, one that is pending, and one whose mailbox is out of scope. */
let company: TestCompany;
let pending: Absence;
let outOfScope: Absence;
/** Its secret has expired. */
let outage: TestCompany;
let expired: Absence;

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  // Shorter than the library's five minutes of foresight: each request asks for a token, as after an hour.
  await house.outlook.control('PUT', '/sandbox/settings', { tokenLifetimeSeconds: 200 });
  [company, outage] = await Promise.all([house.company(), house.company()]);
  const [anna, bo, eva, ida] = [
    await company.employee('Anna Holm'),
    await company.employee('Bo Lund'),
    await company.employee('Eva Krogh'),
    await outage.employee('Ida Juhl'),
  ];
  await entraHas(company, { roles: [], rbacScopes: calendarsAndRepliesOf(anna, eva) });
  await entraHas(outage, {
    secrets: [{ value: outage.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }],
  });
  pending = vacation(eva, '2027-03-01', '2027-03-05');
  await company.hr.creates(pending);
  [outOfScope, expired] = await Promise.all([
    // After one whose mailbox has let the application in: until then a permission could be missing as well.
    registers(company, vacation(anna, '2027-02-01', '2027-02-05'), 'synced').then(() =>
      registers(company, vacation(bo, '2027-02-01', '2027-02-05'), 'attention'),
    ),
    registers(outage, vacation(ida, '2027-02-01', '2027-02-05'), 'parked'),
  ]);
  await company.untilState(pending, 'waiting');
  // That it waits is known before its workflow is, to which its page leads.
  await company.untilIdle(pending);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const entraHas = ({ tenantId, clientId }: TestCompany, application: object) =>
  house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, application);
const calendarsAndRepliesOf = (...inScope: readonly Employee[]) =>
  ['Application Calendars.ReadWrite', 'Application MailboxSettings.ReadWrite'].map((role) => ({
    role,
    mailboxes: inScope.map(({ mailbox }) => mailbox),
  }));

async function registers(company: TestCompany, absence: Absence, state: string): Promise<Absence> {
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, state);
  return absence;
}

const listOf = ({ companyId }: TestCompany) => `/companies/${companyId}/registrations`;
const pageOf = (company: TestCompany, { registrationId }: Absence) => `${listOf(company)}/${registrationId}`;
const rowOf = (page: Page, { registrationId }: Absence) =>
  page.getByRole('row').filter({ has: page.locator(`a[href$="${registrationId}"]`) });
const shows = (locator: Locator, text: string) => expect.poll(() => locator.textContent()).toContain(text);

test('an administrator tells in Danish, in the list and on their pages, why three registrations are not in Outlook', async () => {
  const { page, complaints, ...visit } = await browser.visit(house, { language: 'da' });
  const cases = [
    {
      of: company,
      absence: pending,
      state: 'Venter',
      why: 'Registreringen er endnu ikke godkendt.',
      wayOut: 'Godkend den i HR-systemet',
      next: 'Når registreringen godkendes i HR-systemet, sendes den automatisk til Outlook.',
      links: [],
    },
    {
      of: company,
      absence: outOfScope,
      state: 'Kræver handling',
      why: 'Microsoft 365 giver ikke applikationen adgang til denne postkasse.',
      wayOut: 'Medtag postkassen i applikationens område',
      next: 'Postkassen kontrolleres automatisk igen',
      links: ['Kontrollér postkassen'],
    },
    {
      of: outage,
      absence: expired,
      state: 'Parkeret',
      why: 'Klienthemmeligheden er udløbet.',
      wayOut: 'Opret en ny klienthemmelighed i Entra',
      next: 'Forbindelsen prøves automatisk igen',
      links: ['Indtast den nye hemmelighed'],
    },
  ];
  for (const { of, absence, state, why, wayOut, next, links } of cases) {
    await visit.goto(listOf(of));
    await shows(rowOf(page, absence), state);
    await shows(rowOf(page, absence), why);
    await rowOf(page, absence).getByRole('link', { name: absence.employee.name }).click();
    await shows(page.getByRole('heading', { level: 1 }), `${absence.employee.name}: Ferie`);
    const answer = page.getByRole('region', { name: 'Ikke i Outlook' });
    for (const told of [why, wayOut, next]) await shows(answer, told);
    expect(await answer.getByRole('link').allTextContents()).toEqual(links);
    expect(await workflowShownOn(page)).toMatchObject({ type: 'registrationLifecycle' });
    await visit.expectAccessible();
  }
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);

/** The workflow that the page's link to Temporal leads to. */
async function workflowShownOn(page: Page) {
  const link = await page.getByRole('link', { name: 'Se det i Temporal' }).getAttribute('href');
  const [, namespace = '', workflowId = ''] =
    new RegExp(`^${temporalUi}/namespaces/([^/]+)/workflows/([^/]+)$`).exec(link ?? '') ?? [];
  expect(namespace).toBe(house.namespace);
  return house.temporal.workflow.getHandle(decodeURIComponent(workflowId)).describe();
}

test('what the list is narrowed by stands in its address, survives a reload, and can be cleared', async () => {
  const { page, complaints, ...visit } = await browser.visit(house, { theme: 'dark' });
  await visit.goto(listOf(company));
  const names = () => page.getByRole('rowheader').getByRole('link').allTextContents();
  await page.getByLabel('State').selectOption('Needs attention');
  await expect.poll(names).toEqual(['Bo Lund']);
  await page.reload();
  await expect.poll(names).toEqual(['Bo Lund']);
  expect(new URL(page.url()).search).toBe('?state=attention');
  await page.getByRole('searchbox').fill('no such person');
  await page.getByText('No registration matches these filters.').waitFor();
  await visit.expectAccessible();
  await page.getByRole('search').getByRole('button', { name: 'Clear all filters' }).click();
  await expect.poll(names).toEqual(['Bo Lund', 'Anna Holm', 'Eva Krogh']);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('by keyboard alone an administrator searches an employee and reads why the absence is not in Outlook', async () => {
  const { page, complaints, ...visit } = await browser.visit(house, { theme: 'dark' });
  await visit.goto(listOf(company));
  await tabTo(page, page.getByRole('searchbox'));
  await page.keyboard.type('bo lund');
  await expect.poll(() => page.getByRole('rowheader').count()).toBe(1);
  await tabTo(page, rowOf(page, outOfScope).getByRole('link'));
  await page.keyboard.press('Enter');
  const answer = page.getByRole('region', { name: 'Not in Outlook' });
  await shows(answer, 'Microsoft 365 does not let the application into this mailbox.');
  await shows(page.getByRole('table', { name: 'Attempts' }), '403 ErrorAccessDenied');
  await visit.expectAccessible();
  await tabTo(page, answer.getByRole('button', { name: 'Copy request id' }));
  await page.keyboard.press('Enter');
  const { reason } = (await company.registration(outOfScope.registrationId)).body;
  await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(reason.microsoft.requestId);
  expect(complaints).toEqual([]);
  await visit.close();
});

test('a registration whose cause is mended is brought to Outlook now, and its page says so by itself', async () => {
  const mended = await house.company();
  const anna = await mended.employee('Anna Holm');
  const mailbox = `/sandbox/tenants/${mended.tenantId}/mailboxes/${anna.mailbox}`;
  await house.outlook.control('PUT', mailbox, { kind: 'notEnabled' });
  const absence = vacation(anna, '2027-02-01', '2027-02-05');
  await mended.hr.creates(absence, { approved: true });
  await mended.untilState(absence, 'attention');
  const { page, complaints, ...visit } = await browser.visit(house);
  await visit.goto(pageOf(mended, absence));
  await page.getByRole('region', { name: 'Not in Outlook' }).waitFor();
  await house.outlook.control('PUT', mailbox, { kind: 'ok' });
  await page.getByRole('button', { name: 'Bring to Outlook now' }).click();
  await page.getByRole('heading', { name: 'In Outlook', exact: true }).waitFor();
  await mended.seesIn(anna, (events) => expect(events).toHaveLength(1));
  const calendar = page.getByRole('link', { name: 'The calendar as colleagues see it' });
  const seen = await fetch(String(await calendar.getAttribute('href')));
  expect(await seen.text()).toMatch(/Calendar of Anna Holm[^]*Absent/);
  await shows(page.getByRole('list').last(), 'An administrator has asked to send the registration now.');
  await visit.expectAccessible();
  expect(complaints).toEqual([]);
  await visit.close();
});

test('of a file with a faulty row nothing is recorded until the administrator leaves that row out', async () => {
  const importing = await house.company();
  const employee = await importing.employee('Bo Lund');
  const file = csv([
    { id: 'right', employee },
    { id: 'wrong', employee, from: '2027-02-30' },
  ]);
  const { page, complaints, ...visit } = await browser.visit(house);
  await visit.goto(listOf(importing));
  await page.getByRole('button', { name: 'Import an HR export' }).click();
  await page
    .getByLabel('Choose a file, or drop it here')
    .setInputFiles({ name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(file) });
  await page.getByRole('button', { name: 'Import' }).click();
  await page.getByText('Nothing is recorded: a row is faulty').waitFor();
  const fault = page.getByRole('table', { name: 'Faulty rows' }).getByRole('row').nth(1);
  const told = await fault.getByRole('cell').allTextContents();
  expect(told).toEqual(['3', 'from', 'is no date in the calendar']);
  await visit.expectAccessible();
  expect((await importing.registration('right')).status).toBe(404);

  await page.getByRole('button', { name: 'Record the others' }).click();
  await page.getByText('1 recorded').waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download the faulty rows' }).click();
  const [header = '', , wrong = ''] = file.split('\r\n');
  expect((await readFile(await (await download).path(), 'utf8')).split('\n')).toEqual([header, wrong, '']);
  await visit.expectAccessible();
  await page.getByRole('link', { name: 'Follow the replay' }).click();
  await expect.poll(() => new URL(page.url()).pathname).toContain('/replays/');
  await importing.seesIn(employee, (events) => expect(events).toHaveLength(1));
  expect(complaints).toEqual([]);
  await visit.close();
});
