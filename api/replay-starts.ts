import type { FastifyBaseLogger } from 'fastify';
import { ensureReplay } from '#client/replays.ts';
import type { Company } from '#domain/company.ts';
import type { ReplayCause, ReplayScope } from '#domain/replay.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { rebuildRegistrations } from '#persistence/registrations.ts';
import { beginReplay } from '#persistence/replays.ts';
import type { Dependencies } from './dependencies.ts';
import { kindOf } from './logger.ts';
import { askTemporal, isTemporalAway } from './temporal.ts';

export interface ReplayStarted {
  readonly replayId: string | null;
  /** Why none was started, and what to do. */
  readonly note?: string;
}

const notConnected =
  'Nothing is sent while the connection to Microsoft 365 is not open; all that waits is sent once it is.';
const temporalAway =
  'Saved, but Temporal does not answer, so no replay has been started: start one when it does.';

/**
 * Sees to it that what has just been committed reaches Outlook. The commit stands whatever happens here, so that
 * Temporal being away is a note in the answer and no failure.
 */
export async function replayAfterCommit(
  { database, temporal }: Dependencies,
  company: Company,
  cause: ReplayCause,
  scope: ReplayScope,
  log: FastifyBaseLogger,
): Promise<ReplayStarted> {
  if (!company.connection.isOpen) return { replayId: null, note: notConnected };
  const { companyId } = company;
  let replayId: string;
  try {
    replayId = await askTemporal(temporal, () =>
      ensureReplay(temporal, { companyId, cause, scope, dryRun: false }),
    );
  } catch (error) {
    if (!isTemporalAway(error)) throw error;
    log.warn({ ...kindOf(error), companyId, cause }, 'no replay was started: Temporal does not answer');
    return { replayId: null, note: temporalAway };
  }
  await inCompany(database, companyId, (transaction) =>
    beginReplay(transaction, { replayId, cause, scope, isDryRun: false }),
  );
  return { replayId };
}

/**
 * After the company's choices have changed, in the same transaction: while the connection is closed no replay runs,
 * and the one that follows its opening takes the unsynced alone, so the rows must tell by then which those are.
 */
export async function noteChangedChoices(
  transaction: CompanyTransaction,
  { keyring }: Dependencies,
  changed: Company,
): Promise<void> {
  if (!changed.connection.isOpen) await rebuildRegistrations(transaction, keyring, changed);
}
