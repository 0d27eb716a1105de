import { afterAll, beforeAll, expect, test } from 'vitest';
import { toRegistrationId } from '#domain/identifiers.ts';
import { UnreadableCursor } from '#persistence/cursors.ts';
import {
  countRegistrationsByState,
  countStandingCalendarEvents,
  countUnfinished,
} from '#persistence/registration-counts.ts';
import { listRegistrations, type RegistrationFilter } from '#persistence/registration-list.ts';
import { findRegistrationRow, rebuildRegistrations } from '#persistence/registrations.ts';
import {
  annaVacation,
  createdFacts,
  message,
  openStore,
  present,
  type Store,
  type StoredCompany,
} from './store.ts';

let store: Store;
let company: StoredCompany;

const carla = { id: '9', mailbox: 'carla_krog@contoso.example', name: 'Carla 100% Krog' };
const dan = { id: '10', mailbox: 'danXkrog@contoso.example', name: 'Dan 1000 Krog' };
const erik = { id: '11', mailbox: 'erik@contoso.example', name: String.raw`Erik C:\temp` };

const registered = [
  ['r-a', carla, '2026-12-01', '2026-12-05'],
  ['r-b', dan, '2026-12-05', '2026-12-07'],
  ['r-c', erik, '2026-12-08T09:00', '2026-12-09T00:00'],
  ['R_d', carla, '2027-01-04', '2027-01-04'],
] as const;

beforeAll(async () => {
  store = await openStore();
  company = await store.company();
  for (const [id, employee, from, to] of registered)
    await company.records([
      message('created', toRegistrationId(id), 1, {
        ...annaVacation,
        employee,
        period: { from, to },
        approved: id !== 'r-b',
      }),
    ]);
  await company.records([message('approved', toRegistrationId('r-e'), 2)]);
  const other = await store.company();
  await other.records([message('created', toRegistrationId('r-a'), 1, { ...annaVacation, employee: carla })]);
});
afterAll(() => store.close());

async function found(filter: RegistrationFilter): Promise<string[]> {
  const rows = await company.in((transaction) =>
    listRegistrations(transaction, filter, 'id', undefined, 100),
  );
  return rows.map((row) => row.registration_id).toSorted();
}

test.each([
  ['none', {}, ['R_d', 'r-a', 'r-b', 'r-c', 'r-e']],
  ['a state', { state: 'parked' }, ['R_d', 'r-a', 'r-c']],
  ['another state', { state: 'waiting' }, ['r-b', 'r-e']],
  ['a state that nobody is in', { state: 'synced' }, []],
  ['an employee', { employeeId: '9' }, ['R_d', 'r-a']],
  ['a mailbox, in any case', { mailbox: 'Carla_Krog@CONTOSO.example' }, ['R_d', 'r-a']],
  ['a first day, which a period’s last day may be', { from: '2026-12-05' }, ['R_d', 'r-a', 'r-b', 'r-c']],
  ['a last day, which a period’s first day may be', { to: '2026-12-05' }, ['r-a', 'r-b']],
  ['one day, touched at either end', { from: '2026-12-05', to: '2026-12-05' }, ['r-a', 'r-b']],
  ['the midnight at which a part day ends: not touched', { from: '2026-12-09', to: '2026-12-31' }, []],
  ['all at once', { state: 'parked', employeeId: '9', from: '2026-12-01', to: '2026-12-31' }, ['r-a']],
  ['a state that no registration can have', { state: "x' or true --" }, []],
] satisfies [string, RegistrationFilter, string[]][])('filtered by %s', async (_title, filter, expected) => {
  expect(await found(filter)).toEqual(expected);
});

test.each([
  ['part of a name, in any case', 'kROG', ['R_d', 'r-a', 'r-b']],
  ['part of a mailbox', 'erik@', ['r-c']],
  ['part of a registration id', 'r-', ['r-a', 'r-b', 'r-c', 'r-e']],
  ['a percent sign, which is no wildcard', '100%', ['R_d', 'r-a']],
  ['an underscore, which is no wildcard', 'a_k', ['R_d', 'r-a']],
  ['an underscore in a registration id', '_d', ['R_d']],
  ['a backslash', String.raw`C:\t`, ['r-c']],
  ['a lone backslash at the end', '\\', ['r-c']],
  ['a percent sign after a backslash', String.raw`\%`, []],
  ['a quote', "'", []],
  ['wildcards alone', '%%%', []],
])('searched by %s', async (_title, q, expected) => {
  expect(await found({ q })).toEqual(expected);
});

test('pages of any size hold every registration once, in the same order', async () => {
  const whole = await company.in((transaction) => listRegistrations(transaction, {}, 'id', undefined, 100));
  for (const limit of [1, 2, 3, 5]) {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await company.in((transaction) => listRegistrations(transaction, {}, 'id', cursor, limit));
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(limit);
      seen.push(...page.map((row) => row.registration_id));
      cursor = seen.at(-1);
    }
    expect(seen).toEqual(whole.map((row) => row.registration_id));
  }
});

test('what was recorded last comes first, over pages of any size, and survives a rebuild', async () => {
  const changing = await store.company();
  const ids = ['a', 'b', 'c', 'd', 'e'].map(toRegistrationId);
  for (const id of ids) await changing.records([message('created', id, 1, annaVacation)]);
  await changing.records(ids.slice(1, 3).map((id) => message('approved', id, 2)));
  const listed = async (limit: number) => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await changing.in((transaction) =>
        listRegistrations(transaction, {}, 'changed', cursor, limit),
      );
      if (page.length === 0) return seen;
      seen.push(...page.map((row) => row.registration_id));
      cursor = page.at(-1)?.cursor;
    }
  };
  for (const limit of [1, 2, 5]) expect(await listed(limit)).toEqual(['c', 'b', 'e', 'd', 'a']);
  await changing.in(async (transaction) =>
    rebuildRegistrations(transaction, store.keyring, await changing.choices(transaction)),
  );
  expect(await listed(2)).toEqual(['c', 'b', 'e', 'd', 'a']);
});

test.each([
  'r-a',
  'e30',
  Buffer.from('["2026-13-01T00:00:00.000000Z","a"]').toString('base64url'),
  Buffer.from('["2026-02-30T00:00:00.000000Z","a"]').toString('base64url'),
])('a cursor of another order is refused: %s', async (cursor) => {
  await expect(
    company.in((transaction) => listRegistrations(transaction, {}, 'changed', cursor, 2)),
  ).rejects.toThrow(UnreadableCursor);
});

test('a registration is found by its exact id in its own company', async () => {
  const find = (id: string) =>
    company.in((transaction) => findRegistrationRow(transaction, toRegistrationId(id)));
  expect(await find('r-a')).toMatchObject({ employee_name: carla.name, company_id: company.companyId });
  expect(await find('r-A')).toBeUndefined();
});

test('counts tell states, what is unfinished, and what stands in Outlook', async () => {
  const counting = await store.company();
  const [standing, waiting, retried] = ['s', 'w', 't'].map(toRegistrationId);
  const created = (id: typeof standing, approved: boolean) =>
    message('created', present(id, 'id'), 1, { ...annaVacation, approved });
  await counting.records([created(standing, true), created(waiting, false), created(retried, true)]);
  for (const fact of createdFacts(present(standing, 'id')))
    await counting.notes(present(standing, 'id'), fact);
  const counts = await counting.in(async (transaction) => ({
    states: await countRegistrationsByState(transaction),
    unfinished: await countUnfinished(transaction),
    standing: await countStandingCalendarEvents(transaction),
  }));
  expect(counts).toEqual({
    states: new Map([
      ['parked', 2],
      ['waiting', 1],
    ]),
    unfinished: 2,
    standing: 1,
  });
});
