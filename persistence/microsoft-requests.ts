import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface MicrosoftRequestCount {
  readonly operation: string;
  readonly outcome: string;
  readonly count: number;
}

/** Adds what a worker has counted to what all workers have sent. */
export async function addMicrosoftRequests(
  database: Database,
  counts: readonly MicrosoftRequestCount[],
): Promise<void> {
  if (counts.length === 0) return;
  // In one order for all workers, so that two that add at the same time don't wait for one another.
  const ordered = counts.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  await database
    .insertInto('microsoft_requests')
    .values([...ordered])
    .onConflict((conflict) =>
      conflict.columns(['operation', 'outcome']).doUpdateSet({
        count: sql<number>`microsoft_requests.count + excluded.count`,
      }),
    )
    .execute();
}

const keyOf = ({ operation, outcome }: MicrosoftRequestCount): string => `${operation}/${outcome}`;

/** How many requests all workers have sent to Microsoft since the store was made, by what they asked for and became. */
export async function readMicrosoftRequests(database: Database): Promise<MicrosoftRequestCount[]> {
  const rows = await database.selectFrom('microsoft_requests').selectAll().execute();
  return rows.map(({ operation, outcome, count }) => ({ operation, outcome, count: Number(count) }));
}
