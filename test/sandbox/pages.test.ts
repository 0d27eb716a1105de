import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page, Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { anna, appId, bo, tenantId } from './microsoft-365.ts';
import { allDay, calendar, controls, replies, team, timed, visitor } from './page-visitor.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const person = visitor();

const marks = (page: Page) =>
  page
    .locator('#calendar a.event')
    .evaluateAll((links) => links.map((link) => link.getAttribute('title') ?? ''));

describe('a calendar', () => {
  test('draws an absence of whole days as one bar from its first day to its last', async () => {
    await person.outlook.create(allDay('Absent', '2026-12-01', '2026-12-05'));
    const page = await person.visit(`${calendar}?view=week&date=2026-12-03`);
    const bar = await page.locator('#calendar .bars a').boundingBox();
    const days = await page
      .locator('.day-head')
      .evaluateAll((heads) =>
        heads.map((head) => head.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
      );
    expect(bar?.x).toBeGreaterThanOrEqual(days[1]?.left ?? Infinity);
    expect(bar?.x).toBeLessThan((days[1]?.left ?? 0) + 8);
    const end = (bar?.x ?? 0) + (bar?.width ?? 0);
    expect(end).toBeLessThanOrEqual(days[4]?.right ?? 0);
    expect(end).toBeGreaterThan((days[4]?.right ?? Infinity) - 8);
    expect(await marks(page)).toEqual(['Absent: Away, Tue 1 Dec – Fri 4 Dec, all day']);
  });

  test('goes on into the next week of a month', async () => {
    await person.outlook.create(allDay('Absent', '2026-12-04', '2026-12-09'));
    const page = await person.visit(`${calendar}?view=month&date=2026-12-03`);
    const bars = page.locator('#calendar .bars li');
    expect(await bars.evaluateAll((items) => items.map((item) => item.className))).toEqual([
      'begins goes-on c5 s3 r1',
      'from-before ends c1 s2 r1',
    ]);
  });

  test("shows hours of the mailbox's own zone, before and after the clocks go forward", async () => {
    await person.outlook.create(timed('Saturday', '2027-03-27T08:00:00', '2027-03-27T09:00:00'));
    await person.outlook.create(timed('Sunday', '2027-03-28T08:00:00', '2027-03-28T09:00:00'));
    await person.outlook.create(allDay('Easter', '2027-03-26', '2027-03-29'));
    const week = `?view=week&date=2027-03-24`;
    expect(await marks(await person.visit(`${calendar}${week}`))).toEqual([
      'Easter: Away, Fri 26 Mar – Sun 28 Mar, all day',
      'Saturday: Busy, Sat 27 Mar, 09:00–10:00',
      'Sunday: Busy, Sun 28 Mar, 10:00–11:00',
    ]);
    await person.outlook.mailbox(anna, { timeZone: 'Tokyo Standard Time' });
    expect(await marks(await person.visit(`${calendar}${week}`))).toEqual([
      'Easter: Away, Fri 26 Mar – Sun 28 Mar, all day',
      'Saturday: Busy, Sat 27 Mar, 17:00–18:00',
      'Sunday: Busy, Sun 28 Mar, 17:00–18:00',
    ]);
  });

  test('shows texts of the mailbox as text, never as its markup', async () => {
    const { id } = await person.outlook.create({ subject: '<img src=x onerror=alert(1)>' });
    const message =
      '<p>Back on <b>Monday</b></p><script>alert(1)</script>&lt;script&gt;alert(2)&lt;/script&gt;';
    await person.outlook.control('PUT', replies, { status: 'alwaysEnabled', internalReplyMessage: message });
    const page = await person.visit(`${calendar}?date=2026-12-01&event=${encodeURIComponent(String(id))}`);
    expect(await page.locator('#details h2').innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('#reply blockquote').innerText()).toBe(
      'Back on Monday\n<script>alert(2)</script>',
    );
    expect(await page.locator('main img, main script, #reply b').count()).toBe(0);
    expect(person.troubles).toEqual([]);
  });

  test('follows what happens, and leaves the open event and the focus alone', async () => {
    const { id } = await person.outlook.create();
    const page = await person.visit(`${calendar}?date=2026-12-01`);
    await page.locator('#calendar a.event').click();
    await expect.poll(() => page.evaluate('document.activeElement?.id')).toBe('details-title');
    await page.locator('#technical summary').click();
    await page.locator('#go-next').focus();
    await person.outlook.create(timed('Review', '2026-12-02T09:00:00', '2026-12-02T10:00:00'));
    await expect.poll(() => marks(page)).toHaveLength(2);
    expect(await page.locator('#technical').innerText()).toContain(String(id));
    expect(await page.evaluate('document.activeElement?.id')).toBe('go-next');
  });

  test('shows what happened between being made and its first question', async () => {
    const page = await person.visit('/sandbox/clock');
    const happens = async (route: Route) => {
      await person.outlook.create(timed('Review', '2026-12-02T09:00:00', '2026-12-02T10:00:00'));
      await route.continue();
    };
    await page.route('**/sandbox/changes', happens, { times: 1 });
    await page.goto(`${person.origin}${calendar}?date=2026-12-01`);
    await expect.poll(() => marks(page)).toHaveLength(1);
  });

  test('takes nothing away that is being pressed, and shows what happened meanwhile once it is let go', async () => {
    await person.outlook.create(allDay('Absent', '2026-12-04', '2026-12-05'));
    const page = await person.visit(`${calendar}?date=2026-12-01`);
    await page.locator('#calendar a.event').hover();
    await page.mouse.down();
    const asked = page.waitForResponse(`${person.origin}${calendar}?date=2026-12-01`);
    await person.outlook.create(timed('Review', '2026-12-02T09:00:00', '2026-12-02T10:00:00'));
    await asked;
    await page.waitForRequest('**/sandbox/changes');
    expect(await marks(page)).toHaveLength(1);
    // Let go elsewhere it leads nowhere.
    await page.locator('h1').hover();
    await page.mouse.up();
    await expect.poll(() => marks(page)).toHaveLength(2);
  });

  test('is turned by keyboard, and by plain links where no script runs', async () => {
    await person.outlook.control('PUT', '/clock', { now: '2026-11-24T12:00:00Z' });
    const page = await person.visit(`${calendar}?view=week&date=2026-12-01`);
    const title = () => page.locator('#days-title').innerText();
    for (const [key, shown] of [
      ['ArrowRight', '7–13 December 2026, week 50'],
      ['m', 'December 2026'],
      ['ArrowLeft', 'November 2026'],
      ['w', '26 October – 1 November 2026, week 44'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(title).toBe(shown);
    }
    await page.keyboard.press('t');
    await expect.poll(() => page.locator('.day-head.today').count()).toBe(1);

    const plain = await person.visit(`${calendar}?view=week&date=2026-12-01`, { javaScriptEnabled: false });
    await plain.locator('#go-next').click();
    await expect.poll(() => plain.locator('#days-title').innerText()).toBe('7–13 December 2026, week 50');
  });

  test('of a team says who is away on which day, and finds one', async () => {
    await person.outlook.create();
    await person.outlook.create(timed('Half', '2026-12-02T11:00:00', '2026-12-02T15:00:00'), bo);
    const page = await person.visit(`${team}?view=month&date=2026-12-01`);
    const row = (name: string) =>
      page
        .locator('tr', { hasText: name })
        .locator('td')
        .evaluateAll((cells) => cells.map((cell) => cell.title));
    expect((await row('anna.holm')).filter(Boolean)).toEqual(
      Array.from({ length: 5 }, () => 'Away, Tue 1 Dec – Sat 5 Dec, all day'),
    );
    expect((await row('bo.lind')).slice(0, 3)).toEqual(['', 'Busy, Wed 2 Dec, 12:00–16:00', '']);
    await page.getByLabel('Only people who are away').check();
    await page.getByRole('button', { name: 'Show' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  });
});

describe('every page', () => {
  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const)('is accessible and fits, %s, %i px wide', async (colorScheme, width) => {
    const { id } = await person.outlook.create({ sensitivity: 'private' });
    await person.outlook.create(timed('Review', '2026-12-02T09:00:00', '2026-12-02T10:00:00'));
    await person.outlook.create({
      ...timed('Maybe', '2026-12-02T09:30:00', '2026-12-02T11:00:00'),
      showAs: 'tentative',
    });
    await person.outlook.create({ showAs: 'workingElsewhere', subject: 'Elsewhere' });
    await person.outlook.control('PUT', replies, { status: 'alwaysEnabled', internalReplyMessage: 'Away' });
    await person.outlook.control('PUT', `/tenants/${tenantId}/applications/${appId}`, { enabled: false });
    const page = await person.visit('/', { colorScheme, viewport: { width, height: 800 } });
    for (const path of [
      '/',
      `${calendar}?date=2026-12-01&event=${encodeURIComponent(String(id))}`,
      `${calendar}?view=month&date=2026-12-01`,
      `${team}?date=2026-12-01`,
      `${team}?view=month&date=2026-12-01`,
      controls,
    ]) {
      await page.goto(`${person.origin}${path}`);
      await page
        .locator('main details')
        .evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      await page.evaluate(axe);
      const violations = await page.evaluate(
        `axe.run(document, { iframes: false }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0]?.html]))`,
      );
      expect([path, violations]).toEqual([path, []]);
      const isTooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect([path, isTooWide]).toEqual([path, false]);
    }
    expect(person.troubles).toEqual([]);
  });

  test('shows the companion by its title, and may frame nothing else', async () => {
    const page = await person.visit(calendar);
    expect(await page.frameLocator('iframe[title="HR system"]').locator('body').innerText()).toBe(
      'Register an absence',
    );
    const policy = (await fetch(`${person.origin}${calendar}`)).headers.get('content-security-policy');
    expect(policy).toMatch(/frame-src http:\/\/127\.0\.0\.1:9(;|$)/);
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
  });

  test('finds a mailbox by its address or name, and says where there is none', async () => {
    const list = async (search: string) => (await fetch(`${person.origin}/?mailbox=${search}`)).text();
    expect(await list('')).toContain(bo);
    expect(await list('ANNA')).toContain(`href="${calendar.replace('@', '%40')}"`);
    expect(await list('ANNA')).not.toContain(bo);
    const missing = await fetch(`${person.origin}${team}/nobody@contoso.example`);
    expect([missing.status, missing.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });
});
