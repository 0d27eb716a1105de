import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CompanyId } from '#domain/identifiers.ts';
import type { CompanyTransaction } from './database.ts';
import { decrypt, encrypt, type Keyring } from './encryption.ts';

/** Each employee's personal fields have a key of their own: without it they are erased, in every backup too. */
export type EmployeeKeys = ReadonlyMap<string, KeyObject>;

/**
 * Keys read once are at hand for the rest of their transaction, and no longer: an erasure in between two transactions
 * holds for the second.
 */
const keysOf = new WeakMap<CompanyTransaction, Map<string, KeyObject>>();

function keysAtHand(transaction: CompanyTransaction): Map<string, KeyObject> {
  const known = keysOf.get(transaction) ?? new Map<string, KeyObject>();
  keysOf.set(transaction, known);
  return known;
}

/** Takes over a wrapped key that came along with a row. */
export function noteEmployeeKey(
  transaction: CompanyTransaction,
  keyring: Keyring,
  employeeId: string,
  wrapped: Buffer,
): void {
  const known = keysAtHand(transaction);
  if (!known.has(employeeId))
    known.set(employeeId, unwrap(keyring, transaction.companyId, employeeId, wrapped));
}

/** The keys that have come along so far. */
export function employeeKeysAtHand(transaction: CompanyTransaction): EmployeeKeys {
  return keysAtHand(transaction);
}

async function readEmployeeKeys(
  transaction: CompanyTransaction,
  keyring: Keyring,
  employeeIds: readonly string[],
): Promise<void> {
  const rows = await transaction
    .selectFrom('employee_keys')
    .select(['employee_id', 'wrapped_key'])
    .where('company_id', '=', transaction.companyId)
    .where('employee_id', 'in', employeeIds)
    .execute();
  for (const row of rows) noteEmployeeKey(transaction, keyring, row.employee_id, row.wrapped_key);
}

/** The keys of these employees; makes the ones that are missing. */
export async function ensureEmployeeKeys(
  transaction: CompanyTransaction,
  keyring: Keyring,
  employeeIds: Iterable<string>,
): Promise<EmployeeKeys> {
  const known = keysAtHand(transaction);
  const missingIn = (ids: Iterable<string>) => [...new Set(ids)].filter((id) => !known.has(id)).toSorted();
  const wanted = missingIn(employeeIds);
  if (wanted.length > 0) await readEmployeeKeys(transaction, keyring, wanted);
  const missing = missingIn(wanted);
  if (missing.length === 0) return known;
  await transaction
    .insertInto('employee_keys')
    .values(
      missing.map((employeeId) => ({
        company_id: transaction.companyId,
        employee_id: employeeId,
        wrapped_key: encrypt(
          keyring.employeeKeys,
          randomBytes(32),
          contextOf(transaction.companyId, employeeId),
        ),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await readEmployeeKeys(transaction, keyring, missing);
  return known;
}

/** Unwrapping is by far the dearest part of reading a stream; the wrapped key is the cache's key, so it can't go stale. */
const unwrapped = new LRUCache<string, KeyObject>({ max: 20_000 });

function unwrap(keyring: Keyring, companyId: CompanyId, employeeId: string, wrapped: Buffer): KeyObject {
  const context = contextOf(companyId, employeeId);
  const cacheKey = `${context}/${wrapped.toString('base64')}`;
  const cached = unwrapped.get(cacheKey);
  if (cached !== undefined) return cached;
  const key = createSecretKey(decrypt(keyring.employeeKeys, wrapped, context));
  unwrapped.set(cacheKey, key);
  return key;
}

const contextOf = (companyId: CompanyId, employeeId: string): string =>
  `employee-key/${companyId}/${employeeId}`;
