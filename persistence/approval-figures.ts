import { sql, type RawBuilder } from 'kysely';
import { exportSource } from '#domain/hr-message.ts';
import type { CompanyTransaction } from './database.ts';

/** Approvals that are looked at, the newest first, so that a scrape costs the same whatever a company sends. */
const maximumApprovals = 1000;
/** Of more approvals than these a plot takes an even sample, so that it reaches back over the whole window. */
const maximumPlottedApprovals = 4000;

/**
 * How many seconds each approval of the last 24 hours took to stand in Outlook: from the HR message that approved to
 * the calendar event's creation. Left out are imports, approvals that Outlook has not seen yet or that were withdrawn
 * before, and those of a registration whose event stood already: nothing was to be created then.
 */
export async function readSecondsFromApprovalToOutlook(transaction: CompanyTransaction): Promise<number[]> {
  const { rows } = await sql<{ seconds: number }>`
    select seconds from (${approvals(transaction, 1, sql`recorded_at desc`, maximumApprovals)}) as approvals`.execute(
    transaction,
  );
  return rows.map(({ seconds }) => seconds);
}

export interface ApprovalSpeed {
  /** Start of the bucket by the time of approval, ISO 8601 in UTC; null for the whole window. */
  readonly at: string | null;
  readonly count: number;
  readonly p50Seconds: number;
  readonly p95Seconds: number;
}

export type SpeedWindow = { readonly days: 1 | 7 | 30; readonly timeZone: string };

/**
 * The same figures over the window, of 4,000 approvals picked evenly where there are more: in buckets of an hour for 1
 * day, of six for 7, of the zone's days for 30, the oldest first, and for the window as a whole. Where nothing was
 * approved there is no bucket.
 */
export async function readApprovalSpeed(
  transaction: CompanyTransaction,
  { days, timeZone }: SpeedWindow,
): Promise<readonly ApprovalSpeed[]> {
  const { rows } = await sql<{ at: Date | null; count: number; p50: number | null; p95: number | null }>`
    select bucket as at, count(*)::int as count,
           percentile_disc(0.5) within group (order by seconds) as p50,
           percentile_disc(0.95) within group (order by seconds) as p95
      from (select seconds, ${bucketOf(days, timeZone)} as bucket
              from (${approvals(transaction, days, sql`hashtext(registration_id)`, maximumPlottedApprovals)}) as approvals) as bucketed
     group by grouping sets ((bucket), ())
     order by bucket`.execute(transaction);
  return rows.flatMap(({ at, count, p50, p95 }) =>
    p50 === null || p95 === null
      ? []
      : [{ at: at?.toISOString() ?? null, count, p50Seconds: p50, p95Seconds: p95 }],
  );
}

function bucketOf(days: SpeedWindow['days'], timeZone: string): RawBuilder<Date> {
  switch (days) {
    case 1:
      return sql`date_bin('1 hour', approved_at, timestamptz '2000-01-01T00:00Z')`;
    case 7:
      return sql`date_bin('6 hours', approved_at, timestamptz '2000-01-01T00:00Z')`;
    case 30:
      return sql`date_trunc('day', approved_at, ${timeZone})`;
  }
}

function approvals(
  { companyId }: CompanyTransaction,
  days: number,
  pickedBy: RawBuilder<unknown>,
  maximum: number,
) {
  return sql`
    select min(approval.recorded_at) as approved_at,
           extract(epoch from next.recorded_at - min(approval.recorded_at))::float as seconds
      from (select registration_id, sequence, recorded_at
              from registration_events
             where company_id = ${companyId}
               and recorded_at > now() - make_interval(days => ${days})
               and source <> ${sql.lit(exportSource)}
               and (type = 'RegistrationApproved'
                    or type in ('RegistrationCreated', 'RegistrationChanged') and data->>'approved' = 'true')
             order by ${pickedBy}
             limit ${maximum}) as approval
      left join lateral (
           select type
             from registration_events
            where company_id = ${companyId}
              and registration_id = approval.registration_id
              and sequence < approval.sequence
              and approval.sequence > 1
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
     group by approval.registration_id, next.sequence, next.recorded_at`;
}
