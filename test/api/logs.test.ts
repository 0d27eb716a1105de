import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompanySettings } from '#domain/company.ts';
import { inCompany } from '#persistence/database.ts';
import { approvedVacation, openApi, type TestApi } from './api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openApi({ isTemporalAway: true });
});
afterAll(() => api.close());

test('no log line holds a name, a mailbox, a comment, a key, a secret or an address with a search in it', async () => {
  const company = await api.company();
  await company.hr(approvedVacation('1'));
  await company.hr(`{"mailbox": "anna.holm@contoso.example", nonsense}`);
  await company.hr(approvedVacation('1', { comment: 'Skiferie', period: { from: 'x', to: 'y' } }));
  await company.imports('registration_id\nanna.holm@contoso.example\n');
  await api.administrator('GET', `${company.path}/registrations?q=Holm&mailbox=anna.holm@contoso.example`);
  await api.administrator('GET', `${company.path}/registrations/anna.holm@contoso.example`);
  await api.administrator('GET', `/nowhere/anna.holm@contoso.example`);
  await api.administrator('PUT', `${company.path}/connection`, {
    tenantId: '11111111-2222-3333-4444-555555555555',
    clientId: '11111111-2222-3333-4444-555555555556',
    clientSecret: 'Abc8Q~the-secret-itself',
    enabled: true,
  });
  const logs = api.logs();
  expect(logs.split('\n').length).toBeGreaterThan(8);
  for (const personal of [
    'Anna',
    'Holm',
    'anna.holm',
    'contoso',
    'Skiferie',
    'Abc8Q',
    company.apiKey,
    company.signingSecret,
    api.administratorKey,
    'q=',
  ])
    expect(logs).not.toContain(personal);
});

test('a fault of the service itself is told without its inside, and logged with where it was', async () => {
  const company = await api.company();
  await inCompany(api.database, company.companyId, (transaction) =>
    transaction
      .updateTable('companies')
      .set({ settings: { name: 'Spoilt A/S' } as CompanySettings })
      .execute(),
  );
  const answer = await api.administrator('GET', company.path);
  expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
  expect(answer.body.detail).toBe('The service has failed; its log has more.');
  const line = api
    .logs()
    .trim()
    .split('\n')
    .find((one) => one.includes('FST_ERR_RESPONSE_SERIALIZATION'));
  expect(line).toContain('ResponseSerializationError');
  expect(api.logs()).not.toContain('Spoilt');
});
