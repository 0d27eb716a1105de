import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inCompany } from '#persistence/database.ts';
import { anna, approvedVacation, openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
beforeAll(async () => {
  api = await openApi();
});
beforeEach(async () => {
  company = await api.company({ language: 'da' });
  await company.hr([
    approvedVacation('1'),
    approvedVacation('2', { employee: bente }),
    approvedVacation('3', { employee: bo }),
  ]);
});
afterAll(() => api.close());

const bente = { ...anna, id: '8', mailbox: 'bente.lund@contoso.example', name: 'Bente Lund' };
const bo = { ...anna, id: '9', mailbox: 'bo@contoso.example', name: 'Bo Holm' };
const microsoft = { status: 404, code: 'MailboxNotEnabledForRESTAPI', requestId: 'r-1' };
const checkedAt = new Date('2026-11-23T08:00:00Z');
const nextCheckAt = new Date('2026-11-23T08:35:00Z');

const know = (mailbox: string, row: object) =>
  inCompany(api.database, company.companyId, (transaction) =>
    transaction
      .insertInto('mailboxes')
      .values({ company_id: company.companyId, mailbox, state: 'ok', reason: null, ...row })
      .execute(),
  );
const trouble = {
  state: 'attention',
  reason: { code: 'mailbox-not-enabled', microsoft },
  checked_at: checkedAt,
  next_check_at: nextCheckAt,
};
const list = (query = '') => api.administrator('GET', `${company.path}/mailboxes?${query}`);
const check = (mailbox: string, path = company.path) =>
  api.administrator('POST', `${path}/mailboxes/${encodeURIComponent(mailbox)}/check`);
const connect = (state: 'healthy' | 'expired') =>
  inCompany(api.database, company.companyId, (transaction) =>
    transaction
      .insertInto('connections')
      .values({
        company_id: company.companyId,
        state,
        reason: state === 'expired' ? { code: 'secret-expired' } : null,
        enabled: true,
        tenant_id: 'tenant-1',
        client_id: 'client-1',
        secret: Buffer.from('sealed'),
      })
      .execute(),
  );

describe('the list of mailboxes', () => {
  test('tells of each what is known, with the way out in the company’s language', async () => {
    await know(anna.mailbox, trouble);
    await know(bo.mailbox, { checked_at: checkedAt });
    const none = { owner: 'none', from: null, to: null, reason: null };
    expect((await list()).body).toEqual({
      items: [
        {
          mailbox: anna.mailbox,
          employeeIds: ['7'],
          state: 'attention',
          reason: {
            code: 'mailbox-not-enabled',
            message: expect.stringContaining('Postkassen er ikke i Exchange Online'),
            remedy: expect.stringContaining('licens'),
            microsoft,
          },
          checkedAt: checkedAt.toISOString(),
          nextCheckAt: nextCheckAt.toISOString(),
          automaticReply: none,
        },
        {
          mailbox: bente.mailbox,
          employeeIds: ['8'],
          state: 'unknown',
          reason: null,
          checkedAt: null,
          nextCheckAt: null,
          automaticReply: none,
        },
        {
          mailbox: bo.mailbox,
          employeeIds: ['9'],
          state: 'ok',
          reason: null,
          checkedAt: checkedAt.toISOString(),
          nextCheckAt: null,
          automaticReply: none,
        },
      ],
      nextCursor: null,
    });
  });

  test.each([
    ['state=attention', [anna.mailbox]],
    ['state=unknown', [bente.mailbox, bo.mailbox]],
    ['q=holm', [anna.mailbox, bo.mailbox]],
  ])('is narrowed by %s', async (query, mailboxes) => {
    await know(anna.mailbox, trouble);
    const { body } = await list(query);
    expect(body.items.map(({ mailbox }: { mailbox: string }) => mailbox)).toEqual(mailboxes);
  });

  test('comes page by page', async () => {
    const first = (await list('limit=2')).body;
    expect(first.items).toHaveLength(2);
    expect((await list(`limit=2&cursor=${first.nextCursor}`)).body).toMatchObject({
      items: [{ mailbox: bo.mailbox }],
      nextCursor: null,
    });
  });

  test.each([
    ['state=broken', 'state'],
    ['limit=0', 'limit'],
    ['q=', 'q'],
  ])('names a wrong filter: %s', async (query, path) => {
    expect(await list(query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  test('is for administrators, of companies that exist', async () => {
    expect((await api.send('GET', `${company.path}/mailboxes`)).status).toBe(401);
    expect((await api.administrator('GET', '/v1/companies/nobody/mailboxes')).status).toBe(404);
  });
});

describe('a check is refused', () => {
  test('of an address that no registration names, and of what is none', async () => {
    await connect('healthy');
    for (const mailbox of ['stranger@contoso.example', 'anna'])
      expect(await check(mailbox)).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await check(anna.mailbox, '/v1/companies/nobody')).status).toBe(404);
    expect((await api.send('POST', `${company.path}/mailboxes/${anna.mailbox}/check`)).status).toBe(401);
  });

  test('while the connection is closed, with its reason', async () => {
    expect(await check(anna.mailbox)).toMatchObject({ status: 409, body: { code: 'connection-missing' } });
    await connect('expired');
    const { status, body } = await check(anna.mailbox);
    expect({ status, body }).toMatchObject({
      status: 409,
      body: { code: 'secret-expired', reason: { code: 'secret-expired' } },
    });
    expect(body.detail).toContain('klienthemmelighed');
  });

  test('where no worker has made it in time; nothing is known of the mailbox then', async () => {
    await connect('healthy');
    expect(await check('Anna.Holm@contoso.example')).toMatchObject({
      status: 503,
      headers: { 'retry-after': '30' },
      body: { code: 'unavailable', detail: expect.stringContaining('no worker') },
    });
    expect((await list('q=anna')).body.items).toMatchObject([{ state: 'unknown', checkedAt: null }]);
  });
});

test('no address reaches the log', async () => {
  await list('q=anna.holm');
  await check('anna.holm@contoso.example');
  expect(api.logs()).toContain('/v1/companies/:companyId/mailboxes/:mailbox/check');
  expect(api.logs().toLowerCase()).not.toContain('anna');
});
