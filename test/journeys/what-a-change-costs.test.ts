import { afterAll, beforeAll, expect, test } from 'vitest';
import { registrationWorkflowId } from '#workflows/messages.ts';
import { toRegistrationId } from '#domain/identifiers.ts';
import { vacation, type Absence, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
});
afterAll(() => house?.close());

async function historyLength({ registrationId }: Absence): Promise<number> {
  const id = registrationWorkflowId(company.companyId, toRegistrationId(registrationId));
  const { historyLength: length } = await house.temporal.workflow.getHandle(id).describe();
  return length;
}

test('create, approve, change and delete cost Outlook one POST, one PATCH and one DELETE, and one token serves all', async () => {
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, '2026-12-01', '2026-12-05');
  const lengths: number[] = [0];
  const settles = async (state: string): Promise<void> => {
    await company.untilState(absence, state);
    await company.untilIdle(absence);
    lengths.push(await historyLength(absence));
  };
  await company.hr.creates(absence);
  await settles('waiting');
  await company.hr.approves(absence);
  await settles('synced');
  await company.hr.changes(absence);
  await settles('synced');
  await company.hr.changes({ ...absence, period: { from: '2026-12-02', to: '2026-12-05' } });
  await settles('synced');
  await company.hr.deletes(absence);
  await settles('removed');

  const requests = await house.outlook.requests();
  expect(requests.filter(({ mailbox }) => mailbox !== null).map(({ method }) => method)).toEqual([
    'POST',
    'PATCH',
    'DELETE',
  ]);
  // The probe before the connection was saved, and the worker's own.
  expect(requests.filter(({ operation }) => operation === 'token')).toHaveLength(2);

  const added = lengths.slice(1).map((length, index) => length - (lengths[index] ?? 0));
  const [first, approved, unchanged, changed, deleted] = added;
  // The start and the one timer of its life come on top of the first.
  expect(first).toBeLessThanOrEqual(13);
  expect(approved).toBeLessThanOrEqual(11);
  expect(unchanged).toBeLessThanOrEqual(10);
  expect(changed).toBeLessThanOrEqual(10);
  // The end of the workflow comes on top.
  expect(deleted).toBeLessThanOrEqual(12);
});

test('registrations of many employees at once share one token', async () => {
  await house.outlook.forgetRequests();
  const employees = await Promise.all(
    Array.from({ length: 20 }, (_, index) => company.employee(`Employee ${index}`)),
  );
  const absences = employees.map((employee) => vacation(employee, '2026-12-01', '2026-12-01'));
  await Promise.all(absences.map((absence) => company.hr.creates(absence, { approved: true })));
  for (const absence of absences) await company.untilState(absence, 'synced');
  const counts = await house.outlook.counts();
  expect(counts).toMatchObject({ createEvent: 20 });
  expect(counts['token'] ?? 0).toBe(0);
});
