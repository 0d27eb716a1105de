import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { checkMailbox } from '#activities/mailbox-check.ts';
import { microsoft365 } from '#activities/microsoft365/microsoft-365.ts';
import { findConnection, patchConnection } from '#persistence/connections.ts';
import {
  claimMailboxChecks,
  ensureMailboxKey,
  readCompaniesWithMailboxesToCheck,
} from '#persistence/mailbox-checks.ts';
import { openOffice, type Office, type OfficeCompany } from './office.ts';

let office: Office;
let company: OfficeCompany;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  await office.tenant.rest();
  company = await office.company();
});
afterAll(() => office.close());

const becomes = (mailbox: string, kind: string) => office.tenant.mailbox(mailbox, { kind });
/** A mailbox in trouble, with a registration that waits for it. */
async function troubled(kind = 'notEnabled'): Promise<string> {
  const mailbox = await office.tenant.mailbox(undefined, { kind });
  await company.registers(mailbox);
  await office.tenant.outlook.forgetRequests();
  return mailbox;
}
const due = (mailbox: string) =>
  office.store.asOwner(`update mailboxes set next_check_at = now() where mailbox = $1`, [mailbox]);

describe('a check', () => {
  test('that Graph lets in is one request; the mailbox works, and what was withheld is owed a replay', async () => {
    const mailbox = await troubled();
    await becomes(mailbox, 'ok');
    expect(await company.checks(mailbox)).toEqual({ kind: 'checked' });
    expect(await company.mailbox(mailbox)).toEqual({ state: 'ok', code: null, due: null });
    expect(await company.owedReplay()).toBe('healed');
    expect(await company.requestsTo(mailbox)).toEqual(['listEvents']);
  });

  test('that fails doubles the wait for the next by itself, up to a day', async () => {
    const mailbox = await troubled();
    expect(await company.mailbox(mailbox)).toMatchObject({ due: 35 });
    for (const minutes of [70, 140, 280, 560, 1120, 1440, 1440]) {
      await company.checks(mailbox);
      expect(await company.mailbox(mailbox)).toEqual({
        state: 'attention',
        code: 'mailbox-not-enabled',
        due: minutes,
      });
    }
    expect(await company.owedReplay()).toBeUndefined();
  });

  test('on demand that fails begins the waits anew', async () => {
    const mailbox = await troubled();
    await company.checks(mailbox);
    await company.checks(mailbox, { isOnDemand: true });
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention', due: 35 });
  });

  test('that finds another trouble tells it, and the registrations are to say so', async () => {
    const mailbox = await troubled();
    await becomes(mailbox, 'unknown');
    await company.checks(mailbox);
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention', code: 'mailbox-not-found' });
    expect(await company.owedReplay()).toBe('schedule');
  });

  test('refused by 403 is told apart as a write’s is', async () => {
    const mailbox = await troubled();
    await office.tenant.application({ accessPolicy: { kind: 'deny', mailboxes: [mailbox] } });
    await company.checks(mailbox);
    expect(await company.mailbox(mailbox)).toMatchObject({ code: 'permission-missing' });
    await company.registers(await office.tenant.mailbox());
    await company.checks(mailbox);
    expect(await company.mailbox(mailbox)).toMatchObject({ code: 'mailbox-out-of-scope' });
  });

  test('that reads no proof of a write: a refusal after it is still the permission’s', async () => {
    const [anna, bo] = [await troubled(), await office.tenant.mailbox()];
    await becomes(anna, 'ok');
    await office.tenant.application({ roles: ['Calendars.Read'] });
    await company.checks(anna);
    await company.registers(bo);
    expect(await company.mailbox(bo)).toMatchObject({ code: 'permission-missing' });
  });

  test('asks nothing of a full mailbox: what waits for it tries', async () => {
    const mailbox = await troubled('full');
    await company.checks(mailbox);
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'unknown', due: null });
    expect(await company.owedReplay()).toBe('healed');
    expect(await company.requestsTo(mailbox)).toEqual([]);
  });
});

describe('a check that tells nothing of the mailbox leaves it as it was', () => {
  test.each([
    ['no answer', { kind: 'respond', status: 503 }, 'microsoft-unavailable', 1],
    ['a pause', { kind: 'respond', status: 429, headers: { 'retry-after': '600' } }, 'throttled', 10],
    [
      'a request that Graph will never take',
      { kind: 'respond', status: 400, body: { error: { code: 'BadRequest', message: '' } } },
      'rejected-by-microsoft',
      35,
    ],
  ])('%s', async (_title, effect, code, minutes) => {
    const mailbox = await troubled();
    await office.tenant.fault('listEvents', effect);
    expect(await company.checks(mailbox)).toMatchObject({ kind: 'unanswered', reason: { code } });
    expect(await company.mailbox(mailbox)).toEqual({
      state: 'attention',
      code: 'mailbox-not-enabled',
      due: minutes,
    });
  });

  test('a secret that has expired closes the connection, and nothing is sent any more', async () => {
    const mailbox = await troubled();
    await office.tenant.application({
      secrets: [{ value: office.tenant.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }],
    });
    // Another process has no token yet.
    const by = { ...office.dependencies, microsoft365: microsoft365(office.tenant.settings) };
    expect(await company.checks(mailbox, { by })).toMatchObject({
      kind: 'connection-closed',
      reason: { code: 'secret-expired' },
    });
    expect(await company.in(findConnection)).toMatchObject({ state: 'expired' });
    expect(await company.mailbox(mailbox)).toMatchObject({ state: 'attention', due: 1 });
    expect(await company.requestsTo(mailbox)).toEqual([]);
  });

  test('while the connection is closed nothing is asked', async () => {
    const mailbox = await troubled();
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    expect(await company.checks(mailbox)).toEqual({
      kind: 'connection-closed',
      reason: { code: 'connection-off' },
    });
    expect(await company.requestsTo(mailbox)).toEqual([]);
  });
});

describe('checks that are due', () => {
  const claim = () => claimMailboxChecks(office.store.database, company.companyId, 10);

  test('are claimed by one worker each, and only of companies whose connection is open', async () => {
    const mailbox = await troubled();
    expect(await claim()).toEqual([]);
    await due(mailbox);
    expect(await readCompaniesWithMailboxesToCheck(office.store.database)).toContain(company.companyId);
    const claimed = await Promise.all([claim(), claim(), claim()]);
    expect(claimed.flat()).toHaveLength(1);
    await due(mailbox);
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    expect(await readCompaniesWithMailboxesToCheck(office.store.database)).not.toContain(company.companyId);
  });

  test('are forgotten where no registration names the mailbox any more', async () => {
    const mailbox = await troubled();
    await office.store.asOwner('update registrations set mailbox = $2 where company_id = $1', [
      company.companyId,
      'another@contoso.example',
    ]);
    await due(mailbox);
    expect(await claim()).toEqual([]);
    expect(await company.mailbox(mailbox)).toBeUndefined();
  });

  test('of a mailbox that nobody has tried yet can be asked for, and owe nothing', async () => {
    const mailbox = await office.tenant.mailbox();
    await company.in((transaction) => patchConnection(transaction, { enabled: false }));
    await company.registers(mailbox);
    await company.in((transaction) => patchConnection(transaction, { enabled: true }));
    await company.owedReplay();
    const mailboxKey = await company.in((transaction) => ensureMailboxKey(transaction, mailbox));
    const { companyId } = company;
    const options = { isOnDemand: true, signal: new AbortController().signal };
    await checkMailbox(office.dependencies, { companyId, mailboxKey: String(mailboxKey) }, options);
    expect(await company.mailbox(mailbox)).toEqual({ state: 'ok', code: null, due: null });
    expect(await company.owedReplay()).toBeUndefined();
    expect(
      await company.in((transaction) => ensureMailboxKey(transaction, 'stranger@contoso.example')),
    ).toBeNull();
  });
});
