import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cloudEvent, patience, type Employee, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { repliesOf } from '../house/replies.ts';
import { signalWithStart } from '../house/temporal-cli.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  // What a 500 leaves open is tried again after twice as long.
  house = await openHouse({ timeoutSeconds: 3 });
  company = await house.company();
  await repliesOf(house, company).choose({ enabled: true, internal: { en: 'Away. {name}' } });
});
afterAll(() => house?.close());

const name = 'Xylia Qvortrup';
const comment = 'broken-collarbone';
const marks = [/xylia/i, /qvortrup/i, /broken-collarbone/i];

/** Everything that Temporal keeps of the namespace's workflows, payloads decoded to text. */
async function everythingInTemporal(): Promise<string> {
  const kept: string[] = [];
  for await (const info of house.temporal.workflow.list()) {
    const handle = house.temporal.workflow.getHandle(info.workflowId, info.runId);
    const { events } = await handle.fetchHistory();
    kept.push(JSON.stringify(info.raw), info.workflowId);
    for (const event of events ?? []) {
      // What an outside caller signalled stands there as that caller sent it.
      if (event.workflowExecutionSignaledEventAttributes?.identity?.includes('temporal-cli')) continue;
      kept.push(withDecodedPayloads(event));
    }
  }
  return kept.join('\n');
}

function withDecodedPayloads(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null &&
    typeof inner === 'object' &&
    'type' in inner &&
    inner.type === 'Buffer' &&
    'data' in inner
      ? Buffer.from(inner.data as number[]).toString('latin1')
      : inner,
  );
}

const absenceOf = (employee: Employee, absenceType: string) => ({
  employee,
  absenceType,
  period: { from: `${yearAhead}-06-01`, to: `${yearAhead}-06-02` },
  comment,
});

test('a mailbox, a name and a comment stand in no log, workflow id, search attribute or history', async () => {
  const xylia = await company.employee(name);
  const says = (type: string, id: string, version: number, data: object) =>
    company.hr.sends(cloudEvent(type, id, version, data));

  await says('created', 'p1', 1, { ...absenceOf(xylia, 'sick'), approved: true });
  await company.untilState({ registrationId: 'p1' }, 'synced');
  await says('deleted', 'p1', 2, {});
  await company.untilState({ registrationId: 'p1' }, 'removed');

  const outside = cloudEvent('created', 'p2', 1, { ...absenceOf(xylia, 'child-sick'), approved: true });
  await signalWithStart(house, `registration/${company.companyId}/p2`, JSON.stringify(outside));
  await company.untilState({ registrationId: 'p2' }, 'synced');

  const nowhere = { ...xylia, mailbox: `nowhere-${xylia.mailbox}` };
  await says('created', 'p3', 1, { ...absenceOf(nowhere, 'vacation'), approved: true });
  await company.untilState({ registrationId: 'p3' }, 'attention');

  const refused = await says('created', 'p4', 1, {
    ...absenceOf({ ...xylia, timeZone: 'Xylia/Qvortrup' }, comment),
  });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).not.toMatch(/xylia|qvortrup|broken/i);
  await signalWithStart(
    house,
    `registration/${company.companyId}/p5`,
    JSON.stringify({ ...outside, data: { ...outside.data, version: 'one' } }),
  );

  await house.outlook.fault({ operation: 'createEvent', times: 1, effect: { kind: 'respond', status: 500 } });
  await says('created', 'p6', 1, { ...absenceOf(xylia, 'vacation'), approved: true });
  await company.untilState({ registrationId: 'p6' }, 'synced');
  await vi.waitFor(async () => {
    const { internalReplyMessage } = await repliesOf(house, company).settingOf(xylia);
    expect(internalReplyMessage).toContain(name);
  }, patience);
  await house.administrator(
    'GET',
    `/v1/companies/${company.companyId}/registrations?q=Xylia&mailbox=${xylia.mailbox}`,
  );
  await house.administrator('POST', `/v1/companies/${company.companyId}/replays`, { scope: 'all' });
  await vi.waitFor(async () => {
    const { body } = await house.administrator('GET', `/v1/companies/${company.companyId}/replays`);
    expect(body.items[0]).toMatchObject({ state: 'completed' });
  }, patience);

  const tested = await house.administrator('POST', `/v1/companies/${company.companyId}/connection/test`, {
    mailbox: xylia.mailbox,
    outsideMailbox: nowhere.mailbox,
  });
  expect(JSON.stringify(tested.body)).toContain(xylia.mailbox);

  // Temporal lists a workflow a while after it has begun.
  const temporal = await vi.waitFor(async () => {
    const kept = await everythingInTemporal();
    for (const kind of ['mailbox', 'connection-test'])
      expect(kept).toContain(`${kind}/${company.companyId}/`);
    for (const id of ['p1', 'p2', 'p3', 'p5', 'p6'])
      expect(kept).toContain(`registration/${company.companyId}/${id}`);
    return kept;
  }, patience);
  const logs = house.logs();
  expect(logs).toContain('worker is polling');
  for (const mark of [...marks, new RegExp(xylia.mailbox.replaceAll('.', String.raw`\.`), 'i')]) {
    expect(temporal).not.toMatch(mark);
    expect(logs).not.toMatch(mark);
  }
  for (const secret of [company.clientSecret, company.apiKey, company.signingSecret]) {
    expect(temporal).not.toContain(secret);
    expect(logs).not.toContain(secret);
  }
});
