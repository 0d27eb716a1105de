import { describe, expect, test } from 'vitest';
import { anna, bo, secret, tenantId, vacation } from './microsoft-365.ts';
import { allDay, calendar, controls, replies, visitor } from './page-visitor.ts';

const person = visitor();

describe('a control', () => {
  test('expires the client secret with its tokens, and renews it with a Value that is shown once', async () => {
    const page = await person.visit(controls);
    await page.getByRole('button', { name: 'Expire all client secrets now' }).click();
    await expect.poll(() => page.locator('#told').innerText()).toContain('has expired');
    expect((await person.outlook.tokenRequest()).json).toMatchObject({ error_codes: [7000222] });
    expect((await person.outlook.graph('GET', `/users/${anna}/events`)).status).toBe(401);
    expect(await page.locator('#conditions').innerText()).toContain('has no valid client secret');

    await page.getByRole('button', { name: 'Make a new client secret' }).click();
    const value = await page.locator('#secret-value').innerText();
    const keyId = await page.locator('#secret-id').innerText();
    expect(page.url()).toBe(`${person.origin}${controls}`);
    await person.outlook.signIn({ client_secret: value });
    expect((await person.outlook.graph('GET', `/users/${anna}/events`)).status).toBe(200);
    await page.reload();
    const reloaded = await page.content();
    expect(reloaded).toContain(keyId);
    expect(reloaded).not.toContain(value);
    expect(reloaded).not.toContain(secret);
  });

  test('calls a client secret valid only between its start and its end, as the token endpoint does', async () => {
    const shown = async () =>
      (await (await fetch(`${person.origin}${controls}`)).text()).replaceAll(/\s+/g, ' ');
    const [ahead, over] = ['2099-01-01T00:00:00Z', '2020-01-01T00:00:00Z'];
    for (const [times, words, code] of [
      [{ startDateTime: ahead, endDateTime: '2100-01-01T00:00:00Z' }, '>Not valid yet<', 7000215],
      [{ startDateTime: '2019-01-01T00:00:00Z', endDateTime: over }, '>Expired<', 7000222],
    ] as const) {
      await person.outlook.application({ secrets: [{ value: secret, ...times }] });
      expect((await person.outlook.tokenRequest()).json).toMatchObject({ error_codes: [code] });
      expect(await shown()).toContain(words);
      expect(await shown()).toContain('has no valid client secret');
    }
    await person.outlook.application({
      secrets: [{ value: secret, startDateTime: over, endDateTime: ahead }],
    });
    expect((await person.outlook.tokenRequest()).status).toBe(200);
    expect(await shown()).toContain('>Valid<');
  });

  test('of faults is followed: one more, one that strikes, and none', async () => {
    const changes = async () => (await fetch(`${person.origin}/sandbox/changes`)).text();
    const seen = [await changes()];
    const id = await person.outlook.fault({ times: 2, effect: { kind: 'respond', status: 503 } });
    seen.push(await changes());
    await person.outlook.graph('GET', `/users/${anna}/events`);
    seen.push(await changes());
    await person.outlook.control('DELETE', `/faults/${id}`);
    await person.outlook.fault({ effect: { kind: 'respond', status: 503 } });
    seen.push(await changes());
    await person.outlook.control('DELETE', '/faults');
    seen.push(await changes());
    expect(new Set(seen).size).toBe(5);
  });

  test.each([
    [
      'no role',
      { roles: [], rbacScopes: [{ role: 'Application Calendars.ReadWrite', mailboxes: [anna, bo] }] },
    ],
    ['a policy that restricts', { accessPolicy: { kind: 'restrict', mailboxes: [anna, bo] } }],
    ['no policy', {}],
  ])('takes one mailbox out of scope and back, with %s', async (_name, permissions) => {
    await person.outlook.application(permissions);
    await person.outlook.signIn();
    const status = async (mailbox: string) =>
      (await person.outlook.graph('GET', `/users/${mailbox}/events`)).status;
    expect(await Promise.all([status(anna), status(bo)])).toEqual([200, 200]);
    const page = await person.visit(calendar);
    await page.getByText('Give the mailbox trouble').click();
    await page.getByRole('button', { name: 'Take it out of scope' }).click();
    await expect.poll(() => page.locator('#told').innerText()).toContain('no longer reaches');
    expect(await Promise.all([status(anna), status(bo)])).toEqual([403, 200]);
    await page.getByRole('button', { name: 'Bring it back' }).click();
    await expect.poll(() => page.locator('#told').innerText()).toContain('again');
    expect(await Promise.all([status(anna), status(bo)])).toEqual([200, 200]);
  });

  test('works without a script, and tells what it did: trouble of a mailbox, throttling, latency, clock', async () => {
    const page = await person.visit(calendar, { javaScriptEnabled: false });
    // A form leads to the next page some time after its button was pressed.
    const untilTold = (words: string) =>
      expect.poll(() => page.locator('#told').innerText()).toContain(words);
    await page.getByText('Give the mailbox trouble').click();
    await page.getByLabel('The mailbox is').selectOption('full');
    await page.locator('#kind-form button').click();
    await untilTold('full');
    const refused = await person.outlook.graph('POST', `/users/${anna}/events`, vacation());
    expect(refused.text).toContain('ErrorQuotaExceeded');

    await page.goto(`${person.origin}${controls}`);
    await page.getByLabel('Retry-After').fill('7');
    await page.getByRole('button', { name: 'Throttle' }).click();
    await untilTold('answered 429');
    const throttled = await person.outlook.graph('GET', `/users/${bo}/events`);
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '7']);
    await page.getByRole('button', { name: 'Stop throttling' }).click();
    await untilTold('as usual again');
    expect((await person.outlook.graph('GET', `/users/${bo}/events`)).status).toBe(200);
    await page.getByLabel('Milliseconds').fill('20');
    await page.getByRole('button', { name: 'Set the latency' }).click();
    await untilTold('20 ms longer');
    expect(await person.outlook.control('GET', '/settings')).toMatchObject({ latencyMilliseconds: 20 });
    await page.getByLabel('Move it forward by').selectOption('2592000');
    await page.getByRole('button', { name: 'Move the clock' }).click();
    await untilTold('it is now');
    const { now } = await person.outlook.control('GET', '/clock');
    expect(Date.parse(String(now)) - Date.now()).toBeGreaterThan(29 * 86_400_000);
  });

  test('lets the owner move, delete and restore an event', async () => {
    const { id } = await person.outlook.create();
    const page = await person.visit(`${calendar}?date=2026-12-01&event=${encodeURIComponent(String(id))}`);
    const told = () => page.locator('#told').innerText();
    await page.getByText('As the owner in Outlook').click();
    await page.getByLabel('New first day').fill('2026-12-03');
    await page.getByRole('button', { name: 'Move' }).click();
    await expect.poll(told).toContain('Thu 3 Dec – Mon 7 Dec, all day');
    await page.locator('#calendar a.event').first().click();
    await page.getByText('As the owner in Outlook').click();
    await page.getByRole('button', { name: 'Delete the event' }).click();
    await expect.poll(told).toContain('Deleted Items');
    expect(await person.outlook.calendarOf(anna)).toMatchObject([{ inDeletedItems: true }]);
    await page.getByText('Deleted Items (1)').click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => person.outlook.calendarOf(anna)).toMatchObject([{ inDeletedItems: false }]);
  });

  test("sets the owner's reply, and keeps the markup of a text that isn't edited", async () => {
    await person.outlook.control('PUT', replies, {
      status: 'alwaysEnabled',
      internalReplyMessage: '<p>Back on <b>Monday</b></p>',
    });
    const page = await person.visit(calendar);
    await page.getByText('Set the automatic reply').click();
    await page.locator('#reply-status').selectOption('disabled');
    await page.getByLabel('Text outside').fill('Away <until> Monday');
    await page.getByRole('button', { name: 'Save the reply' }).click();
    await expect.poll(() => page.locator('#told').innerText()).toContain('now: off');
    const reply = await person.outlook.graph('GET', `/users/${anna}/mailboxSettings/automaticRepliesSetting`);
    expect(reply.json).toMatchObject({
      status: 'disabled',
      internalReplyMessage: expect.stringContaining('<p>Back on <b>Monday</b></p>'),
      externalReplyMessage: expect.stringContaining('Away &lt;until&gt; Monday'),
    });
  });

  test('that another origin sends is refused, each of them', async () => {
    const { id } = await person.outlook.create();
    await person.outlook.create(allDay('Deleted', '2026-12-01', '2026-12-02'));
    const gone = (await person.outlook.calendarOf(anna)).at(-1)?.['immutableId'];
    await person.outlook.control('DELETE', `/tenants/${tenantId}/mailboxes/${anna}/events/${String(gone)}`);
    await person.outlook.fault({ operation: 'getEvent', effect: { kind: 'dropBefore' } });
    const pages = [`${calendar}?event=${encodeURIComponent(String(id))}`, controls];
    const html = (
      await Promise.all(pages.map(async (path) => (await fetch(`${person.origin}${path}`)).text()))
    ).join();
    const actions = [
      ...new Set(
        [...html.matchAll(/<form method="post" action="([^"]+)"/g)].map(([, action = '']) => action),
      ),
    ];
    expect(actions.length).toBeGreaterThan(11);
    const before = await (await fetch(`${person.origin}/sandbox/changes`)).text();
    for (const action of actions)
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: person.origin, 'sec-fetch-site': 'same-site' },
        { origin: 'null', 'sec-fetch-site': 'cross-site' },
        {},
      ]) {
        const response = await fetch(`${person.origin}${action}`, {
          method: 'POST',
          headers,
          body: new URLSearchParams({ kind: 'full', throttle: 'off', enabled: 'no', advanceSeconds: '60' }),
        });
        expect([action, response.status]).toEqual([action, 403]);
      }
    expect(await (await fetch(`${person.origin}/sandbox/changes`)).text()).toBe(before);
  });
});
