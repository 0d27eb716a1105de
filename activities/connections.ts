import { ApplicationFailure } from '@temporalio/activity';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { ReplayCause } from '#domain/replay.ts';
import { deleteCandidate, findCandidate, findConnection, saveConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import type { CalendarSyncDependencies } from './calendar-sync.ts';
import { decryptClientSecret } from './microsoft365/client-secret.ts';

export interface CandidateReference {
  readonly companyId: CompanyId;
  readonly candidateId: string;
}

export interface SaveCandidateInput extends CandidateReference {
  readonly enabled: boolean;
  readonly secretExpiresAt: string | null;
}

export type CandidateVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: Reason };

export interface ConnectionActivities {
  /** Asks Entra for a token with the candidate. A refusal is an answer; no answer at all is retried by Temporal. */
  tryCandidate(input: CandidateReference): Promise<CandidateVerdict>;
  /**
   * Puts the candidate in the connection's place, and names what kind of replay that calls for (null where the
   * connection stays off). Idempotent: a candidate that is no longer there has been saved.
   */
  saveCandidate(input: SaveCandidateInput): Promise<ReplayCause | null>;
  /** Forgets a candidate that was refused. */
  discardCandidate(input: CandidateReference): Promise<void>;
}

export function connectionActivities(dependencies: CalendarSyncDependencies): ConnectionActivities {
  const { database, keyring, microsoft365 } = dependencies;
  return {
    async tryCandidate({ companyId, candidateId }) {
      const candidate = await inCompany(database, companyId, (transaction) =>
        findCandidate(transaction, candidateId),
      );
      if (candidate === null)
        throw ApplicationFailure.nonRetryable('The candidate is gone.', 'candidate-gone');
      const failure = await microsoft365.tryCredential({
        tenantId: candidate.tenantId,
        clientId: candidate.clientId,
        clientSecret: decryptClientSecret(keyring, companyId, candidate.secret),
      });
      if (failure === null) return { ok: true };
      if (failure.kind === 'connection') return { ok: false, reason: failure.reason };
      throw ApplicationFailure.retryable('Entra gives no answer.', 'microsoft-unavailable');
    },

    saveCandidate({ companyId, candidateId, enabled, secretExpiresAt }) {
      return inCompany(database, companyId, async (transaction) => {
        const candidate = await findCandidate(transaction, candidateId);
        const before = await findConnection(transaction);
        if (candidate !== null) {
          await saveConnection(transaction, {
            enabled,
            tenantId: candidate.tenantId,
            clientId: candidate.clientId,
            secret: {
              encrypted: candidate.secret,
              hint: decryptClientSecret(keyring, companyId, candidate.secret).slice(0, 3),
            },
            secretExpiresAt,
          });
          await deleteCandidate(transaction, candidateId);
        }
        if (!enabled) return null;
        return before === null ? 'first-connection' : causeAfter(before.enabled);
      });
    },

    discardCandidate({ companyId, candidateId }) {
      return inCompany(database, companyId, (transaction) => deleteCandidate(transaction, candidateId));
    },
  };
}

const causeAfter = (wasEnabled: boolean): ReplayCause => (wasEnabled ? 'secret-renewed' : 'switched-on');
