import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { vacation } from '../house/company.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const connectionOf = ({ companyId }: TestCompany): string => `/v1/companies/${companyId}/connection`;
const wishOf = ({ tenantId, clientId, clientSecret }: TestCompany) => ({
  tenantId,
  clientId,
  clientSecret,
  enabled: true,
});

test('a saved connection tells its state and the hint of its secret, and never the secret', async () => {
  const company = await house.company();
  const { status, body } = await house.administrator('GET', connectionOf(company));
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      state: 'healthy',
      reason: null,
      enabled: true,
      tenantId: company.tenantId,
      clientId: company.clientId,
      credential: { kind: 'secret', hint: 'Abc', expiresAt: null },
      whenOff: 'keep',
    },
  });
  expect(JSON.stringify(body)).not.toContain(company.clientSecret);
  expect(house.logs()).not.toContain(company.clientSecret);
});

test('what Entra refuses is not saved: the answer has the reason and the way out, and what stood before stays', async () => {
  const company = await house.company();
  const before = (await house.administrator('GET', connectionOf(company))).body;
  const { status, body } = await house.administrator('PUT', connectionOf(company), {
    ...wishOf(company),
    clientSecret: 'Abc8Q~no-secret-of-theirs',
  });
  expect({ status, body }).toMatchObject({
    status: 422,
    body: { code: 'secret-invalid', reason: { code: 'secret-invalid' } },
  });
  expect(body.reason.remedy).toContain('Value');
  expect((await house.administrator('GET', connectionOf(company))).body).toEqual(before);
});

test("a pasted Secret ID is recognised before anybody asks Entra, in the company's language", async () => {
  const company = await house.company({ language: 'da' });
  const { status, body } = await house.administrator('PUT', connectionOf(company), {
    ...wishOf(company),
    clientSecret: randomUUID(),
  });
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'secret-id-pasted' });
  expect(body.detail).toContain('Secret ID');
  expect(body.detail).toContain('Kopiér');
});

test('without a secret the saved one is used; where none is saved, it is called missing', async () => {
  const company = await house.company();
  const { clientSecret: _, ...wish } = wishOf(company);
  expect((await house.administrator('PUT', connectionOf(company), wish)).status).toBe(200);
  const id = `company-${randomUUID().slice(0, 8)}`;
  await house.administrator('POST', '/v1/companies', {
    id,
    name: 'Fabrikam',
    language: 'en',
    timeZone: 'Europe/Copenhagen',
  });
  expect((await house.administrator('GET', `/v1/companies/${id}/connection`)).status).toBe(404);
  const refused = await house.administrator('PUT', `/v1/companies/${id}/connection`, wish);
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toEqual([
    { path: 'clientSecret', message: 'is missing, and none is saved yet' },
  ]);
});

test.each([
  [{ tenantId: 'contoso.onmicrosoft.com' }, 'tenantId'],
  [{ clientId: 'Absence Sync' }, 'clientId'],
  [{ secretExpiresAt: 'in two years' }, 'secretExpiresAt'],
  [{ enabled: 'yes' }, 'enabled'],
  [{ secret: 'x' }, 'secret'],
])('a wrong value is named by its path: %o', async (change, path) => {
  const company = await house.company();
  const answer = await house.administrator('PUT', connectionOf(company), { ...wishOf(company), ...change });
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map((fault: { path: string }) => fault.path)).toEqual([path]);
});

test('a renewed secret replaces the old one, with its date', async () => {
  const company = await house.company();
  const { status, body } = await house.administrator('PUT', `${connectionOf(company)}/secret`, {
    clientSecret: company.clientSecret,
    secretExpiresAt: '2099-01-01',
  });
  expect({ status, credential: body.credential }).toEqual({
    status: 200,
    credential: { kind: 'secret', hint: 'Abc', expiresAt: '2099-01-01T00:00:00.000Z' },
  });
});

test('switched OFF and ON again, what was registered meanwhile is brought to Outlook', async () => {
  const company = await house.company();
  const off = await house.administrator('PATCH', connectionOf(company), { enabled: false });
  expect(off.body).toMatchObject({ state: 'off', enabled: false, reason: { code: 'connection-off' } });
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'parked');
  const on = await house.administrator('PATCH', connectionOf(company), { enabled: true });
  expect(on.body.replayId).toEqual(expect.any(String));
  await company.untilState(absence, 'synced');
});

test('a move away from a tenant where events of ours stand needs a confirmation', async () => {
  const company = await house.company();
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  const refused = await house.administrator('PUT', connectionOf(company), {
    ...wishOf(company),
    tenantId: randomUUID(),
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', standing: 1 } });
  expect(refused.body.errors[0].path).toBe('confirmMove');
});

test('a changed choice reaches the events that stand in Outlook', async () => {
  const company = await house.company();
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  const changed = await house.administrator('PATCH', `/v1/companies/${company.companyId}`, {
    language: 'da',
  });
  expect(changed.body.replayId).toEqual(expect.any(String));
  await company.seesIn(anna, (events) => {
    expect(events.map(({ subject }) => subject)).toEqual(['Fraværende']);
  });
});
