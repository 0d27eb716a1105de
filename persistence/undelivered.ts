import { sql } from 'kysely';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { RecordedRegistrationEvent } from '#domain/registration-event.ts';
import { chunksOf } from './chunks.ts';
import { inCompany, type CompanyTransaction, type Database } from './database.ts';

/** Postgres announces on this channel that a commit has left something to deliver. */
export const undeliveredChannel = 'absence_sync_undelivered';

/** A registration whose workflow has not been told of its newest event yet. */
export interface Undelivered {
  readonly companyId: CompanyId;
  readonly registrationId: RegistrationId;
  /** Of the newest event. */
  readonly sequence: number;
  readonly recordedAt: Date;
  /** Nothing is new for Outlook: a workflow that runs is to show the registration's state as it is now. */
  readonly isRefresh: boolean;
  /** The company's connection is open, so that somebody's calendar may wait for it. */
  readonly isUrgent: boolean;
}

/** In the transaction that records: a registration is owed one signal, however many events it got. */
export async function markUndelivered(
  transaction: CompanyTransaction,
  recorded: readonly RecordedRegistrationEvent[],
): Promise<void> {
  const newest = new Map(recorded.map(({ registrationId, sequence }) => [registrationId, sequence]));
  await transaction
    .insertInto('undelivered_registrations')
    .values(
      [...newest].map(([registrationId, sequence]) => ({
        company_id: transaction.companyId,
        registration_id: registrationId,
        sequence,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'registration_id']).doUpdateSet({
        sequence: sql`greatest(undelivered_registrations.sequence, excluded.sequence)`,
        is_refresh: false,
      }),
    )
    .execute();
  await sql`select pg_notify(${undeliveredChannel}, '')`.execute(transaction);
}

/** Workflows of these registrations, where they run, are to show what a replay has done. */
export async function markForRefresh(
  transaction: CompanyTransaction,
  registrationIds: readonly RegistrationId[],
): Promise<void> {
  for (const chunk of chunksOf(registrationIds.toSorted()))
    await transaction
      .insertInto('undelivered_registrations')
      .values(
        chunk.map((registrationId) => ({
          company_id: transaction.companyId,
          registration_id: registrationId,
          sequence: 0,
          is_refresh: true,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** The oldest deliveries owed, over all companies: the urgent first, what is only to be refreshed last. */
export async function readUndelivered(database: Database, limit: number): Promise<Undelivered[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
    registration_id: RegistrationId;
    sequence: number;
    recorded_at: Date;
    is_refresh: boolean;
    is_urgent: boolean;
  }>`select * from undelivered(${limit})`.execute(database);
  return rows.map((row) => ({
    companyId: row.company_id,
    registrationId: row.registration_id,
    sequence: row.sequence,
    recordedAt: row.recorded_at,
    isRefresh: row.is_refresh,
    isUrgent: row.is_urgent,
  }));
}

/** The workflow has been told. An event that was recorded meanwhile stays owed. */
export async function markDelivered(database: Database, delivered: Undelivered): Promise<void> {
  await inCompany(database, delivered.companyId, (transaction) =>
    transaction
      .deleteFrom('undelivered_registrations')
      .where('company_id', '=', delivered.companyId)
      .where('registration_id', '=', delivered.registrationId)
      .where('sequence', '<=', delivered.sequence)
      .execute(),
  );
}
