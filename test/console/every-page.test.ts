import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Response } from 'playwright-core';
import { vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { replays } from '../house/hr-export.ts';
import { openConsole, untilLoaded, type ConsoleBrowser, type VisitOptions } from './console.ts';

/** A company in which something of everything has happened. */
let house: House;
let browser: ConsoleBrowser;
let company: TestCompany;
let paths: readonly string[];

beforeAll(async () => {
  [house, browser] = await Promise.all([openHouse(), openConsole()]);
  company = await house.company({ language: 'da' });
  const [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Lund')];
  const [synced, pending, troubled] = [
    vacation(anna, '2027-02-01', '2027-02-05'),
    vacation(anna, '2027-03-01', '2027-03-05'),
    vacation(bo, '2027-02-01', '2027-02-05'),
  ];
  await company.hr.creates(synced, { approved: true });
  await company.untilState(synced, 'synced');
  await house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/mailboxes/${bo.mailbox}`, {
    kind: 'notEnabled',
  });
  await company.hr.creates(troubled, { approved: true });
  await company.hr.creates(pending);
  await company.untilState(troubled, 'attention');
  const replay = await replays(house, company, { scope: 'all', dryRun: true });
  const pages = [
    '',
    '?days=7',
    '?days=30',
    '/connect?guide=open&edit=ids',
    '/registrations',
    '/registrations?import=1',
    `/registrations/${synced.registrationId}`,
    `/registrations/${troubled.registrationId}`,
    '/replays',
    `/replays/${replay.replayId}`,
    '/mailboxes',
    '/types?type=vacation',
    '/types?tab=replies',
    '/activity',
    '/settings',
    '/no-such-page',
  ];
  paths = ['/', '/?add=company', ...pages.map((page) => `/companies/${company.companyId}${page}`)];
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const looks = (['da', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
);

describe.each(looks)('in $language, $theme,', (look) => {
  const faultless = { complaints: [], wide: [] };

  test('no page has an accessibility fault, a complaint of the browser, or a width beyond a small telephone’s', async () => {
    expect(await faultsOf(paths, look)).toEqual(faultless);
  }, 120_000);

  test('nor has the one that somebody sees who is not signed in', async () => {
    const signIn = ['/sign-in', '/sign-in?problem=no-role'];
    expect(await faultsOf(signIn, { ...look, isSignedIn: false })).toEqual(faultless);
  }, 60_000);
});

/** Fails with the first page that has an accessibility fault. */
async function faultsOf(of: readonly string[], options: VisitOptions) {
  const { page, complaints, ...visit } = await browser.visit(house, options);
  const wide: string[] = [];
  for (const path of of) {
    await visit.goto(path);
    await untilLoaded(page);
    if (options.isSignedIn === false)
      await page.getByRole('heading', { level: 1, name: /^(Sign in to|Log ind på) Absence Sync$/ }).waitFor();
    await visit.expectAccessible();
    await page.setViewportSize({ width: 360, height: 740 });
    const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
    if (width > 360) wide.push(`${path} is ${width} wide`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  await visit.close();
  return { complaints, wide };
}

test('a page whose part can’t be loaded says so, and the rest of the console stands', async () => {
  const { page, ...visit } = await browser.visit(house);
  await page.route('**/assets/activity-page-*.js', (route) => route.abort());
  await visit.goto(`/companies/${company.companyId}`);
  const navigation = page.getByRole('navigation', { name: 'Pages of the company' });
  await navigation.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('alert').getByText('Load it again').waitFor();
  await navigation.getByRole('link', { name: 'Overview' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  await page.unroute('**/assets/activity-page-*.js');
  await navigation.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await visit.close();
});

test('no answer, page or store of the browser holds a secret or a key', async () => {
  const { page, ...visit } = await browser.visit(house);
  const answers: Promise<string>[] = [];
  page.on('response', (response: Response) => {
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream');
    if (!isStream) answers.push(response.text().catch(() => ''));
  });
  const pages: string[] = [];
  for (const path of paths) {
    await visit.goto(path);
    await untilLoaded(page);
    pages.push(await page.content());
  }
  const stores = String(
    await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'),
  );
  const seen = [...(await Promise.all(answers)), ...pages, stores].join('\n');
  const secrets = [company.clientSecret, company.apiKey, company.signingSecret, house.administratorKey];
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
  expect(Object.keys(JSON.parse(stores)[0]).toSorted()).toEqual([
    'absence-sync.language',
    'absence-sync.theme',
  ]);
  await visit.close();
}, 120_000);
