import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readCloudEvent } from '#domain/cloud-event.ts';
import { inCompany } from '#persistence/database.ts';
import { recordHrMessages } from '#persistence/hr-messages.ts';
import { oweReplay } from '#persistence/owed-replays.ts';
import { registrationStatusQuery, type RegistrationLifecycleStatus } from '#workflows/messages.ts';
import { cloudEvent, patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { signalWithStart } from '../house/temporal-cli.ts';
import { yearAhead } from '../house/year-ahead.ts';

let house: House;
let company: TestCompany;
beforeAll(async () => {
  // What a 500 leaves open is tried again after twice as long.
  house = await openHouse({ timeoutSeconds: 2 });
  company = await house.company();
});
afterAll(() => house?.close());

const march = [`${yearAhead}-03-01`, `${yearAhead}-03-02`] as const;
const idOf = (registrationId: string): string => `registration/${company.companyId}/${registrationId}`;
const pathOf = ({ companyId }: TestCompany): string => `/v1/companies/${companyId}`;

async function untilReplayed({ companyId }: TestCompany, expected: object): Promise<void> {
  await vi.waitFor(async () => {
    const { body } = await house.administrator('GET', `/v1/companies/${companyId}/replays`);
    expect(body.items).toContainEqual(expect.objectContaining(expected));
  }, patience);
}

test('a replay that a commit has called for starts even where whoever committed died before starting it', async () => {
  const anna = await company.employee('Anna Holm');
  const { registrationId, ...data } = vacation(anna, ...march);
  const message = readCloudEvent(cloudEvent('created', registrationId, 1, { ...data, approved: true }));
  if (!message.isValid) throw new Error('a valid event');
  await recordHrMessages(house.database, house.keyring, company.companyId, [message.value], {
    deliver: false,
  });
  await inCompany(house.database, company.companyId, (transaction) =>
    oweReplay(transaction, { cause: 'import', scope: { scope: 'unsynced' } }),
  );
  await company.seesIn(anna, (events) => {
    expect(events).toHaveLength(1);
  });
  await untilReplayed(company, { cause: 'import', state: 'completed' });
});

test('an event that is signalled while Microsoft refuses the one before is recorded, and mends it', async () => {
  const [bo, ida] = [await company.employee('Bo Friis'), await company.employee('Ida Lund')];
  await house.outlook.fault({
    operation: 'createEvent',
    mailbox: bo.mailbox,
    times: null,
    effect: { kind: 'respond', status: 500 },
  });
  const { registrationId, ...data } = vacation(bo, ...march);
  const workflowId = idOf(registrationId);
  const created = cloudEvent('created', registrationId, 1, { ...data, approved: true });
  await signalWithStart(house, workflowId, JSON.stringify(created));
  await company.untilOneOf({ registrationId }, ['waiting']);
  const changed = cloudEvent('changed', registrationId, 2, { ...data, employee: ida });
  await signalWithStart(house, workflowId, JSON.stringify(changed));
  await vi.waitFor(
    async () => {
      const { body } = await company.registration(registrationId);
      expect(body).toMatchObject({ version: 2 });
    },
    { timeout: 50_000, interval: 100 },
  );
  await house.outlook.forgetFaults();
  // Told once more, it doesn't wait out the minute that it may have begun meanwhile.
  await signalWithStart(house, workflowId, JSON.stringify(changed));
  await company.seesIn(ida, (events) => {
    expect(events).toHaveLength(1);
  });
}, 120_000);

test('workflows that said "parked" say what the replay has made of it', async () => {
  const eva = await company.employee('Eva Toft');
  await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: false });
  const absence = vacation(eva, ...march);
  await company.hr.creates(absence, { approved: true });
  const status = (): Promise<RegistrationLifecycleStatus> =>
    house.temporal.workflow.getHandle(idOf(absence.registrationId)).query(registrationStatusQuery);
  await vi.waitFor(async () => {
    expect(await status()).toMatchObject({ state: 'parked', reason: { code: 'connection-off' } });
  }, patience);
  await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: true });
  await vi.waitFor(async () => {
    expect(await status()).toMatchObject({ state: 'synced', reason: null });
  }, patience);
  const { body } = await house.administrator('GET', `${pathOf(company)}/connection`);
  expect(body).toMatchObject({ state: 'healthy' });
});

test('a change of what a company has chosen reaches Outlook even while a dry run is under way', async () => {
  const other = await house.company({ language: 'en' });
  const ole = await other.employee('Ole Krogh');
  await other.hr.creates(vacation(ole, ...march), { approved: true });
  await other.seesIn(ole, (events) => {
    expect(events).toHaveLength(1);
  });
  const [dry] = await Promise.all([
    house.administrator('POST', `${pathOf(other)}/replays`, { scope: 'all', dryRun: true }),
    house.administrator('PATCH', pathOf(other), { language: 'da' }),
  ]);
  expect([202, 409]).toContain(dry.status);
  await other.seesIn(ole, ([event]) => {
    expect(event).toMatchObject({ subject: 'Fraværende' });
  });
});

test('rows of a company whose connection closes say at once that it is the cause', async () => {
  const third = await house.company();
  const kim = await third.employee('Kim Holt');
  await house.outlook.fault({
    operation: 'createEvent',
    mailbox: kim.mailbox,
    times: null,
    effect: { kind: 'respond', status: 503 },
  });
  const absence = vacation(kim, ...march);
  await third.hr.creates(absence, { approved: true });
  await third.untilState(absence, 'waiting');
  await house.administrator('PATCH', `${pathOf(third)}/connection`, { enabled: false });
  expect((await third.registration(absence.registrationId)).body).toMatchObject({
    state: 'parked',
    reason: { code: 'connection-off' },
  });
});
