import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoHr, startDemoHr } from '#stack/demo-hr/server.ts';
import type { TestCompany } from '../house/company.ts';
import { type House, openHouse } from '../house/house.ts';

const sandboxOrigin = 'http://127.0.0.1:3900';
const anna = { id: '1001', name: 'Anna Holm', mailbox: 'anna.holm@demo.example' };
const vacation = { employee: 'Anna Holm (1001)', absenceType: 'vacation', length: 'days' };

let house: House;
let company: TestCompany;
let folder: string;
let demoHr: DemoHr;

beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
  await house.outlook.control('PUT', `/sandbox/tenants/${company.tenantId}/mailboxes/${anna.mailbox}`, {
    displayName: anna.name,
  });
  folder = mkdtempSync(join(tmpdir(), 'absence-sync-demo-hr-'));
  demoHr = await start();
});
afterAll(async () => {
  await demoHr.close();
  await house.close();
  rmSync(folder, { recursive: true });
});

const start = (): Promise<DemoHr> =>
  startDemoHr({
    port: 0,
    apiOrigin: house.origin,
    dataFolder: folder,
    frameAncestors: [sandboxOrigin],
    // A day of the export.
    now: () => new Date('2026-11-24T12:00:00Z'),
  });

const makeCompanyFile = (): void =>
  writeFileSync(
    join(folder, 'demo-company.json'),
    JSON.stringify({ id: company.companyId, signingSecret: company.signingSecret }),
  );

/** Sends a form as its own page does, and follows to what it tells. */
async function post(path: string, fields: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${demoHr.origin}${path}`, {
    method: 'POST',
    headers: { origin: demoHr.origin },
    body: new URLSearchParams(fields),
  });
  return response.text();
}

/** Does it, and sends it again where the service hasn't answered in time. */
async function postUntilTaken(path: string, fields: Record<string, string> = {}): Promise<void> {
  await post(path, fields);
  await expect.poll(() => post('/send')).toContain('Nothing was waiting');
}

/** The newest registration's path; the list has the newest first. */
async function newest(): Promise<string> {
  const page = await (await fetch(demoHr.origin)).text();
  const [, id = ''] = /href="\/\?change=([^"]+)"/.exec(page) ?? [];
  return `/registrations/${id}`;
}

describe("the demo's HR system", () => {
  test('keeps what it registers while the service takes nothing, and sends it once', async () => {
    const told = await post('/registrations', {
      ...vacation,
      from: '2027-03-01',
      to: '2027-03-02',
      status: 'approved',
    });
    expect(told).toContain("The demo company isn't made yet");
    await demoHr.close();
    demoHr = await start();
    makeCompanyFile();
    await expect.poll(() => post('/send')).toContain('202: recorded as sequence 1');
    expect(await post('/send')).toContain('Nothing was waiting');
    await company.seesIn(anna, (events) =>
      expect(events.map(({ start }) => start.dateTime.slice(0, 10))).toEqual(['2027-03-01']),
    );
  });

  test('brings what is approved to Outlook, changes it, and takes back what is rejected or deleted', async () => {
    makeCompanyFile();
    const days = async () => {
      const events = await house.outlook.calendarOf(anna.mailbox);
      return events.map(({ start }) => start.dateTime.slice(0, 16)).filter((at) => at.startsWith('2027-04'));
    };
    const untilDays = (expected: readonly string[]) => expect.poll(days).toEqual(expected);
    await postUntilTaken('/registrations', {
      ...vacation,
      from: '2027-04-05',
      to: '2027-04-06',
      status: 'pending',
    });
    const path = await newest();
    await company.untilState({ registrationId: path.replace('/registrations/', '') }, 'waiting');
    expect(await days()).toEqual([]);
    await postUntilTaken(`${path}/approve`);
    await untilDays(['2027-04-05T00:00']);
    const half = { length: 'part', from: '2027-04-07', to: '2027-04-07', fromTime: '12:00', toTime: '16:00' };
    await postUntilTaken(`${path}/change`, { ...vacation, ...half });
    await untilDays(['2027-04-07T12:00']);
    await postUntilTaken(`${path}/reject`);
    await untilDays([]);
    await postUntilTaken(`${path}/approve`);
    await untilDays(['2027-04-07T12:00']);
    await postUntilTaken(`${path}/delete`);
    await untilDays([]);
    for (const act of ['change', 'approve'])
      expect(await post(`${path}/${act}`, { ...vacation, ...half })).toContain('not possible any more');
  });

  test('names what is wrong with the form and sends nothing', async () => {
    const told = await post('/registrations', {
      ...vacation,
      employee: 'Nobody',
      from: '2027-05-02',
      to: '2027-05-01',
    });
    expect(told).toContain('Choose one employee from the list');
    expect(told).toContain('value="Nobody"');
    const swapped = await post('/registrations', { ...vacation, from: '2027-05-02', to: '2027-05-01' });
    expect(swapped).toContain('The end lies before the start');
    expect(await (await fetch(demoHr.origin)).text()).not.toContain('2027-05');
  });

  test("knows the export's registrations, with their versions", async () => {
    const page = await (await fetch(`${demoHr.origin}/?employee=1001`)).text();
    expect(page).toMatch(/<code>D-\d+<\/code>, version\s+\d/);
  });

  test('is reached by the names of this machine alone', async () => {
    const statusBy = (host: string) =>
      new Promise((resolve, reject) => {
        get(demoHr.origin, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).once('error', reject);
      });
    const { port } = new URL(demoHr.origin);
    expect(await statusBy(`localhost:${port}`)).toBe(200);
    for (const host of [`evil.example:${port}`, 'localhost.evil.example', 'evil.example/127.0.0.1'])
      expect([host, await statusBy(host)]).toEqual([host, 403]);
  });

  test('takes forms from its own page alone, and is shown in the frame of the sandbox alone', async () => {
    const path = await newest();
    for (const headers of [{ origin: 'https://evil.example' }, { origin: sandboxOrigin }, {}])
      for (const action of ['/registrations', `${path}/delete`, '/send']) {
        const response = await fetch(`${demoHr.origin}${action}`, { method: 'POST', headers });
        expect([action, response.status]).toEqual([action, 403]);
      }
    const policy = (await fetch(demoHr.origin)).headers.get('content-security-policy');
    expect(policy).toMatch(/frame-ancestors http:\/\/127\.0\.0\.1:3900$/);
    expect(policy).toContain("default-src 'none'");
  });
});
