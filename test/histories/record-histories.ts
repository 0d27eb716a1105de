import { writeFileSync } from 'node:fs';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { registrationWorkflowId, replayWorkflowId } from '#workflows/messages.ts';
import { cloudEvent, patience, vacation, type Absence, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { ended, imports, pathOf } from '../house/hr-export.ts';
import { signalWithStart } from '../house/temporal-cli.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse({ timeoutSeconds: 1 });
  company = await house.company();
});
afterAll(() => house?.close());

async function record(name: string, workflowId: string): Promise<void> {
  const history = await house.temporal.workflow.getHandle(workflowId).fetchHistory();
  // Stack traces name folders of the machine that recorded them, and no replay reads them.
  const text = historyToJSON(history).replaceAll(/"stackTrace": "(?:[^"\\]|\\.)*"/g, '"stackTrace": ""');
  writeFileSync(new URL(`recorded/${name}.json`, import.meta.url), `${text}\n`);
}

const idOf = ({ registrationId }: Pick<Absence, 'registrationId'>): string =>
  registrationWorkflowId(company.companyId, toRegistrationId(registrationId));

test('a whole life: created, approved, changed, deleted', async () => {
  const absence = vacation(await company.employee('Anna Holm'), '2027-12-01', '2027-12-05');
  await company.hr.creates(absence);
  await company.untilState(absence, 'waiting');
  await company.hr.approves(absence);
  await company.untilState(absence, 'synced');
  await company.hr.changes({ ...absence, period: { from: '2027-12-02', to: '2027-12-05' } });
  await company.untilIdle(absence);
  await company.hr.deletes(absence);
  await company.untilState(absence, 'removed');
  await company.untilIdle(absence);
  await record('registration-life', idOf(absence));
});

test('retries, a mailbox that needs somebody, and signals that are refused', async () => {
  const employee = await company.employee('Bo Friis');
  await house.outlook.fault({ operation: 'createEvent', effect: { kind: 'respond', status: 503 } });
  const absence = vacation({ ...employee, mailbox: `x${employee.mailbox}` }, '2027-12-01', '2027-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'attention');
  await signalWithStart(house, idOf(absence), '"nonsense"');
  await signalWithStart(house, idOf(absence), JSON.stringify(cloudEvent('approved', 'other', 1, {})));
  await company.hr.changes({ ...absence, employee });
  await company.untilState(absence, 'synced');
  await company.untilIdle(absence);
  await record('registration-troubles', idOf(absence));
});

test('a replay of several pages that plans again', async () => {
  const employee = await company.employee('Ida Lund');
  const header =
    'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';
  const rows = Array.from(
    { length: 1100 },
    (_, index) => `h${index},1,${employee.id},Ida,${employee.mailbox},,vacation,pending,2027-01-01,2027-01-02,`,
  );
  const path = `/v1/companies/${company.companyId}`;
  await house.administrator('POST', `${path}/imports`, [header, ...rows].join('\n'));
  await house.administrator('PATCH', path, { language: 'da' });
  await vi.waitFor(async () => {
    const { body } = await house.administrator('GET', `${path}/replays`);
    expect(body.items[0]).toMatchObject({ state: 'completed' });
  }, patience);
  await record('replay', replayWorkflowId(company.companyId));
});

test('a connection that is saved, and one that is refused', async () => {
  const path = `/v1/companies/${company.companyId}/connection`;
  const save = (clientSecret: string) =>
    house.administrator('PUT', path, {
      tenantId: company.tenantId,
      clientId: company.clientId,
      clientSecret,
      enabled: true,
    });
  await save(company.clientSecret);
  await save('wrong~secret');
  const checks = house.temporal.workflow.list({ query: 'WorkflowType="connectionCheck"' });
  const found: string[] = [];
  await vi.waitFor(async () => {
    found.length = 0;
    for await (const { workflowId, status } of checks) if (status.name === 'COMPLETED') found.push(workflowId);
    expect(found.length).toBeGreaterThanOrEqual(3);
  }, patience);
  for (const workflowId of found) {
    const result = await house.temporal.workflow.getHandle(workflowId).result();
    await record(result.ok === true ? 'connection-saved' : 'connection-refused', workflowId);
  }
});

test('a replay whose removals are approved', async () => {
  const employee = await company.employee('Clara Ravn');
  const rows = Array.from({ length: 30 }, (_, index) => ({ id: `a${index}`, employee }));
  const switches = async (enabled: boolean) => {
    const { body } = await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled });
    return body.replayId;
  };
  await ended(house, company, (await imports(house, company, rows)).body.replayId);
  await switches(false);
  await imports(
    house,
    company,
    rows.map((row) => ({ ...row, version: 2, status: 'deleted' })),
  );
  const path = `${pathOf(company)}/replays/${await switches(true)}`;
  await vi.waitFor(async () => {
    const { body } = await house.administrator('GET', path);
    expect(body).toMatchObject({ state: 'awaiting-approval' });
  }, patience);
  await house.administrator('POST', `${path}/approve`);
  await vi.waitFor(async () => {
    const { body } = await house.administrator('GET', path);
    expect(body).toMatchObject({ state: 'completed' });
  }, patience);
  await record('replay-approved', replayWorkflowId(company.companyId));
});

async function newestOf(workflowType: string): Promise<string> {
  const query = `WorkflowType="${workflowType}" AND ExecutionStatus="Completed"`;
  return vi.waitFor(async () => {
    for await (const { workflowId } of house.temporal.workflow.list({ query })) return workflowId;
    throw new Error(`No ${workflowType} has completed yet.`);
  }, patience);
}

test('a connection test and a mailbox check', async () => {
  const employee = await company.employee('David Krogh');
  const absence = vacation(employee, '2027-12-01', '2027-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  await house.administrator('POST', `${pathOf(company)}/connection/test`, {});
  await record('connection-test', await newestOf('connectionTest'));
  await house.administrator('POST', `${pathOf(company)}/mailboxes/${employee.mailbox}/check`);
  await record('mailbox-check', await newestOf('mailboxCheck'));
});

test('an automatic reply that is set, changed and taken back', async () => {
  await house.administrator('PATCH', pathOf(company), { automaticReplies: { enabled: true } });
  const absence = vacation(await company.employee('Emma Lind'), '2027-12-01', '2027-12-05');
  await company.hr.creates(absence, { approved: true });
  await company.untilState(absence, 'synced');
  await company.hr.changes({ ...absence, period: { from: '2027-12-02', to: '2027-12-05' } });
  await company.untilIdle(absence);
  await company.hr.deletes(absence);
  await record('automatic-replies', await newestOf('automaticReplies'));
});
