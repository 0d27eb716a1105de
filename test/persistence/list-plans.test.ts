import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { CompanyTransaction } from '#persistence/database.ts';
import { listMailboxes } from '#persistence/mailbox-list.ts';
import { countMailboxesInTrouble, countTroubles, readStateCounts } from '#persistence/overview.ts';
import {
  listRegistrations,
  type RegistrationFilter,
  type RegistrationOrder,
} from '#persistence/registration-list.ts';
import { seedRegistrations } from '../../bench/many-registrations.ts';
import { openStore, type Store, type StoredCompany } from './store.ts';

let store: Store;
let company: StoredCompany;
const many = { registrations: 20_000, mailboxes: 1000 };

beforeAll(async () => {
  store = await openStore();
  const owner = new Client({ connectionString: store.url });
  await owner.connect();
  const other = await store.company();
  company = await store.company();
  for (const { companyId } of [other, company]) await seedRegistrations(owner, companyId, many);
  await vi.waitFor(() => vacuumWhole(owner), { timeout: 30_000 });
  await owner.end();
});
afterAll(() => store.close());

/**
 * An index alone is cheap once all rows are known to be visible, which an autovacuum under way may put off.
 * @throws while some are not.
 */
async function vacuumWhole(owner: Client): Promise<void> {
  await owner.query('vacuum registrations');
  const { rows } = await owner.query(
    "select 1 from pg_class where oid = 'registrations'::regclass and relallvisible < relpages",
  );
  if (rows.length > 0) throw new Error('Some rows are not known to be visible yet.');
}

/** How often Postgres reads all of the table, other companies' rows too, for what `read` asks. */
function tableScans(read: (transaction: CompanyTransaction) => Promise<unknown>): Promise<number> {
  return company.in(async (transaction) => {
    const before = await scansSoFar(transaction);
    await read(transaction);
    return (await scansSoFar(transaction)) - before;
  });
}

async function scansSoFar(transaction: CompanyTransaction): Promise<number> {
  const { rows } = await sql<{ scans: number }>`
    select seq_scan::int as scans from pg_stat_xact_user_tables where relname = 'registrations'`.execute(
    transaction,
  );
  return rows[0]?.scans ?? 0;
}

const deep = Buffer.from(JSON.stringify(['2026-06-01T00:00:00.000000Z', 'r-1'])).toString('base64url');

test.each<[string, RegistrationFilter, RegistrationOrder, string?]>([
  ['the list', {}, 'id'],
  ['its end', {}, 'id', 'r-9990'],
  ['a state', { state: 'attention' }, 'id'],
  ['a state that few are in, last changed first', { state: 'attention' }, 'changed'],
  ['an employee', { employeeId: '471' }, 'id'],
  ['a mailbox', { mailbox: 'employee471@contoso.example' }, 'id'],
  ['a week', { from: '2026-11-23', to: '2026-11-29' }, 'id'],
  ['days without any', { from: '2031-01-01', to: '2031-12-31' }, 'id'],
  ['days before all', { from: '2020-01-01', to: '2020-12-31' }, 'id'],
  ['last changed first', {}, 'changed'],
  ['last changed first, far on', {}, 'changed', deep],
  ['part of many names', { q: 'holm' }, 'id'],
  ['what nothing has', { q: 'nobody-like-that' }, 'id'],
  ['what nothing has, last changed first', { q: 'nobody-like-that' }, 'changed'],
  ['a search in a state', { q: 'holm', state: 'parked' }, 'id'],
])('registrations are found by an index: %s', async (_, filter, order, cursor) => {
  expect(await tableScans((transaction) => listRegistrations(transaction, filter, order, cursor, 101))).toBe(
    0,
  );
});

test('a search without an index would be seen', async () => {
  const unaided = sql`select from registrations where company_id = ${company.companyId} and employee_name ilike '%x%'`;
  expect(await tableScans((transaction) => unaided.execute(transaction))).toBeGreaterThan(0);
});

test.each([
  ['the list', {}],
  ['those in trouble', { state: 'attention' as const }],
  ['part of an address', { q: 'employee471@' }],
  ['what nothing has', { q: 'nobody-like-that' }],
])('mailboxes are found by an index: %s', async (_, filter) => {
  expect(await tableScans((transaction) => listMailboxes(transaction, filter, undefined, 101))).toBe(0);
});

test('what an overview counts it counts by an index', async () => {
  for (const read of [readStateCounts, countTroubles, countMailboxesInTrouble])
    expect(await tableScans(read)).toBe(0);
});
