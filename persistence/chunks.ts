/**
 * Rows that one statement carries at most. Postgres takes 65,535 parameters; fewer, because a chunk is encrypted or
 * folded in one go, and the process answers nobody else meanwhile.
 */
export const rowsPerStatement = 500;

/** Ids that one query asks for at most: well below Postgres' 65,535 parameters, and a replay's page in one go. */
export const idsPerQuery = 10_000;

/** The items in order, so many at a time. */
export function* chunksOf<Item>(items: readonly Item[], size = rowsPerStatement): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Where a loop over very many items lets others have a turn. */
export const endsChunk = (index: number): boolean => (index + 1) % rowsPerStatement === 0;
