import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, imports, pathOf, type Row } from '../house/hr-export.ts';
import { openConsole, type ConsoleBrowser } from './console.ts';
import { hasFocus, tabTo } from './keyboard.ts';

let house: House;
let browser: ConsoleBrowser;
beforeAll(async () => {
  // Answers are held back here for as long as a browser may need, and none of them may be lost. A replay that is told to
  // stop does so at the end of a page at the latest.
  const options = { timeoutSeconds: 120, replayPageSize: 30 };
  [house, browser] = await Promise.all([openHouse(options), openConsole()]);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const replaysOf = ({ companyId }: TestCompany): string => `/companies/${companyId}/replays`;
const mailboxPath = ({ tenantId }: TestCompany, { mailbox }: Employee): string =>
  `/sandbox/tenants/${tenantId}/mailboxes/${mailbox}`;
const standing = async ({ tenantId }: TestCompany): Promise<number> =>
  (await house.outlook.allEvents(tenantId)).length;

/** What Outlook is asked to create it creates when it is told to go on. */
const holdsBack = ({ tenantId }: TestCompany) =>
  house.outlook.fault({ operation: 'createEvent', tenantId, times: null, effect: { kind: 'hold' } });

/** Presses it, and waits until the replay has been told. */
async function tells(page: Page, act: 'pause' | 'cancel', button: Locator): Promise<void> {
  const told = page.waitForResponse(
    (answer) => new URL(answer.url()).pathname.endsWith(`/${act}`) && answer.status() === 202,
  );
  await Promise.all([told, button.click()]);
}

/** Waits until the replay that is shown makes way for the next: it tells of its end a little before. */
const untilOver = (page: Page, company: TestCompany) =>
  ended(house, company, new URL(page.url()).pathname.split('/').at(-1) ?? '');

/** How many registrations came to that, as the page tells it. */
async function counted(page: Page, outcome: string): Promise<string | null> {
  const row = page.getByRole('row', { name: outcome }).first();
  return row.getByRole('cell').last().textContent();
}

function rowsFor(employees: readonly Employee[], each: number): Row[] {
  return employees.flatMap((employee) =>
    Array.from({ length: each }, (_, index) => ({ id: `${employee.id}-${index}`, employee })),
  );
}

test('what a replay would do is seen first and then done, by keyboard alone; its report is exported', async () => {
  const company = await house.company({ language: 'da' });
  const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Lund')];
  const lost = vacation(anna, '2027-02-01', '2027-02-05');
  const troubled = vacation(bo, '2027-02-01', '2027-02-05');
  await company.hr.creates(lost, { approved: true });
  await company.untilState(lost, 'synced');
  const [event] = await house.outlook.calendarOf(anna.mailbox);
  await house.outlook.control('DELETE', `${mailboxPath(company, anna)}/events/${event?.immutableId}`);
  await house.outlook.control('PUT', mailboxPath(company, bo), { kind: 'notEnabled' });
  await company.hr.creates(troubled, { approved: true });
  await company.untilState(troubled, 'attention');

  const visit = await browser.visit(house, { language: 'da' });
  const { page, complaints } = visit;
  await visit.goto(replaysOf(company));
  await tabTo(page, page.getByRole('radio', { name: 'Det, der ikke er i Outlook' }));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => new URL(page.url()).search).toBe('?scope=all&repair=true');
  await page.reload();
  expect(await page.getByRole('radio', { name: 'reparér Outlook' }).isChecked()).toBe(true);
  await tabTo(page, page.getByRole('button', { name: 'Se, hvad den ville gøre' }));
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { level: 1, name: 'Prøvekørsel af en genafspilning' }).waitFor();
  await page.getByText('Intet er skrevet.').waitFor();
  await expect.poll(() => counted(page, 'Ville blive oprettet')).toBe('1');
  expect(await counted(page, 'Ville mislykkes')).toBe('1');
  expect(await house.outlook.calendarOf(anna.mailbox)).toEqual([]);
  await untilOver(page, company);
  await tabTo(page, page.getByRole('button', { name: 'Gør det nu' }));
  await page.keyboard.press('Enter');

  await page.getByRole('heading', { level: 1, name: 'Genafspilning', exact: true }).waitFor();
  await page.getByText('Alt er gennemgået.').waitFor();
  expect(await counted(page, 'Oprettet')).toBe('1');
  expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
  await tabTo(page, page.getByRole('link', { name: 'Mislykket' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Registreringer: mislykket' }).waitFor();
  const report = page.getByRole('table', { name: 'Hvad der blev af hver registrering' });
  await expect.poll(() => report.getByRole('link').allTextContents()).toEqual([troubled.registrationId]);
  expect(await report.textContent()).toContain('Postkassen');
  await visit.expectAccessibleInBothThemes();

  const download = page.waitForEvent('download');
  await tabTo(page, page.getByRole('link', { name: 'Hent rapporten' }));
  await page.keyboard.press('Enter');
  const lines = (await readFile(await (await download).path(), 'utf8')).split('\r\n');
  expect(lines[0]).toBe('\uFEFFRegistrering,Resultat,Årsagskode,Årsag,Løsning');
  expect(lines).toContain(`${lost.registrationId},created,,,`);
  expect(lines.find((line) => line.startsWith(`${troubled.registrationId},failed,mailbox-`))).toBeDefined();
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);

test('a replay under way is followed, paused, resumed and cancelled; the next one does the rest', async () => {
  const company = await house.company();
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(replaysOf(company));
  const employees = await Promise.all(['Ida', 'Ole', 'Una'].map((name) => company.employee(name)));
  await holdsBack(company);
  await imports(house, company, rowsFor(employees, 70));

  await page.getByRole('link', { name: 'Follow it' }).click();
  await tells(page, 'pause', page.getByRole('button', { name: 'Pause' }));
  await house.outlook.forgetFaults();
  await page.getByText('Nothing more is sent until somebody resumes it.').waitFor();
  const paused = await standing(company);
  expect(paused).toBeLessThan(210);
  await page.getByText(`${paused} of 210 registrations`).waitFor();
  await visit.expectAccessibleInBothThemes();
  const address = page.url();

  await page.getByRole('link', { name: 'All replays' }).click();
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.getByText('A replay is under way already').waitFor();
  await visit.expectAccessible();
  await page.getByRole('link', { name: 'See the one under way' }).click();
  expect(page.url()).toBe(address);
  expect(await standing(company)).toBe(paused);

  await holdsBack(company);
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.getByText('Under way', { exact: true }).waitFor();
  const cancel = page.getByRole('main').getByRole('button', { name: 'Cancel the replay' });
  await cancel.click();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await cancel.click();
  await tells(
    page,
    'cancel',
    page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the replay' }),
  );
  await house.outlook.forgetFaults();
  await page.getByText('It was ended before it was through.').waitFor();
  const done = await standing(company);
  expect(done).toBeLessThan(210);
  await expect.poll(() => counted(page, 'Created')).toBe(String(done));

  await untilOver(page, company);
  await page.getByRole('link', { name: 'All replays' }).click();
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.getByText('Everything has been gone through.').waitFor();
  expect(await counted(page, 'Created')).toBe(String(210 - done));
  expect(await standing(company)).toBe(210);
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);

/** A company of 30 events, of whose registrations HR has deleted 25 at once: a replay asks before it removes them. */
async function withHeldRemovals() {
  const company = await house.company();
  const rows = rowsFor(await Promise.all(['Liv', 'Per', 'Sif'].map((name) => company.employee(name))), 10);
  await ended(house, company, (await imports(house, company, rows)).body.replayId);
  const switches = (enabled: boolean) =>
    house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled });
  await switches(false);
  const deleted = rows.slice(0, 25).map((row) => ({ ...row, version: 2, status: 'deleted' }));
  await imports(house, company, deleted);
  await switches(true);
  return { company, deleted };
}

async function opensHeldRemovals(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Look at the removals and decide' }).click();
  await page.getByRole('heading', { name: '25 removals wait for your approval' }).waitFor();
}

test('unusually many removals wait until an administrator has seen and approved them', async () => {
  const { company, deleted } = await withHeldRemovals();

  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(replaysOf(company));
  await opensHeldRemovals(page);
  const held = page.getByRole('list', { name: 'Registrations whose events would be removed' });
  await expect
    .poll(async () => (await held.getByRole('link').allTextContents()).toSorted())
    .toEqual(deleted.map(({ id }) => id).toSorted());
  await visit.expectAccessibleInBothThemes();

  const approve = page.getByRole('button', { name: 'Remove 25 events' });
  await approve.click();
  await page.getByRole('alertdialog', { name: 'Remove 25 events from Outlook?' }).waitFor();
  await visit.expectAccessible();
  await page.keyboard.press('Escape');
  await expect.poll(() => hasFocus(page, approve)).toBe(true);
  expect(await standing(company)).toBe(30);
  await approve.click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove 25 events' }).click();
  await page.getByText('Everything has been gone through.').waitFor();
  expect(await counted(page, 'Removed')).toBe('25');
  expect(await standing(company)).toBe(5);
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);

test('removals that an administrator rejects stay in Outlook, and the next replay asks about them again', async () => {
  const { company } = await withHeldRemovals();
  const visit = await browser.visit(house);
  const { page, complaints } = visit;
  await visit.goto(replaysOf(company));
  await opensHeldRemovals(page);

  await page.getByRole('button', { name: 'Keep them in Outlook' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Keep these events in Outlook?' });
  await dialog.getByRole('button', { name: 'Keep them in Outlook' }).click();
  await page.getByText('Everything has been gone through.').waitFor();
  expect(await counted(page, 'Removed')).toBe('0');
  expect(await standing(company)).toBe(30);

  await untilOver(page, company);
  await page.getByRole('link', { name: 'All replays' }).click();
  await page.getByRole('button', { name: 'Start now' }).click();
  await page.getByRole('heading', { name: '25 removals wait for your approval' }).waitFor();
  expect(await standing(company)).toBe(30);
  expect(complaints).toEqual([]);
  await visit.close();
}, 120_000);
