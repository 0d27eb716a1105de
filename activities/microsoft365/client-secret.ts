import type { CompanyId } from '#domain/identifiers.ts';
import { clientSecretContext } from '#persistence/client-secrets.ts';
import { decrypt, type Keyring } from '#persistence/encryption.ts';

/** The one place that opens a client secret; only workers' code may import it. */
export function decryptClientSecret(keyring: Keyring, companyId: CompanyId, sealed: Buffer): string {
  return decrypt(keyring.clientSecrets, sealed, clientSecretContext(companyId)).toString();
}
