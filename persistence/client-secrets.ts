import type { CompanyId } from '#domain/identifiers.ts';
import { encrypt, type Keyring } from './encryption.ts';

/** Encrypts a client secret for its company. What decrypts it stands with the code that speaks to Entra. */
export function encryptClientSecret(keyring: Keyring, companyId: CompanyId, clientSecret: string): Buffer {
  return encrypt(keyring.clientSecrets, clientSecret, clientSecretContext(companyId));
}

export const clientSecretContext = (companyId: CompanyId): string => `client-secret/${companyId}`;
