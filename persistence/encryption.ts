import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { Database } from './database.ts';

/**
 * AES-256-GCM with a random nonce: `nonce (12) ‖ tag (16) ‖ ciphertext`. `context` is bound in as additional data, so
 * that a value copied to another row or company doesn't decrypt there.
 */
export function encrypt(key: KeyObject, plaintext: Buffer | string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
}

/** @throws where the key or the context is another one, or the value was changed. */
export function decrypt(key: KeyObject, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
}

/**
 * One key per purpose, all from the data key, so that what leaks for one is useless for the others. Made into
 * KeyObjects once: making one for every call takes several times as long as the encryption itself.
 */
export interface Keyring {
  readonly employeeKeys: KeyObject;
  readonly signingSecrets: KeyObject;
  readonly clientSecrets: KeyObject;
  readonly fingerprints: KeyObject;
}

export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
  constructor() {
    super(
      'ABSENCE_SYNC_KEY is not the key that this database was made with: what it encrypts can not be read. Give the key that was used before.',
    );
  }
}

/**
 * Opens the database's data key with the master key; the first to come makes it.
 * @throws WrongMasterKey where the database was made with another one.
 */
export async function openKeyring(database: Database, masterKey: Buffer): Promise<Keyring> {
  const wrappingKey = createSecretKey(masterKey);
  await database
    .insertInto('data_keys')
    .values({ version: 1, wrapped_key: encrypt(wrappingKey, randomBytes(32), 'data-key/1') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { wrapped_key } = await database
    .selectFrom('data_keys')
    .select('wrapped_key')
    .where('version', '=', 1)
    .executeTakeFirstOrThrow();
  const dataKey = unwrap(wrappingKey, wrapped_key);
  return {
    employeeKeys: deriveKey(dataKey, 'employee-keys'),
    signingSecrets: deriveKey(dataKey, 'signing-secrets'),
    clientSecrets: deriveKey(dataKey, 'client-secrets'),
    fingerprints: deriveKey(dataKey, 'fingerprints'),
  };
}

function unwrap(wrappingKey: KeyObject, wrapped: Buffer): Buffer {
  try {
    return decrypt(wrappingKey, wrapped, 'data-key/1');
  } catch {
    throw new WrongMasterKey();
  }
}

const deriveKey = (key: Buffer, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `absence-sync/${purpose}`, 32)));

/** A keyed hash, so that whoever reads the store can't test guesses of what was hashed. */
export function keyedHash(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
