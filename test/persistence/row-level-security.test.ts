import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCompanyByApiKeyHash, listCompanyIds } from '#persistence/companies.ts';
import { openDatabase, type Database } from '#persistence/database.ts';
import { readCompaniesWithMailboxesToCheck } from '#persistence/mailbox-checks.ts';
import { readCompaniesLeftBehind, readCompaniesOwedAReplay } from '#persistence/owed-replays.ts';
import { readCompaniesWithReplyLooksDue } from '#persistence/reply-states.ts';
import { readUndelivered } from '#persistence/undelivered.ts';
import { fillEveryTable } from './every-table.ts';
import { openStore, type Store, type StoredCompany } from './store.ts';

/** What belongs to no company: the wrapped data key, a count of all requests, who is signed in, and what only the migrations' owner may read. */
const withoutCompany = new Set([
  'data_keys',
  'microsoft_requests',
  'sessions',
  'sign_in_links',
  'sign_in_attempts',
  'kysely_migration',
  'kysely_migration_lock',
]);

let store: Store;
let ours: StoredCompany;
let theirs: StoredCompany;
let companyTables: string[];
/** One connection, so that what a transaction leaves behind meets the next one. */
let single: Database;

beforeAll(async () => {
  store = await openStore();
  [ours, theirs] = [await store.company(), await store.company()];
  await Promise.all([ours, theirs].map((company) => fillEveryTable(store, company)));
  const tables = await store.asOwner<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = any('{r,p,v,m,f}')`,
  );
  companyTables = tables.map(({ name }) => name).filter((name) => !withoutCompany.has(name));
  single = openDatabase(store.url, 1);
});
afterAll(async () => {
  await single.destroy();
  await store.close();
});

const ofCompany = (table: string, { companyId }: StoredCompany) =>
  store.asOwner<object>(`select * from ${table} where company_id = $1`, [companyId]);

/** Runs a statement about somebody else's rows; a refusal touches nothing either. */
async function rowsTouched(statement: string): Promise<number | string> {
  try {
    const result = await ours.in((transaction) => sql.raw(statement).execute(transaction));
    return Number(result.numAffectedRows ?? 0);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
const denied = '42501';

describe('every table of the database', () => {
  test('belongs to a company, with row-level security forced, or is known to belong to none', async () => {
    const tables = await store.asOwner<{
      name: string;
      enabled: boolean;
      forced: boolean;
      columns: string[];
    }>(
      `select relname as name, relrowsecurity as enabled, relforcerowsecurity as forced,
              array(select attname::text from pg_attribute where attrelid = pg_class.oid and attname = 'company_id') as columns
         from pg_class where relname = any($1) and relnamespace = 'public'::regnamespace`,
      [companyTables],
    );
    expect(tables.length).toBeGreaterThanOrEqual(12);
    for (const { name, ...table } of tables)
      expect({ name, ...table }).toEqual({ name, enabled: true, forced: true, columns: ['company_id'] });
  });

  test('holds rows of both companies here, so that the tests below prove something', async () => {
    for (const table of companyTables)
      for (const company of [ours, theirs])
        expect({ table, rows: (await ofCompany(table, company)).length }).not.toEqual({ table, rows: 0 });
  });
});

describe('a transaction that has named a company', () => {
  test('sees all of its own rows and no other’s', async () => {
    for (const table of companyTables) {
      const { rows } = await ours.in((transaction) =>
        sql.raw<{ company_id: string }>(`select company_id from ${table}`).execute(transaction),
      );
      expect({ table, seen: rows.length }).toEqual({ table, seen: (await ofCompany(table, ours)).length });
      expect(new Set(rows.map((row) => row.company_id))).toEqual(new Set([ours.companyId]));
    }
  });

  test('changes and deletes nothing of another’s', async () => {
    for (const table of companyTables) {
      const before = await ofCompany(table, theirs);
      const where = `where company_id = '${theirs.companyId}'`;
      for (const statement of [
        `update ${table} set company_id = '${ours.companyId}' ${where}`,
        `delete from ${table} ${where}`,
      ])
        expect([0, denied]).toContain(await rowsTouched(statement));
      expect({ table, rows: await ofCompany(table, theirs) }).toEqual({ table, rows: before });
    }
  });

  test('can neither hand its rows to another nor write in another’s name', async () => {
    for (const table of companyTables) {
      const columns = await store.asOwner<{ name: string }>(
        `select column_name::text as name from information_schema.columns
          where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and is_identity = 'NO'`,
        [table],
      );
      const names = columns.map(({ name }) => name);
      const values = names.map((name) => (name === 'company_id' ? `'${theirs.companyId}'` : name));
      for (const statement of [
        `update ${table} set company_id = '${theirs.companyId}'`,
        `insert into ${table} (${names.join(', ')}) select ${values.join(', ')} from ${table} limit 1`,
      ])
        expect({ statement, answer: await rowsTouched(statement) }).toEqual({ statement, answer: denied });
    }
  });
});

describe('a transaction that has named none', () => {
  test('sees nothing, on a connection that served a company before too', async () => {
    await single.transaction().execute(async (transaction) => {
      await sql`select set_config('absence_sync.company', ${ours.companyId}, true)`.execute(transaction);
      expect(await transaction.selectFrom('companies').selectAll().execute()).toHaveLength(1);
    });
    for (const table of companyTables)
      expect({ table, rows: (await sql.raw(`select * from ${table}`).execute(single)).rows }).toEqual({
        table,
        rows: [],
      });
  });

  test('writes nothing', async () => {
    for (const table of companyTables)
      await expect(
        sql.raw(`insert into ${table} (company_id) values ('${ours.companyId}')`).execute(single),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|23502)$/) });
    const { rows } = await sql`delete from connections returning *`.execute(single);
    expect(rows).toEqual([]);
  });

  test('learns by narrow functions which companies there are, whose an API key is, and to whom something is owed', async () => {
    expect(await listCompanyIds(single)).toEqual([ours.companyId, theirs.companyId].toSorted());
    expect(await findCompanyByApiKeyHash(single, theirs.apiKeyHash)).toBe(theirs.companyId);
    expect(await findCompanyByApiKeyHash(single, Buffer.from('nobody’s'))).toBeNull();
    const owed = await readUndelivered(single, 10);
    expect(owed.map(({ companyId }) => companyId).toSorted()).toEqual(
      [ours.companyId, theirs.companyId].toSorted(),
    );
    for (const companies of [
      readCompaniesOwedAReplay(single, 0),
      readCompaniesLeftBehind(single, 0),
      readCompaniesWithMailboxesToCheck(single),
      readCompaniesWithReplyLooksDue(single, new Date().toISOString()),
    ])
      expect((await companies).toSorted()).toEqual([ours.companyId, theirs.companyId].toSorted());
  });

  test('has no other function that works with its owner’s rights', async () => {
    const functions = await store.asOwner<{ name: string; config: string[] | null }>(
      `select proname as name, proconfig as config from pg_proc
        where pronamespace = 'public'::regnamespace and prosecdef order by proname`,
    );
    expect(functions.map(({ name }) => name)).toEqual([
      'companies_left_behind',
      'companies_owed_a_replay',
      'companies_to_notify',
      'companies_to_probe',
      'companies_to_remind',
      'companies_with_mailboxes_to_check',
      'companies_with_reply_looks_due',
      'company_ids',
      'company_of_api_key',
      'undelivered',
    ]);
    for (const { config } of functions) expect(config?.[0]).toMatch(/^search_path=/);
  });
});

describe('the service’s role', () => {
  test('is what the pool works as, and neither bypasses policies nor owns a table', async () => {
    const { rows } = await sql`
      select current_user as name, rolbypassrls, rolsuper, rolcreaterole, rolcanlogin,
             (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned,
             (select count(*)::int from pg_auth_members where member = pg_roles.oid) as memberships
        from pg_roles where rolname = current_user`.execute(store.database);
    expect(rows).toEqual([
      {
        name: 'absence_sync_service',
        rolbypassrls: false,
        rolsuper: false,
        rolcreaterole: false,
        rolcanlogin: false,
        owned: 0,
        memberships: 0,
      },
    ]);
  });

  test.each([
    'alter table registrations disable row level security',
    'alter table registrations no force row level security',
    'drop policy own_company on registrations',
    'create policy everybody on registrations using (true)',
    'alter table registration_events disable trigger all',
    'drop function refuse_change() cascade',
    'create table public.hideout (company_id text)',
    'select * from kysely_migration',
    'update data_keys set version = 2',
    'delete from data_keys',
  ])('is refused: %s', async (statement) => {
    await expect(sql.raw(statement).execute(store.database)).rejects.toMatchObject({ code: denied });
  });

  test('can’t look past a policy by switching row security off: the query fails', async () => {
    await expect(
      ours.in(async (transaction) => {
        await sql`set local row_security = off`.execute(transaction);
        return transaction.selectFrom('registrations').selectAll().execute();
      }),
    ).rejects.toMatchObject({ code: denied });
  });
});
