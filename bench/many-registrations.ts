import type { Client } from 'pg';

export interface Many {
  readonly registrations: number;
  readonly mailboxes: number;
}

/**
 * Fills a company's registrations and mailboxes as a year of use leaves them, in the owner's role: most are synced, an
 * eighth was changed in the last 30 days.
 */
export async function seedRegistrations(
  owner: Client,
  companyId: string,
  { registrations, mailboxes }: Many,
): Promise<void> {
  await owner.query(seeded.registrations, [companyId, registrations, mailboxes]);
  await owner.query(seeded.mailboxes, [companyId]);
  await tidy(owner, ['registrations', 'mailboxes']);
}

export interface ManyPast {
  /** Each with an item for each registration; the last is under way, the others have ended. */
  readonly replays: number;
  readonly acts: number;
}

/** What has happened to those registrations. Personal fields can't be read, which lists don't do. */
export async function seedPast(owner: Client, companyId: string, { replays, acts }: ManyPast): Promise<void> {
  await owner.query(seeded.approvals, [companyId]);
  await owner.query(seeded.created, [companyId]);
  await owner.query(seeded.replays, [companyId, replays]);
  await owner.query(seeded.items, [companyId]);
  await owner.query(seeded.counts, [companyId]);
  await owner.query(seeded.acts, [companyId, acts]);
  await tidy(owner, ['registration_events', 'replays', 'replay_items', 'activity']);
}

/** What autovacuum does in its own time. */
async function tidy(owner: Client, tables: readonly string[]): Promise<void> {
  for (const table of tables) await owner.query(`vacuum analyze ${table}`);
}

const names = `(array['Anna','Bo','Carla','Dan','Eva','Frida','Gert','Hanne','Ivan','Søren'])[1 + employee % 10]
  || ' ' || (array['Holm','Lund','Krog','Møller','Berg','Dahl','Friis','Juhl','Lind','Ravn'])[1 + employee / 10 % 10]
  || ' ' || employee`;

const seeded = {
  registrations: `
    insert into registrations (company_id, registration_id, sequence, version, employee_id, employee_name, mailbox,
      absence_type, approval, period_from, period_to, first_day, last_day, ends_at, state, reason, calendar_event_id,
      synced_at, search_text, changed_at)
    select $1, 'r-' || number, 2, 1, employee::text, name, mailbox, 'vacation', 'approved', day::text, (day + 4)::text,
           day, day + 4, day + 5, state, reason, case when state = 'synced' then 'event-' || number end,
           case when state = 'synced' then changed_at end,
           lower(concat_ws(chr(10), name, mailbox, 'r-' || number)), changed_at
      from (select number, employee, ${names} as name, 'employee' || employee || '@contoso.example' as mailbox,
                   date '2026-01-01' + (number / 7) % 700 as day,
                   now() - (number % 8 * 45 || ' days')::interval - (number::bigint * 7919 % 2592000 || ' seconds')::interval as changed_at,
                   case when number % 100 < 90 then 'synced' when number % 100 < 93 then 'waiting'
                        when number % 100 < 95 then 'parked' when number % 100 < 96 then 'attention'
                        else 'ignored' end as state,
                   case when number % 100 < 90 then null when number % 100 < 93 then '{"code":"awaiting-approval"}'::jsonb
                        when number % 100 < 95 then '{"code":"secret-expired"}'::jsonb
                        when number % 100 < 96 then '{"code":"mailbox-out-of-scope"}'::jsonb
                        else '{"code":"type-not-synced"}'::jsonb end as reason
              from (select number, (number * 7919) % $3::int as employee
                      from generate_series(1, $2::int) as number) as numbers) as rows`,
  approvals: `
    insert into registration_events (company_id, registration_id, sequence, version, type, recorded_at, source, event_id,
      employee_id, data)
    select $1, registration_id, 1, 1, 'RegistrationCreated', changed_at - interval '1 second', 'https://hr.example/bench',
           registration_id, employee_id, '{"approved": true}'
      from registrations where company_id = $1`,
  created: `
    insert into registration_events (company_id, registration_id, sequence, type, recorded_at, employee_id, data)
    select $1, registration_id, 2, 'CalendarEventCreated', changed_at, employee_id,
           jsonb_build_object('wasAdopted', false, 'requestId', 'request-1', 'event',
             jsonb_build_object('calendarEventId', calendar_event_id, 'etag', 'e', 'generation', 1))
      from registrations where company_id = $1 and state = 'synced'`,
  mailboxes: `
    insert into mailboxes (company_id, mailbox, state, reason, calendar_worked_at)
    select $1, mailbox, case when bool_or(state = 'attention') then 'attention' else 'ok' end, null, now()
      from registrations where company_id = $1 group by mailbox`,
  replays: `
    insert into replays (company_id, replay_id, cause, scope, is_dry_run, state, total, started_at, ended_at)
    select $1, gen_random_uuid(), 'administrator', '{"scope":"all"}', false,
           case when number = $2::int then 'running' else 'completed' end, 0, now() - ($2::int - number || ' days')::interval,
           case when number < $2::int then now() - ($2::int - number || ' days')::interval end
      from generate_series(1, $2::int) as number`,
  items: `
    insert into replay_items (company_id, replay_id, registration_id, planned, outcome)
    select $1, replay_id, registration_id, 'created', case when random() < 0.9 then 'unchanged' else 'created' end
      from replays, registrations where replays.company_id = $1 and registrations.company_id = $1`,
  counts: `
    update replays set removals = 0, counts = '{"created":0,"updated":0,"removed":0,"unchanged":0,"skipped":0,"failed":0}'
     where company_id = $1 and ended_at is not null`,
  acts: `
    insert into activity (company_id, at, actor, action, details)
    select $1, now() - (number || ' minutes')::interval, 'administrator', 'company-changed', '{"fields":["name"]}'
      from generate_series(1, $2::int) as number`,
};
