import type { CompanyId } from '#domain/identifiers.ts';
import { claimProbe, reopenConnection } from '#persistence/connection-probes.ts';
import { findClientSecret } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { decryptClientSecret } from './microsoft365/client-secret.ts';

/**
 * Asks Entra once whether a connection that it has closed works again: the secret may have been entered there anew, an
 * application enabled, a tenant restored.
 * @returns whether it is open again.
 */
export async function probeConnection(
  { database, keyring, microsoft365 }: ActivityDependencies,
  companyId: CompanyId,
  minimumSeconds: number,
): Promise<boolean> {
  const credential = await inCompany(database, companyId, async (transaction) =>
    (await claimProbe(transaction, minimumSeconds)) ? findClientSecret(transaction) : null,
  );
  if (credential === null) return false;
  const trial = await microsoft365.tryCredential({
    tenantId: credential.tenantId,
    clientId: credential.clientId,
    clientSecret: decryptClientSecret(keyring, companyId, credential.secret),
  });
  if (!trial.ok) return false;
  return inCompany(database, companyId, (transaction) => reopenConnection(transaction, credential.epoch));
}
