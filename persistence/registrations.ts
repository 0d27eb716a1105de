import { sql, type InsertObject, type Selectable } from 'kysely';
import { LRUCache } from 'lru-cache';
import { timeZoneOf, type CalendarEventContent } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import { endInstantOf, firstDayOf, lastDayOf } from '#domain/period.ts';
import { fold, versionOf, type Registration } from '#domain/registration.ts';
import { registrationStatus, type Fingerprint } from '#domain/sync.ts';
import { chunksOf, idsPerQuery, rowsPerStatement } from './chunks.ts';
import type { CompanyTransaction, Tables } from './database.ts';
import { keyedHash, type Keyring } from './encryption.ts';
import { decode, eventsWithKeys } from './event-store.ts';
import { searchText } from './registration-list.ts';

/** A decision asks for the same hash several times over; contents repeat between registrations too. */
const remembered = new WeakMap<Keyring, LRUCache<string, string>>();

/** The keyed hash by which a written payload is recognised. */
export function fingerprintWith(keyring: Keyring): Fingerprint {
  const known = remembered.get(keyring) ?? new LRUCache<string, string>({ max: 5000 });
  remembered.set(keyring, known);
  return ({ subject, isAllDay, start, end, timeZone, showAs, sensitivity }: CalendarEventContent) => {
    const text = JSON.stringify([subject, isAllDay, start, end, timeZone, showAs, sensitivity]);
    const hash = known.get(text) ?? keyedHash(keyring.fingerprints, text);
    known.set(text, hash);
    return hash;
  };
}

/** Writes the registrations' rows of the projection, as the folded streams and the company's choices make them. */
export async function projectRegistrations(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  registrations: readonly Registration[],
): Promise<void> {
  // In one order for all writers, so that two that write the same rows don't wait for one another.
  const ordered = registrations.toSorted((one, other) =>
    one.registrationId < other.registrationId ? -1 : 1,
  );
  for (const chunk of chunksOf(ordered))
    await upsert(
      transaction,
      chunk.map((registration) => toProjection(registration, company, keyring)),
    );
}

type Projection = InsertObject<Tables, 'registrations'>;

async function upsert(transaction: CompanyTransaction, rows: readonly Projection[]): Promise<void> {
  await transaction
    .insertInto('registrations')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['company_id', 'registration_id'])
        .doUpdateSet((row) => ({
          sequence: row.ref('excluded.sequence'),
          version: row.ref('excluded.version'),
          employee_id: row.ref('excluded.employee_id'),
          employee_name: row.ref('excluded.employee_name'),
          mailbox: row.ref('excluded.mailbox'),
          absence_type: row.ref('excluded.absence_type'),
          approval: row.ref('excluded.approval'),
          period_from: row.ref('excluded.period_from'),
          period_to: row.ref('excluded.period_to'),
          first_day: row.ref('excluded.first_day'),
          last_day: row.ref('excluded.last_day'),
          ends_at: row.ref('excluded.ends_at'),
          state: row.ref('excluded.state'),
          reason: row.ref('excluded.reason'),
          next_attempt_at: row.ref('excluded.next_attempt_at'),
          calendar_event_id: row.ref('excluded.calendar_event_id'),
          synced_at: row.ref('excluded.synced_at'),
          search_text: row.ref('excluded.search_text'),
          changed_at: row.ref('excluded.changed_at'),
        }))
        // Two writers read different lengths of the stream; the longer one knows better, whoever commits last.
        .whereRef('registrations.sequence', '<=', 'excluded.sequence'),
    )
    .execute();
}

function toProjection(registration: Registration, company: Company, keyring: Keyring): Projection {
  const status = registrationStatus(registration, company, fingerprintWith(keyring));
  const data = registration.data?.value;
  const isDeleted = registration.existence?.value === 'deleted';
  return {
    company_id: company.companyId,
    registration_id: registration.registrationId,
    sequence: registration.sequence,
    version: versionOf(registration),
    employee_id: data?.employee.id ?? null,
    employee_name: data?.employee.name ?? null,
    mailbox: data?.employee.mailbox ?? null,
    absence_type: data?.absenceType ?? null,
    approval: isDeleted ? 'deleted' : (registration.approval?.value ?? 'pending'),
    period_from: data?.period.from ?? null,
    period_to: data?.period.to ?? null,
    first_day: data ? firstDayOf(data.period) : null,
    last_day: data ? lastDayOf(data.period) : null,
    ends_at: data ? endInstantOf(data.period, timeZoneOf(data, company)) : null,
    state: status.state,
    reason: status.reason,
    next_attempt_at: status.nextAttemptAt,
    calendar_event_id: registration.calendar.standing?.calendarEventId ?? null,
    synced_at: registration.calendar.syncedAt,
    search_text: searchText([data?.employee.name, data?.employee.mailbox, registration.registrationId]),
    changed_at: sql<Date>`coalesce((
      select recorded_at from registration_events
       where company_id = ${company.companyId} and registration_id = ${registration.registrationId}
         and sequence = ${registration.sequence}), now())`,
  };
}

/** Empties the company's projection and fills it again from its streams alone. */
export async function rebuildRegistrations(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
): Promise<number> {
  // Locked in the order in which writers write them (ids are ASCII), because a delete locks in none.
  await sql`
    select count(*) from (
      select from registrations where company_id = ${company.companyId}
       order by registration_id collate "C" for update) as locked`.execute(transaction);
  await transaction.deleteFrom('registrations').where('company_id', '=', company.companyId).execute();
  let after = '';
  for (let count = 0; ;) {
    const page = await readPage(transaction, keyring, after, rowsPerStatement);
    const last = page.at(-1);
    if (last === undefined) return count;
    await projectRegistrations(transaction, keyring, company, page);
    after = last.registrationId;
    count += page.length;
  }
}

async function readPage(
  transaction: CompanyTransaction,
  keyring: Keyring,
  after: string,
  limit: number,
): Promise<Registration[]> {
  const rows = await eventsWithKeys(transaction)
    .where('registration_events.registration_id', 'in', (query) =>
      query
        .selectFrom('registration_events as streams')
        .select('streams.registration_id')
        .distinct()
        .where('streams.company_id', '=', transaction.companyId)
        .where(sql<boolean>`streams.registration_id > ${after}`)
        .orderBy('streams.registration_id')
        .limit(limit),
    )
    .execute();
  const streams = Map.groupBy(decode(transaction, keyring, rows), (event) => event.registrationId);
  return [...streams].map(([registrationId, events]) => fold(registrationId, events));
}

/** What the rows of these registrations say of their state. */
export async function readRegistrationStates(
  transaction: CompanyTransaction,
  registrationIds: readonly RegistrationId[],
) {
  const states = new Map<RegistrationId, Pick<Selectable<Tables['registrations']>, 'state' | 'reason'>>();
  for (const chunk of chunksOf(registrationIds, idsPerQuery)) {
    const rows = await transaction
      .selectFrom('registrations')
      .select(['registration_id', 'state', 'reason'])
      .where('company_id', '=', transaction.companyId)
      .where('registration_id', 'in', chunk)
      .execute();
    for (const row of rows) states.set(row.registration_id, row);
  }
  return states;
}

export async function findRegistrationRow(transaction: CompanyTransaction, registrationId: RegistrationId) {
  return transaction
    .selectFrom('registrations')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .where('registration_id', '=', registrationId)
    .executeTakeFirst();
}
