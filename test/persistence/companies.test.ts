import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSettings } from '#domain/company.ts';
import { toCompanyId } from '#domain/identifiers.ts';
import { insertCompany, listCompanyIds } from '#persistence/companies.ts';
import { openStore, type Store } from './store.ts';

let store: Store;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

test('companies come in the order that a comparison of their ids has, whatever the database sorts by', async () => {
  for (const id of ['ab', 'a1', 'a-c', 'b', 'a'])
    await insertCompany(store.database, {
      companyId: toCompanyId(id),
      settings: defaultSettings('Contoso', 'en', 'Europe/Copenhagen'),
      apiKeyHash: randomBytes(32),
      signingSecret: Buffer.from('sealed'),
    });
  expect(await listCompanyIds(store.database)).toEqual(['a', 'a-c', 'a1', 'ab', 'b']);
});
