import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { calendarSync } from '#activities/calendar-sync.ts';
import type { ActivityDependencies } from '#activities/dependencies.ts';
import { microsoft365 } from '#activities/microsoft365/microsoft-365.ts';
import { replayRegistrations } from '#activities/replay-page.ts';
import { nothingRead } from '#activities/replay-plan.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import { patchConnection } from '#persistence/connections.ts';
import { listReplayItems } from '#persistence/replay-items.ts';
import { openOffice, type Office, type OfficeCompany } from './office.ts';

let office: Office;
let company: OfficeCompany;
let mailbox: string;
beforeAll(async () => {
  office = await openOffice();
});
beforeEach(async () => {
  await office.tenant.rest();
  company = await office.company();
  mailbox = await office.tenant.mailbox();
});
afterAll(() => office.close());

const isPurged = () =>
  company.in((transaction) => patchConnection(transaction, { enabled: false, whenOff: 'purge' }));

const { signal } = new AbortController();
/** A worker of its own. */
function workerWith(settings: { readonly timeoutSeconds?: number } = {}): ActivityDependencies {
  return { ...office.dependencies, microsoft365: microsoft365({ ...office.tenant.settings, ...settings }) };
}

/** Why the connection failed on the way, and what became of each. */
async function purges(...registrationIds: readonly RegistrationId[]) {
  const worker = workerWith();
  const replayId = randomUUID();
  await company.begins(replayId);
  const connectionFailure = await replayRegistrations(
    worker,
    calendarSync(worker),
    {
      companyId: company.companyId,
      replayId,
      dryRun: false,
      registrationIds,
      doesRemovals: false,
      asksAgain: false,
      signal,
    },
    nothingRead,
  );
  const items = await company.in((transaction) =>
    listReplayItems(transaction, replayId, { outcome: undefined, isHeld: false }, undefined, 100),
  );
  const outcomes = registrationIds.map((id) => {
    const item = items.find(({ registrationId }) => registrationId === id);
    return [item?.outcome, item?.reason?.code];
  });
  return { connectionFailure, outcomes };
}

test('an event that its own change takes out of Outlook meanwhile neither breaks it off nor keeps it for as long as the change might take', async () => {
  const [own, other] = [await company.registers(mailbox), await company.registers(mailbox)];
  await isPurged();
  const held = await office.tenant.fault('deleteEvent', { kind: 'hold' });
  const removing = calendarSync(workerWith({ timeoutSeconds: 3600 })).sync(company.companyId, own, {
    urgency: 'live',
    signal,
  });
  await expect.poll(() => office.tenant.waitingAt(held)).toBe(1);
  const purging = purges(own, other);
  await expect.poll(() => office.tenant.outlook.calendarOf(mailbox)).toHaveLength(1);
  await office.tenant.outlook.releaseFault(held);
  await removing;
  expect(await purging).toEqual({
    connectionFailure: null,
    outcomes: [
      ['skipped', 'connection-off'],
      ['removed', 'connection-off'],
    ],
  });
  expect(await office.tenant.outlook.calendarOf(mailbox)).toEqual([]);
});

test('a mailbox in trouble keeps its own events alone', async () => {
  const well = await office.tenant.mailbox();
  const [troubled, other] = [await company.registers(mailbox), await company.registers(well)];
  await isPurged();
  await office.tenant.mailbox(mailbox, { kind: 'notEnabled' });
  expect(await purges(troubled, other)).toEqual({
    connectionFailure: null,
    outcomes: [
      ['failed', 'mailbox-not-enabled'],
      ['removed', 'connection-off'],
    ],
  });
  expect(await office.tenant.outlook.calendarOf(well)).toEqual([]);
});

test('a secret that Entra refuses breaks it off', async () => {
  const registrationId = await company.registers(mailbox);
  await isPurged();
  await office.tenant.application({ secrets: [] });
  expect(await purges(registrationId)).toMatchObject({
    connectionFailure: { code: 'secret-invalid' },
    outcomes: [['skipped', 'secret-invalid']],
  });
  expect(await office.tenant.outlook.calendarOf(mailbox)).toHaveLength(1);
});
