import { sql, type Kysely } from 'kysely';

/**
 * What is recorded for a company whose connection is closed can only be parked, and its row says so already: its workflow
 * is told after all others, so that an outage of one company holds up nobody else.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}

const statements = [
  `drop function undelivered(int)`,
  `create function undelivered(maximum int)
     returns table (company_id text, registration_id text, sequence int, recorded_at timestamptz,
                    is_refresh boolean, is_urgent boolean)
     language sql security definer stable set search_path from current
     as $$select company_id, registration_id, sequence, recorded_at, is_refresh,
                 not is_refresh and coalesce(connections.state in ('unverified', 'healthy', 'expiring'), false)
            from undelivered_registrations left join connections using (company_id)
           order by 6 desc, is_refresh, recorded_at limit maximum$$`,
  `revoke all on function undelivered(int) from public`,
  `grant execute on function undelivered(int) to absence_sync_service`,
];
