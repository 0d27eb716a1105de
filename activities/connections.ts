import { ApplicationFailure, cancellationSignal } from '@temporalio/activity';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { actingAs } from '#persistence/acting.ts';
import { deleteCandidate, findCandidate, findConnection, saveConnection } from '#persistence/connections.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { rebuildRegistrations } from '#persistence/registrations.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { readSecretExpiry, secretHintOf } from './microsoft365/application.ts';
import { decryptClientSecret } from './microsoft365/client-secret.ts';

export interface CandidateReference {
  readonly companyId: CompanyId;
  readonly candidateId: string;
}

export interface SaveCandidateInput extends CandidateReference {
  /** Null leaves it as it is by then: somebody may switch it while Entra is asked. */
  readonly enabled: boolean | null;
  readonly secretExpiresAt: string | null;
}

export type CandidateVerdict =
  /** With the last day of its secret, where Entra tells it. */
  | { readonly ok: true; readonly secretExpiresAt: string | null }
  | { readonly ok: false; readonly reason: Reason };

export interface ConnectionActivities {
  /**
   * Asks Entra for a token with the candidate, and with that token for the last day of its secret. A refusal is an
   * answer; no answer at all is retried by Temporal.
   */
  tryCandidate(input: CandidateReference): Promise<CandidateVerdict>;
  /**
   * Puts the candidate in the connection's place; the replay that this calls for is owed from the same moment on.
   * Idempotent: a candidate that is no longer there has been saved.
   */
  saveCandidate(input: SaveCandidateInput): Promise<void>;
  /** Forgets a candidate that was refused. */
  discardCandidate(input: CandidateReference): Promise<void>;
}

/** A Save waits no longer for a date that it can do without. */
const expiryMilliseconds = 4000;

export function connectionActivities(dependencies: ActivityDependencies): ConnectionActivities {
  const { database, keyring, microsoft365 } = dependencies;
  return {
    async tryCandidate({ companyId, candidateId }) {
      const candidate = await inCompany(database, companyId, (transaction) =>
        findCandidate(transaction, candidateId),
      );
      if (candidate === null)
        throw ApplicationFailure.nonRetryable('The candidate is gone.', 'candidate-gone');
      const clientSecret = decryptClientSecret(keyring, companyId, candidate.secret);
      const { tenantId, clientId } = candidate;
      const trial = await microsoft365.tryCredential({ tenantId, clientId, clientSecret });
      if (trial.ok) {
        const signal = AbortSignal.any([cancellationSignal(), AbortSignal.timeout(expiryMilliseconds)]);
        const hint = secretHintOf(clientSecret);
        return { ok: true, secretExpiresAt: await readSecretExpiry(trial.graph, clientId, hint, signal) };
      }
      const { failure } = trial;
      if (failure.kind === 'connection') return { ok: false, reason: failure.reason };
      throw ApplicationFailure.retryable('Entra gives no answer.', 'microsoft-unavailable');
    },

    saveCandidate({ companyId, candidateId, enabled, secretExpiresAt }) {
      return inCompany(database, companyId, async (transaction) => {
        const candidate = await findCandidate(transaction, candidateId);
        if (candidate === null) return;
        const before = await findConnection(transaction);
        await actingAs(candidate.askedBy, () =>
          saveConnection(transaction, {
            enabled: enabled ?? before?.enabled ?? true,
            tenantId: candidate.tenantId,
            clientId: candidate.clientId,
            secret: {
              encrypted: candidate.secret,
              hint: secretHintOf(decryptClientSecret(keyring, companyId, candidate.secret)),
            },
            secretExpiresAt,
          }),
        );
        await deleteCandidate(transaction, candidateId);
        if (before !== null && before.tenantId !== candidate.tenantId)
          await projectAnew(transaction, keyring);
      });
    },

    discardCandidate({ companyId, candidateId }) {
      return inCompany(database, companyId, async (transaction) => {
        await deleteCandidate(transaction, candidateId);
      });
    },
  };
}

/** In a new tenant nothing stands yet, whatever the rows said of the old one. */
async function projectAnew(transaction: CompanyTransaction, keyring: Keyring): Promise<void> {
  const company = await findCompany(transaction);
  if (company !== null) await rebuildRegistrations(transaction, keyring, company);
}
