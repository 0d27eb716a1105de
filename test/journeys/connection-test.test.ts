import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../cli/cli.ts';
import { vacation, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import type { Answer } from '../house/http.ts';

let house: House;
let company: TestCompany;
let anna: Employee;
let bo: Employee;
beforeAll(async () => {
  house = await openHouse();
});
beforeEach(async () => {
  company = await house.company();
  [anna, bo] = [await company.employee('Anna Holm'), await company.employee('Bo Friis')];
  for (const employee of [anna, bo]) {
    const absence = vacation(employee, '2027-03-01', '2027-03-02');
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
  }
});
afterAll(() => house?.close());

const path = (): string => `/v1/companies/${company.companyId}/connection`;
const tests = (body: object = {}): Promise<Answer> => house.administrator('POST', `${path()}/test`, body);
const application = (change: object) =>
  house.outlook.control(
    'PUT',
    `/sandbox/tenants/${company.tenantId}/applications/${company.clientId}`,
    change,
  );
const connection = async () => (await house.administrator('GET', path())).body;

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly skipped?: true;
  readonly mailbox?: string;
  readonly reason: { readonly code: string } | null;
}

/** A check as "name", "name: reason" or "name: reason, skipped". */
function inShort({ body }: Answer): string[] {
  return body.checks.map(({ name, ok, skipped, reason }: Check) =>
    ok ? name : `${name}: ${reason?.code}${skipped ? ', skipped' : ''}`,
  );
}

const ids = ['tenant', 'application', 'credential'];
const dateUnknown = 'secret-expiry: secret-expiry-unknown';

describe('a connection that works', () => {
  test('is told so check by check, by the mailboxes of approved registrations, and nothing is changed', async () => {
    const before = {
      connection: await connection(),
      events: await house.outlook.allEvents(company.tenantId),
    };
    const answer = await tests();
    expect(answer).toMatchObject({ status: 200, body: { ok: true, missing: [] } });
    expect(inShort(answer)).toEqual([
      ...ids,
      'Calendars.ReadWrite',
      'MailboxSettings.ReadWrite',
      'mailbox',
      'mailbox',
      dateUnknown,
    ]);
    expect(answer.body.checks.slice(5, 7).map(({ mailbox }: Check) => mailbox)).toEqual([
      bo.mailbox,
      anna.mailbox,
    ]);
    expect({
      connection: await connection(),
      events: await house.outlook.allEvents(company.tenantId),
    }).toEqual(before);
    expect(
      await house.database.selectFrom('connection_tests').selectAll().execute(),
      'nothing is left of the test',
    ).toEqual([]);
  });

  test('is told when its secret expires, as Entra has it, and goes by that from now on', async () => {
    await application({
      roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite', 'Application.Read.All'],
      secrets: [{ value: company.clientSecret, endDateTime: '2099-06-12T00:00:00Z' }],
    });
    const { body } = await tests();
    expect(body.checks.at(-1)).toEqual({
      name: 'secret-expiry',
      ok: true,
      reason: null,
      expiresAt: '2099-06-12T00:00:00.000Z',
    });
    expect((await connection()).credential.expiresAt).toBe('2099-06-12T00:00:00.000Z');
  });

  test('is told where nothing has been registered that a mailbox is to be named', async () => {
    company = await house.company({ language: 'da' });
    const answer = await tests();
    expect(inShort(answer).slice(3)).toEqual([
      'Calendars.ReadWrite: no-mailbox-to-try, skipped',
      'MailboxSettings.ReadWrite: no-mailbox-to-try, skipped',
      dateUnknown,
    ]);
    expect(answer.body.checks[3].reason.remedy).toContain('mailbox');
    const carl = await company.employee('Carl Lund');
    expect(await tests({ mailbox: carl.mailbox })).toMatchObject({ body: { ok: true } });
  });
});

describe('a permission that is missing', () => {
  test.each([
    ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'],
    ['MailboxSettings.ReadWrite', 'Calendars.ReadWrite'],
  ])('is named, and the other works: %s', async (missing, granted) => {
    await application({ roles: [granted] });
    const { body } = await tests();
    expect(body).toMatchObject({ ok: false, missing: [missing] });
    const checkOf = (name: string) => body.checks.find((check: Check) => check.name === name);
    expect(checkOf(granted)).toMatchObject({ ok: true });
    expect(checkOf(missing)).toMatchObject({
      ok: false,
      reason: {
        code: 'permission-missing',
        microsoft: { status: 403 },
        remedy: expect.stringContaining(missing),
      },
    });
    expect(checkOf('mailbox')).toMatchObject({ ok: false, permissions: [granted] });
    expect(await connection()).toMatchObject({ state: 'healthy' });
  });

  test('works as soon as it is granted: the test asks for a fresh token, and what follows uses it', async () => {
    await application({ roles: [] });
    expect((await tests()).body.missing).toEqual(['Calendars.ReadWrite', 'MailboxSettings.ReadWrite']);
    await application({ roles: ['Calendars.ReadWrite', 'MailboxSettings.ReadWrite'] });
    expect((await tests()).body).toMatchObject({ ok: true, missing: [] });
    await house.outlook.forgetRequests();
    const absence = vacation(anna, '2027-04-01', '2027-04-02');
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
    expect((await house.outlook.counts())['token']).toBe(0);
  });
});

describe('a scope of mailboxes', () => {
  const scoped = (...mailboxes: string[]) =>
    application({
      roles: [],
      rbacScopes: ['Calendars', 'MailboxSettings'].map((area) => ({
        role: `Application ${area}.ReadWrite`,
        mailboxes,
      })),
    });

  test('leaves one out: that mailbox alone is in trouble, and the permissions work', async () => {
    await scoped(anna.mailbox);
    const answer = await tests();
    expect(answer.body).toMatchObject({ ok: false, missing: [] });
    expect(inShort(answer).slice(3, 7)).toEqual([
      'Calendars.ReadWrite',
      'MailboxSettings.ReadWrite',
      'mailbox: mailbox-out-of-scope',
      'mailbox',
    ]);
  });

  test('is right where a mailbox outside is refused, and too wide where it is let in', async () => {
    const chief = await company.employee('Carla Chief');
    await scoped(anna.mailbox, bo.mailbox);
    const outsideMailbox = chief.mailbox;
    expect((await tests({ outsideMailbox })).body).toMatchObject({ ok: true });
    await application({ roles: ['Calendars.ReadWrite'] });
    const answer = await tests({ outsideMailbox });
    expect(answer.body).toMatchObject({ ok: false, missing: [] });
    expect(answer.body.checks.find((check: Check) => check.name === 'outside-mailbox')).toMatchObject({
      mailbox: outsideMailbox,
      permissions: ['Calendars.ReadWrite'],
      reason: { code: 'scope-too-wide', remedy: expect.stringContaining('RBAC for Applications') },
    });
  });
});

describe('where Entra refuses', () => {
  test('a secret that has been removed there shows at once, though a token is still at hand, and the state stays', async () => {
    await application({ secrets: [{ value: 'Xyz8Q~another' }] });
    const before = await connection();
    const answer = await tests({ outsideMailbox: anna.mailbox });
    expect(answer.body.ok).toBe(false);
    expect(inShort(answer)).toEqual([
      'tenant',
      'application',
      'credential: secret-invalid',
      'Calendars.ReadWrite: secret-invalid, skipped',
      'MailboxSettings.ReadWrite: secret-invalid, skipped',
      'mailbox: secret-invalid, skipped',
      'outside-mailbox: secret-invalid, skipped',
      dateUnknown,
    ]);
    expect(await connection()).toEqual(before);
  });

  test('a disabled application proves its tenant; a tenant that is gone proves nothing', async () => {
    await application({ enabled: false });
    expect(inShort(await tests()).slice(0, 3)).toEqual([
      'tenant',
      'application: application-disabled',
      'credential: application-disabled, skipped',
    ]);
    await house.outlook.control('DELETE', `/sandbox/tenants/${company.tenantId}`);
    expect(inShort(await tests()).slice(0, 3)).toEqual([
      'tenant: tenant-not-found',
      'application: tenant-not-found, skipped',
      'credential: tenant-not-found, skipped',
    ]);
  });
});

test('it works while the connection is OFF, and leaves it so', async () => {
  await house.administrator('PATCH', path(), { enabled: false });
  expect((await tests()).body).toMatchObject({ ok: true });
  expect(await connection()).toMatchObject({ state: 'off', enabled: false });
});

test('without a connection there is nothing to test', async () => {
  const id = `company-${randomUUID().slice(0, 8)}`;
  const made = { id, name: 'Fabrikam', language: 'en', timeZone: 'Europe/Copenhagen' };
  await house.administrator('POST', '/v1/companies', made);
  const answer = await house.administrator('POST', `/v1/companies/${id}/connection/test`, {});
  expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

test.each([
  [{ mailbox: 'anna' }, 'mailbox'],
  [{ outsideMailbox: 7 }, 'outsideMailbox'],
  [{ mailbox: 'a@b.example', outsideMailbox: 'A@b.example' }, 'outsideMailbox'],
  [{ mailboxes: [] }, 'mailboxes'],
])('what can’t be tested is named by its path: %o', async (body, name) => {
  const answer = await tests(body);
  expect({
    status: answer.status,
    paths: answer.body.errors.map((fault: { path: string }) => fault.path),
  }).toEqual({
    status: 400,
    paths: [name],
  });
});

test('the command line shows a list of ✓ and ✗ with cause and remedy, and fails where something is wrong', async () => {
  const run = (...args: string[]) =>
    runCli({ port: Number(new URL(house.origin).port), administratorKey: house.administratorKey }, [
      'connection',
      'test',
      '--company',
      company.companyId,
      ...args,
    ]);
  const good = await run('--mailbox', anna.mailbox);
  expect(good).toMatchObject({ code: 0, err: '' });
  expect(good.out).toContain(`✓ mailbox ${anna.mailbox} (Calendars.ReadWrite, MailboxSettings.ReadWrite)\n`);
  await application({ roles: ['Calendars.ReadWrite'] });
  const bad = await run('--outside-mailbox', bo.mailbox);
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(
    /✓ Calendars\.ReadWrite\n✗ MailboxSettings\.ReadWrite\n {4}The application lacks .*RBAC/,
  );
  expect(bad.out).toContain(`✗ outside-mailbox ${bo.mailbox}\n    The application reaches a mailbox`);
  expect(bad.err).toContain('Mend what has ✗');
  const json = await run('--json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({ ok: false, missing: ['MailboxSettings.ReadWrite'] });
});
