import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { untilLoaded } from '#test/console/console.ts';
import type { DemoWorld } from './demo-world.ts';

/** The two windows in which the tour is played, and the camera. */
export interface Stage {
  readonly world: DemoWorld;
  /** The administrator's window: the console. */
  readonly administrator: Page;
  /** The colleagues' window: the calendars. */
  readonly outlook: Page;
  /** Opens a page of the demo company in the console and waits until it is there. */
  readonly open: (path: string) => Promise<void>;
  /** @param date a day of the month that is shown. */
  readonly openCalendar: (mailbox: string, date: string) => Promise<void>;
  /** What Microsoft's side can be made to do. */
  readonly openControls: () => Promise<void>;
  /** Registers an absence in the HR system; the answer is its registration id. */
  readonly register: (absence: Absence) => Promise<string>;
  /** The ids of all that was registered. */
  readonly registered: readonly string[];
  /** Writes docs/tour/<name>.png. */
  readonly take: (name: string, page: Page) => Promise<void>;
}

export interface Absence {
  readonly employee: string;
  readonly type: string;
  readonly from: string;
  readonly to: string;
  readonly isPending?: boolean;
}

const desk = { width: 1280, height: 800 };
/** Here the sandbox has the room to show the HR system beside the calendar. */
const wideDesk = { width: 1600, height: 1000 };
const maximumBytes = 200_000;

export async function openStage(browser: Browser, world: DemoWorld): Promise<Stage> {
  const context = await browser.newContext({
    baseURL: world.consoleOrigin,
    locale: 'en-GB',
    timezoneId: 'Europe/Copenhagen',
    viewport: desk,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  const administrator = await context.newPage();
  await administrator.goto(await world.signInLink());
  await administrator.getByRole('heading', { level: 1 }).waitFor();
  const outlook = await context.newPage();
  const hr = outlook.frameLocator('iframe[title="HR system"]');
  const registered: string[] = [];
  return {
    world,
    administrator,
    outlook,
    async open(path) {
      await administrator.goto(`/companies/demo${path}`);
      await untilLoaded(administrator);
    },
    async openCalendar(mailbox, date) {
      await outlook.setViewportSize(wideDesk);
      const query = `view=month&date=${date}`;
      await outlook.goto(`${world.sandboxOrigin}/calendars/${world.tenantId}/${mailbox}?${query}`);
      await hr.getByRole('heading', { level: 1 }).waitFor();
    },
    async openControls() {
      await outlook.setViewportSize(desk);
      await outlook.goto(`${world.sandboxOrigin}/controls/${world.tenantId}`);
    },
    async register(absence) {
      const registrationId = await register(hr, absence);
      registered.push(registrationId);
      return registrationId;
    },
    registered,
    take,
  };
}

async function register(hr: FrameLocator, absence: Absence): Promise<string> {
  await hr.getByRole('combobox', { name: 'Employee', exact: true }).fill(absence.employee);
  await hr.getByLabel('Type').selectOption({ label: absence.type });
  await hr.getByLabel('First day').fill(absence.from);
  await hr.getByLabel('Last day').fill(absence.to);
  if (absence.isPending) await hr.getByLabel('Pending').check();
  await hr.getByRole('button', { name: 'Register' }).click();
  await hr.getByRole('status').getByText('Registered.').waitFor();
  const newest = hr.getByRole('list').last().getByRole('listitem').first();
  return newest.locator('code').innerText();
}

async function take(name: string, page: Page): Promise<void> {
  const path = join(import.meta.dirname, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  const { size } = statSync(path);
  if (size > maximumBytes) throw new Error(`${name}.png has ${size} bytes; ${maximumBytes} is the limit`);
  process.stdout.write(`docs/tour/${name}.png\n`);
}
