import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloudEvent, vacation, type Absence } from '../house/company.ts';
import { ended, pathOf } from '../house/hr-export.ts';
import { openHouse, type House } from '../house/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house?.close());

const approved = ({ registrationId, ...absence }: Absence) =>
  cloudEvent('created', registrationId, 1, { ...absence, approved: true });

describe('companies', () => {
  test('two in one tenant touch only their own events, also in one person’s mailbox', async () => {
    const [first, second] = [await house.company(), await house.company()];
    const anna = await first.employee('Anna Holm');
    await house.administrator('PUT', `${pathOf(second)}/connection`, {
      tenantId: first.tenantId,
      clientId: first.clientId,
      clientSecret: first.clientSecret,
      enabled: true,
    });
    const same = { ...vacation(anna, '2027-05-03', '2027-05-04'), registrationId: 'same-id' };
    await first.hr.creates(same, { approved: true });
    await second.hr.creates(same, { approved: true });
    await first.seesIn(anna, (events) => {
      expect(events).toHaveLength(2);
    });
    await second.hr.deletes(same);
    await second.untilState(same, 'removed');
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
    await first.untilState(same, 'synced');
  });

  test('switched OFF with a purge loses its events, and another in the same tenant keeps its own', async () => {
    const [leaving, staying] = [await house.company(), await house.company()];
    const anna = await leaving.employee('Anna Holm');
    await house.administrator('PUT', `${pathOf(staying)}/connection`, {
      tenantId: leaving.tenantId,
      clientId: leaving.clientId,
      clientSecret: leaving.clientSecret,
      enabled: true,
    });
    const absences = Array.from({ length: 25 }, (_, day) =>
      vacation(anna, `2027-05-0${(day % 9) + 1}`, '2027-05-20'),
    );
    const first = absences.slice(0, 1);
    await staying.hr.sends(absences.map(approved));
    await leaving.hr.sends(absences.map(approved));
    await leaving.seesIn(anna, (events) => {
      expect(events).toHaveLength(50);
    });
    // What isn't noted yet as standing would be removed by the change that made it, and not by the replay.
    for (const absence of absences) await leaving.untilState(absence, 'synced');
    const off = await house.administrator('PATCH', `${pathOf(leaving)}/connection`, {
      enabled: false,
      whenOff: 'purge',
    });
    expect(off.body).toMatchObject({ state: 'off', whenOff: 'purge', replayId: expect.any(String) });
    expect(await ended(house, leaving, off.body.replayId)).toMatchObject({
      state: 'completed',
      counts: { removed: 25, failed: 0 },
    });
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(25);
    for (const { registrationId } of first) {
      await leaving.untilState({ registrationId }, 'parked');
      await staying.untilState({ registrationId }, 'synced');
    }
    const on = await house.administrator('PATCH', `${pathOf(leaving)}/connection`, { enabled: true });
    expect(await ended(house, leaving, on.body.replayId)).toMatchObject({ counts: { created: 25 } });
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(50);
  });

  test('switched OFF keeps its events, and nothing more is sent for it', async () => {
    const company = await house.company();
    const anna = await company.employee('Anna Holm');
    const absence = vacation(anna, '2027-05-03', '2027-05-04');
    await company.hr.creates(absence, { approved: true });
    await company.untilState(absence, 'synced');
    await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: false });
    await house.outlook.forgetRequests();
    await company.hr.deletes(absence);
    await company.untilState(absence, 'parked');
    await company.untilIdle(absence);
    expect(await house.outlook.requestsOf(company.tenantId)).toEqual([]);
    expect(await house.outlook.calendarOf(anna.mailbox)).toHaveLength(1);
    const on = await house.administrator('PATCH', `${pathOf(company)}/connection`, { enabled: true });
    await ended(house, company, on.body.replayId);
    expect(await house.outlook.calendarOf(anna.mailbox)).toEqual([]);
  });

  test('whose secret has expired keeps what is registered, asks Entra no more, and leaves others alone', async () => {
    const [expired, healthy] = [await house.company(), await house.company()];
    const [anna, bo] = [await expired.employee('Anna Holm'), await healthy.employee('Bo Friis')];
    await house.outlook.control(
      'PUT',
      `/sandbox/tenants/${expired.tenantId}/applications/${expired.clientId}`,
      { secrets: [{ value: expired.clientSecret, endDateTime: '2020-01-01T00:00:00Z' }] },
    );
    const parked = Array.from({ length: 5 }, (_, index) =>
      vacation(anna, `2027-06-0${index + 1}`, `2027-06-0${index + 1}`),
    );
    await house.outlook.forgetRequests();
    for (const absence of parked) {
      await expired.hr.creates(absence, { approved: true });
      await expired.untilState(absence, 'parked');
      await expired.untilIdle(absence);
    }
    const asked = await house.outlook.requestsOf(expired.tenantId);
    expect(asked.map(({ operation }) => operation)).toEqual(['token']);
    const registration = await expired.registration(parked[0]?.registrationId ?? '');
    expect(registration.body.reason).toMatchObject({
      code: 'secret-expired',
      microsoft: { code: 'AADSTS7000222' },
    });
    await healthy.hr.creates(vacation(bo, '2027-06-01', '2027-06-01'), { approved: true });
    await healthy.seesIn(bo, (events) => {
      expect(events).toHaveLength(1);
    });
    await house.outlook.control(
      'PUT',
      `/sandbox/tenants/${expired.tenantId}/applications/${expired.clientId}`,
      { secrets: [{ value: 'New8Q~secret', endDateTime: '2099-01-01T00:00:00Z' }] },
    );
    const renewed = await house.administrator('PUT', `${pathOf(expired)}/connection/secret`, {
      clientSecret: 'New8Q~secret',
    });
    expect(renewed.body).toMatchObject({ state: 'healthy', replayId: expect.any(String) });
    await expired.seesIn(anna, (events) => {
      expect(events).toHaveLength(5);
    });
  });
});
