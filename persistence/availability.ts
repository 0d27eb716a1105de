import { sql } from 'kysely';
import type { Database } from './database.ts';

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
]);

/** Postgres: shutting down, crashed, starting up, too many connections, out of memory or disk. */
const serverCodes = new Set(['57P01', '57P02', '57P03', '53300', '53100', '53200']);
/** Only the network's own words; pg gives these without a code. */
const brokenConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether a query failed because Postgres can't be reached at the moment; the same query may succeed later. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    networkCodes.has(code) ||
    serverCodes.has(code) ||
    code.startsWith('08') ||
    brokenConnection.test(error.message)
  );
}

/** Whether a query failed because the migrations have not been run on this database yet. */
export function isSchemaMissing(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    (error.code === '42P01' || error.code === '42703' || error.code === '42883' || isRoleMissing(error))
  );
}

/** The first migration makes the service's role, so before it no connection can be opened at all. */
function isRoleMissing(error: Error & { code: unknown }): boolean {
  return error.code === '22023' && error.message.includes('absence_sync_service');
}

/** Asks the database for an answer. @throws the driver's error where there is none. */
export async function askDatabase(database: Database): Promise<void> {
  await sql`select 1`.execute(database);
}

/** Asks for what the newest migration makes. @throws where it has not been run. */
export async function askSchema(database: Database): Promise<void> {
  await sql`select search_text from registrations limit 0`.execute(database);
}
