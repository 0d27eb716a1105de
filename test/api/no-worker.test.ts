import { afterAll, beforeAll, expect, test } from 'vitest';
import { saveConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { saved } from '../persistence/connection-values.ts';
import { openApi, type TestApi } from './api.ts';

/** Temporal answers, and no worker polls. */
let api: TestApi;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

test('while no worker answers nothing is saved, and the administrator is told so', async () => {
  const { path } = await api.company();
  const { status, body } = await api.administrator('PUT', `${path}/connection`, {
    tenantId: '6d0c1f2e-58a4-4b7e-9c61-0f3a7be5d001',
    clientId: '3b9e7a54-21cd-4f0a-8e52-c47d90a6d002',
    clientSecret: 'Abc8Q~not-tried',
    enabled: true,
  });
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'unavailable' });
  expect(await api.administrator('GET', `${path}/connection`)).toMatchObject({ status: 404 });
});

test('while no worker answers nothing is tested, and the administrator is told so', async () => {
  const { companyId, path } = await api.company();
  await inCompany(api.database, companyId, (transaction) => saveConnection(transaction, saved));
  const tested = await api.administrator('POST', `${path}/connection/test`, {});
  expect(tested).toMatchObject({ status: 503, body: { code: 'unavailable' } });
});
