import { sql, type Kysely } from 'kysely';

/** Tests of a connection while an administrator waits: mailbox addresses stand here, so that they stand in no workflow. */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of [
    `create table connection_tests (
      company_id text not null references companies,
      test_id uuid not null,
      mailbox text,
      outside_mailbox text,
      result jsonb,
      created_at timestamptz not null default now(),
      primary key (company_id, test_id)
    )`,
    `alter table connection_tests enable row level security`,
    `alter table connection_tests force row level security`,
    `create policy own_company on connection_tests to absence_sync_service
       using (company_id = current_setting('absence_sync.company', true))
       with check (company_id = current_setting('absence_sync.company', true))`,
    `create policy owner_all on connection_tests to current_user using (true) with check (true)`,
    `grant select, insert, update, delete on connection_tests to absence_sync_service`,
  ])
    await sql.raw(statement).execute(database);
}
