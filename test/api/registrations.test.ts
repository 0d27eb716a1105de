import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { inCompany } from '#persistence/database.ts';
import { anna, approvedVacation, openApi, type TestApi, type TestCompany } from './api.ts';

let api: TestApi;
let company: TestCompany;
beforeAll(async () => {
  api = await openApi();
  company = await api.company({ language: 'da' });
  const bente = { ...anna, id: '8', mailbox: 'bente.lund@contoso.example', name: 'Bente Lund' };
  await company.hr([
    approvedVacation('1'),
    approvedVacation('2', { period: { from: '2027-03-01', to: '2027-03-02' } }),
    approvedVacation('3', { employee: bente, absenceType: 'mileage' }),
    { ...approvedVacation('4', { employee: bente }), type: 'registration.created' },
  ]);
});
afterAll(() => api.close());

const list = async (query: string): Promise<string[]> => {
  const { body } = await api.administrator('GET', `${company.path}/registrations?${query}`);
  return body.items.map(({ registrationId }: { registrationId: string }) => registrationId);
};

test.each([
  ['', ['1', '2', '3', '4']],
  ['state=parked', ['1', '2']],
  ['state=waiting', ['4']],
  ['employeeId=8', ['3', '4']],
  ['mailbox=Anna.Holm@contoso.example', ['1', '2']],
  ['from=2027-01-01', ['2']],
  ['to=2026-12-31', ['1', '3', '4']],
  ['from=2026-12-05&to=2026-12-05', ['1', '3', '4']],
  ['q=bente', ['3', '4']],
  ['q=100%25', []],
])('registrations are found by %s', async (query, ids) => {
  expect(await list(query)).toEqual(ids);
});

test('registrations are listed page by page', async () => {
  const first = await api.administrator('GET', `${company.path}/registrations?limit=3`);
  expect(first.body.nextCursor).not.toBeNull();
  expect(await list(`limit=3&cursor=${first.body.nextCursor}`)).toEqual(['4']);
});

test.each([
  ['state=lost', 'state'],
  ['from=yesterday', 'from'],
  ['limit=5000', 'limit'],
])('a wrong filter is named: %s', async (query, path) => {
  const { status, body } = await api.administrator('GET', `${company.path}/registrations?${query}`);
  expect(status).toBe(400);
  expect(body.errors[0].path).toBe(path);
});

test('one registration tells state, reason, way out and history', async () => {
  const { body } = await api.administrator('GET', `${company.path}/registrations/1`);
  expect(body).toMatchObject({
    registrationId: '1',
    version: 2,
    state: 'parked',
    reason: { code: 'connection-missing' },
    employeeId: '7',
    mailbox: 'anna.holm@contoso.example',
    absenceType: 'vacation',
    approval: 'approved',
    period: { from: '2026-12-01', to: '2026-12-05' },
    calendarEventId: null,
    syncedAt: null,
    nextAttemptAt: null,
    workflowId: `registration/${company.companyId}/1`,
  });
  expect(body.history).toMatchObject([
    {
      sequence: 1,
      type: 'RegistrationApproved',
      summary: 'HR-systemet godkendte registreringen: Ferie, 2026-12-01 – 2026-12-05 (version 2).',
    },
  ]);
});

test('one registration is explained: the rule, what happens next, and every attempt', async () => {
  const { body } = await api.administrator('GET', `${company.path}/registrations/2`);
  expect(body.explanation).toEqual({
    rule: 'approved-and-synced',
    automaticReply: null,
    message:
      'Registreringen er godkendt, og dens type sendes til Outlook: den skal stå i medarbejderens kalender.',
    next: {
      action: 'administrator',
      at: null,
      message:
        'Når en administrator forbinder virksomheden med Microsoft 365, sender en genafspilning alt, der venter.',
    },
    attempts: [],
  });
});

test('a parked registration tells when its connection is tried again, an attempt what Microsoft said', async () => {
  const other = await api.company();
  await other.hr(approvedVacation('1'));
  const microsoft = { status: 401, code: 'AADSTS7000222', requestId: 'r-expired' };
  const closedAt = new Date();
  await inCompany(api.database, other.companyId, async (transaction) => {
    await transaction
      .insertInto('connections')
      .values({
        company_id: other.companyId,
        state: 'expired',
        since: closedAt,
        reason: { code: 'secret-expired', microsoft },
        enabled: true,
        tenant_id: 'tenant-1',
        client_id: 'client-1',
      })
      .execute();
    await transaction
      .insertInto('registration_events')
      .values({
        company_id: other.companyId,
        registration_id: toRegistrationId('1'),
        sequence: 2,
        type: 'CalendarWriteFailed',
        data: {
          answer: 'refused',
          consequence: 'retry',
          reason: { code: 'secret-expired', microsoft },
          nextAttemptAt: null,
        },
      })
      .execute();
  });
  const { body } = await api.administrator('GET', `${other.path}/registrations/1`);
  expect(body).toMatchObject({
    state: 'parked',
    reason: { code: 'secret-expired' },
    explanation: {
      rule: 'approved-and-synced',
      next: {
        action: 'connection-probe',
        at: new Date(closedAt.getTime() + 300_000).toISOString(),
      },
      attempts: [{ outcome: 'refused', reasonCode: 'secret-expired', microsoft, requestId: 'r-expired' }],
    },
  });
});

test('a registration whose mailbox is in trouble tells when that is checked next', async () => {
  const other = await api.company();
  await other.hr(approvedVacation('1'));
  const reason = { code: 'mailbox-out-of-scope' } as const;
  const checkAt = new Date(Date.now() + 600_000);
  await inCompany(api.database, other.companyId, async (transaction) => {
    await transaction
      .insertInto('connections')
      .values({
        company_id: other.companyId,
        state: 'healthy',
        enabled: true,
        tenant_id: 'tenant-1',
        client_id: 'client-1',
      })
      .execute();
    await transaction
      .insertInto('mailboxes')
      .values({
        company_id: other.companyId,
        mailbox: anna.mailbox,
        state: 'attention',
        reason,
        next_check_at: checkAt,
      })
      .execute();
    await transaction
      .insertInto('registration_events')
      .values({
        company_id: other.companyId,
        registration_id: toRegistrationId('1'),
        sequence: 2,
        type: 'CalendarWriteWithheld',
        data: { reason },
      })
      .execute();
  });
  const { body } = await api.administrator('GET', `${other.path}/registrations/1`);
  expect(body).toMatchObject({
    state: 'attention',
    reason,
    explanation: {
      next: { action: 'mailbox-check', at: checkAt.toISOString() },
      attempts: [{ operation: null, outcome: 'withheld', reasonCode: 'mailbox-out-of-scope' }],
    },
  });
});

test('what the company has chosen since shows in the answer at once, before any replay', async () => {
  const other = await api.company();
  await other.hr(approvedVacation('1'));
  await inCompany(api.database, other.companyId, (transaction) =>
    transaction
      .insertInto('absence_types')
      .values({ company_id: other.companyId, type: 'vacation', override: { synced: false } })
      .execute(),
  );
  const { body } = await api.administrator('GET', `${other.path}/registrations/1`);
  expect(body).toMatchObject({
    state: 'ignored',
    reason: { code: 'type-not-synced' },
    explanation: { rule: 'type-not-synced', next: { action: 'none' } },
  });
});

test("sentences come in the company's language, or in the one that is asked for", async () => {
  const messages = await Promise.all(
    ['', 'en-GB,en;q=0.9', 'sv, da;q=0.3, en;q=0.8', 'de'].map(async (language) => {
      const { body } = await api.send('GET', `${company.path}/registrations/4`, {
        headers: { authorization: `Bearer ${api.administratorKey}`, 'accept-language': language },
      });
      return body.reason.message;
    }),
  );
  const danish = 'Registreringen er endnu ikke godkendt.';
  const english = 'The registration is not approved yet.';
  expect(messages).toEqual([danish, english, english, danish]);
});

test('a registration that nobody has sent is not found', async () => {
  expect((await api.administrator('GET', `${company.path}/registrations/none`)).status).toBe(404);
  expect((await api.administrator('POST', `${company.path}/registrations/none/sync`)).status).toBe(404);
});

test("asked for, a registration's workflow is told to look at it", async () => {
  const answer = await api.administrator('POST', `${company.path}/registrations/1/sync`);
  expect(answer).toMatchObject({ status: 202, body: { registrationId: '1', state: 'parked' } });
  const log = await api.administrator('GET', `${company.path}/activity?limit=1`);
  expect(log.body.items).toMatchObject([{ actor: 'administrator', action: 'sync-requested' }]);
});
