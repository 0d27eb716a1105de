import axe, { type AxeResults } from 'axe-core';
import type { Browser, ConsoleMessage, Page } from 'playwright-core';
import { expect } from 'vitest';
import { patience } from '../house/company.ts';
import type { House } from '../house/house.ts';
import { openBrowser } from './browser.ts';

/** An administrator before the console in a browser of their own. */
export interface ConsoleVisit {
  readonly page: Page;
  /** What the browser complained of: scripts, policies, resources. What the API refuses on purpose is not in it. */
  readonly complaints: readonly string[];
  goto(path: string): Promise<void>;
  /** Fails with every accessibility fault that axe finds in what is shown now. */
  expectAccessible(): Promise<void>;
  /** The same in the light theme and then in the dark one, each once it is painted; the dark one stays. */
  expectAccessibleInBothThemes(): Promise<void>;
  close(): Promise<void>;
}

export interface VisitOptions {
  readonly language?: 'da' | 'en';
  readonly theme?: 'light' | 'dark';
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Signed out where false. */
  readonly isSignedIn?: boolean;
}

export interface ConsoleBrowser {
  visit(house: House, options?: VisitOptions): Promise<ConsoleVisit>;
  close(): Promise<void>;
}

export async function openConsole(): Promise<ConsoleBrowser> {
  const browser = await openBrowser();
  return {
    visit: (house, options = {}) => visitIn(browser, house, options),
    close: () => browser.close(),
  };
}

async function visitIn(browser: Browser, house: House, options: VisitOptions): Promise<ConsoleVisit> {
  const {
    language = 'en',
    theme = 'light',
    viewport = { width: 1280, height: 900 },
    isSignedIn = true,
  } = options;
  const context = await browser.newContext({
    baseURL: house.origin,
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    timezoneId: 'Europe/Copenhagen',
    colorScheme: theme,
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(patience.timeout);
  const page = await context.newPage();
  const complaints = listenTo(page);
  if (isSignedIn) await signIn(house, page);
  return {
    page,
    complaints,
    async goto(path) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
    },
    expectAccessible: () => expectAccessible(page),
    expectAccessibleInBothThemes: () => expectAccessibleInBothThemes(page),
    close: () => context.close(),
  };
}

/** Waits until the page has its heading, and nothing on it is loading. */
export async function untilLoaded(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page
    .getByText(/^(Loading…|Henter…)$/)
    .first()
    .waitFor({ state: 'detached' });
}

/** A button says for a few seconds that it has copied. The page itself watches for it: a slow test might come too late. */
export async function untilCopied(page: Page, act: () => Promise<void>): Promise<void> {
  const said = page.evaluate(`new Promise((resolve) => {
    const look = () => document.querySelector('[aria-label=Copied]') && resolve(true);
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
    look();
  })`);
  await Promise.all([said, act()]);
}

/**
 * A request that the API refuses is an answer that the page shows; Chromium notes each as an error of the network.
 * A script, style, font or icon that is missing is none.
 */
const isRefusal = (message: ConsoleMessage): boolean =>
  /the server responded with a status of 4\d\d/.test(message.text()) &&
  new URL(message.location().url).pathname.startsWith('/v1/');

function listenTo(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message))
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

async function signIn(house: House, page: Page): Promise<void> {
  const made = await house.administrator('POST', '/v1/sign-in-links');
  expect(made.status).toBe(201);
  const { hash } = new URL(made.body.url);
  await page.goto(`/sign-in/link${hash}`);
  await page.locator('h1').first().waitFor();
  await expect.poll(() => new URL(page.url()).pathname).not.toContain('sign-in');
}

async function expectAccessible(page: Page): Promise<void> {
  // Past the policy that forbids inline scripts: the page's own world is not where it runs.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    // Fluent's marks at the ends of a dialog hand the focus on at once; nobody stays on one.
    `axe.run({ exclude: ['[data-tabster-dummy]'] }, ${JSON.stringify({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })})`,
  );
  const faults = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`,
  );
  expect(faults).toEqual([]);
}

async function expectAccessibleInBothThemes(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => page.evaluate('document.documentElement.style.colorScheme')).toBe(colorScheme);
    await expectAccessible(page);
  }
}
