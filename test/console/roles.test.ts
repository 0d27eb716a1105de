import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  clientId,
  clientSecret,
  openIdentityProvider,
  type TestIdentityProvider,
} from '../api/identity-provider.ts';
import { patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { imports, pathOf } from '../house/hr-export.ts';
import { quietPorts } from '../setup/ports.ts';
import { openConsole, untilLoaded, type ConsoleBrowser, type ConsoleVisit } from './console.ts';

let house: House;
let browser: ConsoleBrowser;
let provider: TestIdentityProvider;
let company: TestCompany;
let other: TestCompany;
let registrationId: string;
let replayId: string;

beforeAll(async () => {
  const [port = 0] = await quietPorts(1);
  const signIn = { issuer: `http://127.0.0.1:${port}`, clientId, clientSecret };
  // A replay that is told to pause does so at the end of a page at the latest.
  [house, browser] = await Promise.all([openHouse({ replayPageSize: 10, signIn }), openConsole()]);
  [company, other] = await Promise.all([house.company({ language: 'da' }), house.company()]);
  provider = await openIdentityProvider(port, `${house.origin}/sign-in/callback`, {
    rita: [`reader:${company.companyId}`],
  });
  const anna = await company.employee('Anna Holm');
  const synced = vacation(anna, '2027-02-01', '2027-02-05');
  ({ registrationId } = synced);
  await company.hr.creates(synced, { approved: true });
  await company.untilState(synced, 'synced');
  replayId = await pausedReplay();
});
afterAll(async () => {
  await Promise.all([browser?.close(), provider?.close()]);
  await house?.close();
});

async function pausedReplay(): Promise<string> {
  const bo = await company.employee('Bo Lund');
  await house.outlook.fault({
    operation: 'createEvent',
    tenantId: company.tenantId,
    times: null,
    effect: { kind: 'hold' },
  });
  const rows = Array.from({ length: 40 }, (_, index) => ({ id: `bo-${index}`, employee: bo }));
  const { body } = await imports(house, company, rows);
  const path = `${pathOf(company)}/replays/${body.replayId}`;
  await vi.waitFor(
    async () => expect((await house.administrator('POST', `${path}/pause`)).status).toBe(202),
    patience,
  );
  await house.outlook.forgetFaults();
  await vi.waitFor(
    async () => expect((await house.administrator('GET', path)).body).toMatchObject({ state: 'paused' }),
    patience,
  );
  return body.replayId;
}

const explanation =
  'Du har kun læseadgang her. Bed den, der styrer applikationen i Entra, om administratorrollen.';

/** Signs in with the identity provider, as a person does. */
async function signsIn({ page, ...visit }: ConsoleVisit, account: string): Promise<void> {
  await visit.goto(`/companies/${company.companyId}`);
  await page.getByText('Log ind med Microsoft').click();
  await page.locator('input[name=login]').fill(account);
  await page.locator('input[name=password]').fill('any');
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Virksomhedens sider' }).waitFor();
}

/** What goes out that may change something; a preview only tells what would be. */
function changesAskedFor(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (request.method() !== 'GET' && !pathname.endsWith('/preview'))
      asked.push(`${request.method()} ${pathname}`);
  });
  return asked;
}

async function descriptionOf(page: Page, button: Locator): Promise<string> {
  const ids = ((await button.getAttribute('aria-describedby')) ?? '').split(' ').filter((id) => id !== '');
  const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).textContent()));
  return texts.join(' ');
}

const enabled = ':not([aria-disabled=true]):not([disabled]):not([readonly])';
const pressable = `button${enabled}, input[type=checkbox]${enabled}`;
const writable = ['text', 'password', 'search', 'email', 'url']
  .map((type) => `input[type=${type}]${enabled}`)
  .join(', ');

/** Presses all that can be pressed on the page that is shown, and sends off all that can be written in. */
async function tryAll(page: Page, goBack: () => Promise<void>): Promise<void> {
  const address = page.url();
  const each = async (selector: string, act: (element: Locator) => Promise<void>) => {
    const elements = page.getByRole('main').locator(selector);
    const count = await elements.count();
    for (let index = 0; index < Math.min(count, await elements.count()); index += 1) {
      await act(elements.nth(index));
      await page.keyboard.press('Escape');
      if (page.url() !== address) await goBack();
    }
  };
  await each(pressable, (element) => element.press('Space'));
  await each(writable, async (element) => {
    await element.fill('anything');
    await element.press('Enter');
  });
}

test('a reader sees every page of the company, and nothing there can be changed', async () => {
  const visit = await browser.visit(house, { language: 'da', isSignedIn: false });
  const { page } = visit;
  await signsIn(visit, 'rita');
  const asked = changesAskedFor(page);
  const complaintsBefore = visit.complaints.length;
  const pages: Readonly<Record<string, readonly string[]>> = {
    '': [],
    '/connect': ['Slå FRA', 'Kør kontrollen'],
    '/registrations': ['Importér en HR-eksport'],
    [`/registrations/${registrationId}`]: ['Send til Outlook nu'],
    '/replays': ['Se, hvad den ville gøre', 'Start nu'],
    [`/replays/${replayId}`]: ['Genoptag', 'Afbryd genafspilningen'],
    '/mailboxes': ['Kontrollér nu'],
    '/types': ['Tilføj en type'],
    '/activity': [],
    '/settings': ['Gem'],
  };
  for (const [path, acts] of Object.entries(pages)) {
    const goThere = async () => {
      await visit.goto(`/companies/${company.companyId}${path}`);
      await untilLoaded(page);
    };
    await goThere();
    const main = page.getByRole('main');
    expect(await main.getByText('Det har du ikke adgang til').count(), path).toBe(0);
    for (const act of acts) {
      const button = main.getByRole('button', { name: act, disabled: true }).first();
      await expect.poll(() => button.count(), { message: act }).toBe(1);
    }
    for (const button of await main.locator('button[aria-disabled=true]').all())
      expect(await descriptionOf(page, button), `${path}: ${await button.textContent()}`).toContain(
        explanation,
      );
    await tryAll(page, goThere);
  }
  expect(asked).toEqual([]);
  expect(visit.complaints.slice(complaintsBefore)).toEqual([]);

  await visit.goto('/');
  await page.getByRole('link', { name: 'Contoso A/S' }).first().waitFor();
  expect(await page.content()).not.toContain(other.companyId);
  await visit.close();
}, 180_000);

test('what a reader’s browser asks for all the same is refused', async () => {
  const visit = await browser.visit(house, { language: 'da', isSignedIn: false });
  await signsIn(visit, 'rita');
  const { body: description } = await house.administrator('GET', '/openapi.json');
  const values: Readonly<Record<string, string>> = {
    companyId: company.companyId,
    registrationId,
    replayId,
    type: 'vacation',
  };
  const calls = Object.entries<Record<string, unknown>>(description.paths)
    .filter(([path]) => path.startsWith('/v1') && !/\/(session|events|preview)$/.test(path))
    .flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => ['post', 'put', 'patch', 'delete'].includes(method))
        .map((method) => [
          method.toUpperCase(),
          path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'anything'),
        ]),
    );
  expect(calls.length).toBeGreaterThan(15);
  const answers = await visit.page.evaluate<readonly (readonly [string, number])[]>(`(async () => {
    const { csrfToken } = await (await fetch('/v1/session')).json();
    const headers = { 'x-csrf-token': csrfToken, 'content-type': 'application/json' };
    return Promise.all(
      ${JSON.stringify(calls)}.map(async ([method, path]) => {
        const { status } = await fetch(path, { method, headers, body: '{}' });
        return [method + ' ' + path, status];
      }),
    );
  })()`);
  expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
  await visit.close();
}, 120_000);
