import { sql } from 'kysely';
import { exportSource } from '#domain/hr-message.ts';
import type { CompanyTransaction } from './database.ts';

/** Approvals that are looked at, the newest first, so that a scrape costs the same whatever a company sends. */
const maximumApprovals = 1000;

/**
 * How many seconds each approval of the last 24 hours took to stand in Outlook: from the HR message that approved to
 * the calendar event's creation. Left out are imports, approvals that Outlook has not seen yet or that were withdrawn
 * before, and those of a registration whose event stood already: nothing was to be created then.
 */
export async function readSecondsFromApprovalToOutlook(transaction: CompanyTransaction): Promise<number[]> {
  const { companyId } = transaction;
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from next.recorded_at - min(approval.recorded_at))::float as seconds
      from (select registration_id, sequence, recorded_at
              from registration_events
             where company_id = ${companyId}
               and recorded_at > now() - interval '24 hours'
               and source <> ${sql.lit(exportSource)}
               and (type = 'RegistrationApproved'
                    or type in ('RegistrationCreated', 'RegistrationChanged') and data->>'approved' = 'true')
             order by recorded_at desc
             limit ${maximumApprovals}) as approval
      left join lateral (
           select type
             from registration_events
            where company_id = ${companyId}
              and registration_id = approval.registration_id
              and sequence < approval.sequence
              and type like 'CalendarEvent%'
            order by sequence desc
            limit 1) as before on true
      join lateral (
           select sequence, type, recorded_at
             from registration_events
            where company_id = ${companyId}
              and registration_id = approval.registration_id
              and sequence > approval.sequence
              and type in ('RegistrationRejected', 'RegistrationDeleted',
                           'CalendarEventCreated', 'CalendarEventUpdated')
            order by sequence
            limit 1) as next on true
     where next.type = 'CalendarEventCreated'
       and (before.type is null or before.type not in ('CalendarEventCreated', 'CalendarEventUpdated'))
     group by approval.registration_id, next.sequence, next.recorded_at`.execute(transaction);
  return rows.map(({ seconds }) => seconds);
}
