import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CompanyId } from '#domain/identifiers.ts';
import type { CompanyTransaction } from './database.ts';
import { decrypt, encrypt, type Keyring } from './encryption.ts';

/** Each employee's personal fields have a key of their own: without it they are erased, in every backup too. */
export type EmployeeKeys = ReadonlyMap<string, Buffer>;

/** The keys of these employees; one who has been erased, or was never known, is missing. */
export async function readEmployeeKeys(
  transaction: CompanyTransaction,
  keyring: Keyring,
  employeeIds: Iterable<string>,
): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(employeeIds)];
  if (wanted.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('employee_keys')
    .select(['employee_id', 'wrapped_key'])
    .where('company_id', '=', transaction.companyId)
    .where('employee_id', 'in', wanted)
    .execute();
  return new Map(
    rows.map((row) => [
      row.employee_id,
      unwrap(keyring, transaction.companyId, row.employee_id, row.wrapped_key),
    ]),
  );
}

/** As `readEmployeeKeys`, and makes the keys that are missing. */
export async function ensureEmployeeKeys(
  transaction: CompanyTransaction,
  keyring: Keyring,
  employeeIds: Iterable<string>,
): Promise<EmployeeKeys> {
  const wanted = [...new Set(employeeIds)];
  const keys = await readEmployeeKeys(transaction, keyring, wanted);
  const missing = wanted.filter((employeeId) => !keys.has(employeeId));
  if (missing.length === 0) return keys;
  await transaction
    .insertInto('employee_keys')
    .values(
      missing.toSorted().map((employeeId) => ({
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
  return readEmployeeKeys(transaction, keyring, wanted);
}

/** Unwrapping is by far the dearest part of reading a stream; the wrapped key is the cache's key, so it can't go stale. */
const unwrapped = new LRUCache<string, Buffer>({ max: 20_000 });

function unwrap(keyring: Keyring, companyId: CompanyId, employeeId: string, wrapped: Buffer): Buffer {
  const cacheKey = wrapped.toString('base64');
  const cached = unwrapped.get(cacheKey);
  if (cached !== undefined) return cached;
  const key = decrypt(keyring.employeeKeys, wrapped, contextOf(companyId, employeeId));
  unwrapped.set(cacheKey, key);
  return key;
}

const contextOf = (companyId: CompanyId, employeeId: string): string =>
  `employee-key/${companyId}/${employeeId}`;
