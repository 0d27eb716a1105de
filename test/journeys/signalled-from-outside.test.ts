import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { registrationStatusQuery, type RegistrationLifecycleStatus } from '#workflows/messages.ts';
import { cloudEvent, patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { signalWithStart, temporalCli } from '../house/temporal-cli.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  house = await openHouse();
  company = await house.company();
});
afterAll(() => house?.close());

const idOf = (registrationId: string): string => `registration/${company.companyId}/${registrationId}`;

async function statusOf(workflowId: string): Promise<RegistrationLifecycleStatus> {
  return house.temporal.workflow.getHandle(workflowId).query(registrationStatusQuery);
}

async function untilRefused(workflowId: string, words: RegExp): Promise<void> {
  await vi.waitFor(async () => {
    expect((await statusOf(workflowId)).refused.join('\n')).toMatch(words);
  }, patience);
}

describe('an HR system that speaks Temporal itself', () => {
  test('signals a whole CloudEvent and finds it in Outlook, and in the store once', async () => {
    const anna = await company.employee('Anna Holm');
    const { registrationId, ...data } = vacation(anna, `${yearAhead}-12-01`, `${yearAhead}-12-05`);
    const created = cloudEvent('created', registrationId, 1, { ...data, approved: true });
    await signalWithStart(house, idOf(registrationId), JSON.stringify(created));
    await company.seesIn(anna, (events) => {
      expect(events).toHaveLength(1);
    });
    await signalWithStart(house, idOf(registrationId), JSON.stringify(created));
    const posted = await company.hr.sends(created);
    expect(posted.body).toMatchObject({ duplicate: true, sequence: 1 });
    await signalWithStart(
      house,
      idOf(registrationId),
      JSON.stringify(cloudEvent('deleted', registrationId, 2, {})),
    );
    await company.seesIn(anna, (events) => {
      expect(events).toEqual([]);
    });
  });

  test('may encrypt it with the service’s payload codec', async () => {
    const bo = await company.employee('Bo Friis');
    const { registrationId, ...data } = vacation(bo, `${yearAhead}-12-01`, `${yearAhead}-12-05`);
    await house.temporal.workflow.signalWithStart('registrationLifecycle', {
      workflowId: idOf(registrationId),
      taskQueue: 'absence-sync',
      signal: 'registrationEvent',
      signalArgs: [cloudEvent('created', registrationId, 1, { ...data, approved: true })],
    });
    await company.seesIn(bo, (events) => {
      expect(events).toHaveLength(1);
    });
  });

  test('finds registrations by company and state, and reads what each waits for', async () => {
    const ida = await company.employee('Ida Lund');
    const absence = vacation(ida, `${yearAhead}-12-01`, `${yearAhead}-12-05`);
    await company.hr.creates(absence);
    await company.untilState(absence, 'waiting');
    await vi.waitFor(async () => {
      const found = await temporalCli(
        house,
        'workflow',
        'list',
        '--query',
        `CompanyId="${company.companyId}" AND SyncState="waiting"`,
      );
      expect(found).toContain(idOf(absence.registrationId));
    }, patience);
    expect(await statusOf(idOf(absence.registrationId))).toMatchObject({
      state: 'waiting',
      reason: { code: 'awaiting-approval' },
      waitingFor: expect.stringMatching(/not approved yet/),
    });
  });
});

describe('a signal that can’t be used is refused in the workflow’s status, and the workflow goes on', () => {
  test.each([
    ['no CloudEvent', '{"hello":"world"}', /no CloudEvent/],
    ['a text', '"hello"', /no CloudEvent/],
    [
      'a CloudEvent with faults',
      '{"specversion":"1.0","id":"1","source":"s","type":"registration.created","data":{"registrationId":"x","version":0}}',
      /data\.version must be at least 1/,
    ],
    [
      'another registration’s event',
      JSON.stringify(cloudEvent('deleted', 'somebody-elses', 3, {})),
      /data\.registrationId names another registration/,
    ],
  ])('%s', async (title, input, words) => {
    const eva = await company.employee(`Eva ${title.length}`);
    const absence = vacation(eva, `${yearAhead}-12-01`, `${yearAhead}-12-05`);
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
    await signalWithStart(house, idOf(absence.registrationId), input);
    await untilRefused(idOf(absence.registrationId), words);
    await company.hr.deletes(absence);
    await company.untilState(absence, 'removed');
  });

  test('a payload that nobody can decode', async () => {
    const workflowId = idOf('undecodable');
    await house.temporal.connection.workflowService.signalWithStartWorkflowExecution({
      namespace: house.namespace,
      workflowId,
      workflowType: { name: 'registrationLifecycle' },
      taskQueue: { name: 'absence-sync' },
      signalName: 'registrationEvent',
      signalInput: {
        payloads: [
          {
            metadata: { encoding: Buffer.from('binary/absence-sync-encrypted') },
            data: Buffer.from('not what it says'),
          },
        ],
      },
    });
    const result = await house.temporal.workflow.getHandle(workflowId).result();
    expect(result).toMatchObject({ state: 'unknown', refused: [expect.stringMatching(/no CloudEvent/)] });
  });

  test('a workflow id that names no registration, or a company that is not known', async () => {
    const { registrationId: _, ...data } = vacation(
      await company.employee('Ole Krogh'),
      `${yearAhead}-12-01`,
      `${yearAhead}-12-01`,
    );
    const event = JSON.stringify(cloudEvent('created', 'r1', 1, data));
    await signalWithStart(house, 'registration/odd', event);
    expect(await house.temporal.workflow.getHandle('registration/odd').result()).toMatchObject({
      refused: [expect.stringMatching(/workflow id/)],
    });
    await signalWithStart(house, 'registration/nobody/r1', event);
    expect(await house.temporal.workflow.getHandle('registration/nobody/r1').result()).toMatchObject({
      state: 'unknown',
      refused: [expect.stringMatching(/company nobody is not known/)],
    });
  });
});
