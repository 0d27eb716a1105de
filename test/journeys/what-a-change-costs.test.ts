import { afterAll, beforeAll, expect, test } from 'vitest';
import { registrationWorkflowId } from '#workflows/messages.ts';
import { toRegistrationId } from '#domain/identifiers.ts';
import { vacation, type Absence, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { repliesOf } from '../house/replies.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
});
afterAll(() => house?.close());

const workflowOf = ({ registrationId }: Absence) =>
  house.temporal.workflow.getHandle(
    registrationWorkflowId(company.companyId, toRegistrationId(registrationId)),
  );

/** A workflow task that a slow worker lets time out is given anew: that is no cost of the change. */
async function historyLength(workflow: ReturnType<typeof workflowOf>): Promise<number> {
  const events = (await workflow.fetchHistory()).events ?? [];
  const lost = events.flatMap(({ workflowTaskTimedOutEventAttributes: timedOut }) => timedOut ?? []);
  return lost.reduce(
    (length, { startedEventId }) => length - (Number(startedEventId) > 0 ? 3 : 2),
    events.length,
  );
}

test('create, approve, change and delete cost Outlook one POST, one PATCH and one DELETE, and one token serves all', async () => {
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, `${yearAhead}-12-01`, `${yearAhead}-12-05`);
  const lengths: number[] = [0];
  const settles = async (state: string): Promise<void> => {
    await company.untilState(absence, state);
    await company.untilIdle(absence);
    lengths.push(await historyLength(workflowOf(absence)));
  };
  await company.hr.creates(absence);
  await settles('waiting');
  await company.hr.approves(absence);
  await settles('synced');
  await company.hr.changes(absence);
  await settles('synced');
  await company.hr.changes({ ...absence, period: { from: `${yearAhead}-12-02`, to: `${yearAhead}-12-05` } });
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
  const absences = employees.map((employee) =>
    vacation(employee, `${yearAhead}-12-01`, `${yearAhead}-12-01`),
  );
  await Promise.all(absences.map((absence) => company.hr.creates(absence, { approved: true })));
  for (const absence of absences) await company.untilState(absence, 'synced');
  const counts = await house.outlook.counts();
  expect(counts).toMatchObject({ createEvent: 20 });
  expect(counts['token'] ?? 0).toBe(0);
});

test('with automatic replies a change costs the registration’s workflow nothing more, and the mailbox’s little', async () => {
  const replies = repliesOf(house, company);
  await replies.choose({ enabled: true });
  const anna = await company.employee('Anna Holm');
  const absence = vacation(anna, `${yearAhead}-06-01`, `${yearAhead}-06-05`);
  const settles = async (lastDay: string) => {
    await replies.untilScheduled(anna, `${yearAhead}-05-31T22:00:00`, `${lastDay}T22:00:00`);
    await company.untilIdle(absence);
    await replies.untilIdle(anna);
    return Promise.all([workflowOf(absence), await replies.workflowOf(anna)].map(historyLength));
  };
  await house.outlook.forgetRequests();
  await company.hr.creates(absence, { approved: true });
  const before = await settles(`${yearAhead}-06-05`);
  await company.hr.changes({ ...absence, period: { from: `${yearAhead}-06-01`, to: `${yearAhead}-06-04` } });
  const after = await settles(`${yearAhead}-06-04`);
  const [registration, mailbox] = after.map((length, index) => length - (before[index] ?? 0));
  expect(registration).toBeLessThanOrEqual(10);
  expect(mailbox).toBeLessThanOrEqual(12);
  expect((await replies.requests(anna)).writes).toBe(2);
});
