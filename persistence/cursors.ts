import { sql } from 'kysely';

/** The cursor can't be read: it comes from somewhere else, or from a list in another order. */
export class UnreadableCursor extends Error {
  override readonly name = 'UnreadableCursor';
}

/** The row that a page has ended with: opaque to whoever holds it. */
export const writeCursor = (fields: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify(fields)).toString('base64url');

/** What `writeCursor` was given; nothing where it is no such cursor. */
export function readCursor(cursor: string): unknown[] {
  try {
    const fields: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(fields) ? fields : [];
  } catch {
    return [];
  }
}

/** A time to the microsecond, in UTC as every connection of ours is, always of the same length: texts compare as times do. */
export const timeText = (column: string) =>
  sql<string>`to_char(${sql.ref(column)}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Only what Postgres takes for a time too. */
export function isTimeText(value: unknown): value is string {
  if (typeof value !== 'string' || !/^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(value)) return false;
  const milliseconds = Date.parse(value);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(value.slice(0, 19));
}
