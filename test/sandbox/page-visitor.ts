import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startSandbox, type RunningSandbox } from '../../sandbox/server.ts';
import { openBrowser } from '../console/browser.ts';
import { anna, Microsoft365, tenantId, vacation } from './microsoft-365.ts';

export const calendar = `/calendars/${tenantId}/${anna}`;
export const team = `/calendars/${tenantId}`;
export const controls = `/controls/${tenantId}`;
export const replies = `/tenants/${tenantId}/mailboxes/${anna}/automaticRepliesSetting`;

/** A person with a real Chromium before a sandbox that is fresh for each test. */
export interface Visitor {
  readonly origin: string;
  readonly outlook: Microsoft365;
  /** What the console called an error since the test began. */
  readonly troubles: readonly string[];
  /** Opens a page in a window of its own, in place of the one before. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
}

export function visitor(): Visitor {
  let sandbox: RunningSandbox;
  let outlook: Microsoft365;
  let browser: Browser;
  const troubles: string[] = [];
  beforeAll(async () => {
    sandbox = await startSandbox({ companion: { url: 'http://127.0.0.1:9/', title: 'HR system' } });
    outlook = new Microsoft365(sandbox.origin);
    browser = await openBrowser();
  });
  const leave = async (): Promise<void> => {
    for (const context of browser.contexts()) await context.close();
  };
  beforeEach(async () => {
    // A page that is still open follows the sandbox, and would be in trouble while that is emptied.
    await leave();
    troubles.length = 0;
    await outlook.prepare();
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.close();
  });
  return {
    get origin() {
      return sandbox.origin;
    },
    get outlook() {
      return outlook;
    },
    troubles,
    async visit(path, options = {}) {
      await leave();
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      // The companion is another program, and isn't there in this test.
      await context.route('http://127.0.0.1:9/**', (route) => route.fulfill({ body: 'Register an absence' }));
      page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
      page.on('pageerror', (error) => troubles.push(String(error)));
      await page.goto(`${sandbox.origin}${path}`);
      return page;
    },
  };
}

export const timed = (subject: string, start: string, end: string, timeZone = 'UTC') => ({
  subject,
  isAllDay: false,
  showAs: 'busy',
  start: { dateTime: start, timeZone },
  end: { dateTime: end, timeZone },
});

export const allDay = (subject: string, first: string, end: string) =>
  vacation({
    subject,
    start: { dateTime: `${first}T00:00:00`, timeZone: 'Romance Standard Time' },
    end: { dateTime: `${end}T00:00:00`, timeZone: 'Romance Standard Time' },
  });
