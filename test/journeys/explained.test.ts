import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 30 });
  company = await house.company({ language: 'en' });
});
afterAll(() => house?.close());

test('a refused and repeated write is explained, logged and counted with Microsoft’s own words', async () => {
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  await house.outlook.fault({
    operation: 'createEvent',
    effect: { kind: 'respond', status: 429, headers: { 'Retry-After': '1' } },
  });
  await company.hr.creates(absence);
  await company.hr.approves(absence);
  await company.untilState(absence, 'synced');

  const path = `/v1/companies/${company.companyId}`;
  const { body } = await house.administrator('GET', `${path}/registrations/${absence.registrationId}`);
  expect(body.explanation).toMatchObject({
    rule: 'approved-and-synced',
    next: { action: 'none' },
    attempts: [
      { operation: 'create', outcome: 'refused', reasonCode: 'throttled', microsoft: { status: 429 } },
      { operation: 'create', outcome: 'succeeded', microsoft: null },
    ],
  });
  const requestIds = body.explanation.attempts.map(({ requestId }: { requestId: string }) => requestId);
  expect(new Set(requestIds).size).toBe(2);

  const log = await house.administrator('GET', `${path}/activity?actor=microsoft`);
  expect(log.body.items.map(({ requestId }: { requestId: string }) => requestId)).toEqual(
    requestIds.toReversed(),
  );
  const acts = await house.administrator('GET', `${path}/activity?actor=administrator`);
  expect(acts.body.items.map(({ action }: { action: string }) => action)).toEqual([
    'connection-switched-on',
    'connection-saved',
    'company-made',
  ]);

  // The worker stores its count every few seconds.
  await vi.waitFor(async () => {
    const figures = await (await fetch(`${house.origin}/metrics`)).text();
    const counted = figures
      .split('\n')
      .filter((line) => line.startsWith('absence_sync_microsoft_requests_total{operation="createEvent"'));
    expect(counted.toSorted()).toEqual([
      'absence_sync_microsoft_requests_total{operation="createEvent",outcome="success"} 1',
      'absence_sync_microsoft_requests_total{operation="createEvent",outcome="throttled"} 1',
    ]);
  }, patience);
});
