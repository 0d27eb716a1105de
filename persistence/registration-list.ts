import { sql } from 'kysely';
import { registrationIdPattern } from '#domain/identifiers.ts';
import { isTimeText, readCursor, timeText, UnreadableCursor, writeCursor } from './cursors.ts';
import type { CompanyTransaction } from './database.ts';

export interface RegistrationFilter {
  readonly state?: string | undefined;
  readonly employeeId?: string | undefined;
  readonly mailbox?: string | undefined;
  /** Days that the registration touches, both inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Part of an employee's name, a mailbox or a registration id. */
  readonly q?: string | undefined;
}

/** By id, or what was recorded last first. */
export const registrationOrders = ['id', 'changed'] as const;
export type RegistrationOrder = (typeof registrationOrders)[number];

/** A row of the index takes no more. */
const maximumSearchTextLength = 500;

/** What a search looks through: each part in lower case, apart by what no part holds and nobody searches for. */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  return parts
    .filter((part) => part !== null && part !== undefined)
    .map(comparable)
    .join('\n')
    .slice(0, maximumSearchTextLength);
}

const comparable = (text: string): string => text.normalize('NFC').toLowerCase();

/**
 * Registrations after the one that `cursor` names, and the cursor of each.
 * @throws UnreadableCursor
 */
export async function listRegistrations(
  transaction: CompanyTransaction,
  filter: RegistrationFilter,
  order: RegistrationOrder,
  cursor: string | undefined,
  limit: number,
) {
  const isById = order === 'id';
  const candidates = filtered(transaction, filter)
    .$if(isById, (query) =>
      query
        .$if(cursor !== undefined, (more) => more.where(sql<boolean>`registration_id > ${cursor}`))
        .orderBy('registration_id'),
    )
    .$if(!isById, (query) =>
      query
        .$if(cursor !== undefined, (more) => more.where(changedBefore(cursor ?? '')))
        .orderBy('changed_at', 'desc')
        .orderBy('registration_id', 'desc'),
    );
  const { q } = filter;
  const ids =
    q === undefined
      ? candidates.select('registration_id').limit(limit)
      : transaction
          .selectFrom(
            candidates
              .select(['registration_id', 'search_text'])
              .$if(!isById, (query) => query.select('changed_at'))
              .offset(0)
              .as('candidates'),
          )
          .select('registration_id')
          .where(matches(q))
          .$if(isById, (query) => query.orderBy('registration_id'))
          .$if(!isById, (query) => query.orderBy('changed_at', 'desc').orderBy('registration_id', 'desc'))
          .limit(limit);
  const rows = await transaction
    .with(
      (cte) => cte('found').materialized(),
      () => ids,
    )
    .selectFrom('found')
    .innerJoin('registrations', (join) =>
      join
        .on('registrations.company_id', '=', transaction.companyId)
        .onRef('registrations.registration_id', '=', 'found.registration_id'),
    )
    .selectAll('registrations')
    .select(timeText('registrations.changed_at').as('changed'))
    .$if(isById, (query) => query.orderBy('registrations.registration_id'))
    .$if(!isById, (query) =>
      query.orderBy('registrations.changed_at', 'desc').orderBy('registrations.registration_id', 'desc'),
    )
    .execute();
  return rows.map(({ changed, ...row }) => ({
    ...row,
    cursor: isById ? row.registration_id : writeCursor([changed, row.registration_id]),
  }));
}

/**
 * Whether `search_text` holds what is searched for. Put it outside a sub-select with `offset 0`, which Postgres doesn't
 * look into: it expects few matches and would read the whole table for them, that of other companies too.
 */
export function matches(q: string) {
  const pattern = `%${comparable(q).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return sql<boolean>`search_text like ${pattern}`;
}

/** The page's rows are fetched afterwards, so that an index holds all that is looked through. */
function filtered(transaction: CompanyTransaction, filter: RegistrationFilter) {
  const { state, employeeId, mailbox, from, to } = filter;
  return transaction
    .selectFrom('registrations')
    .where('company_id', '=', transaction.companyId)
    .$if(state !== undefined, (query) => query.where(sql<boolean>`state = ${state}`))
    .$if(employeeId !== undefined, (query) => query.where('employee_id', '=', employeeId ?? null))
    .$if(mailbox !== undefined, (query) => query.where('mailbox', '=', mailbox?.toLowerCase() ?? null))
    .$if(from !== undefined, (query) => query.where(sql<boolean>`last_day >= ${from}`))
    .$if(to !== undefined, (query) => query.where(sql<boolean>`first_day <= ${to}`));
}

function changedBefore(cursor: string) {
  const { at, registrationId } = parseCursor(cursor);
  return sql<boolean>`(changed_at, registration_id) < (${at}::timestamptz, ${registrationId})`;
}

/** @throws UnreadableCursor */
function parseCursor(cursor: string): { at: string; registrationId: string } {
  const [at, registrationId] = readCursor(cursor);
  if (!isTimeText(at)) throw new UnreadableCursor();
  if (typeof registrationId !== 'string' || !registrationIdPattern.test(registrationId))
    throw new UnreadableCursor();
  return { at, registrationId };
}
