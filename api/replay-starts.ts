import type { FastifyRequest } from 'fastify';
import { ensureReplay } from '#client/replays.ts';
import type { Company } from '#domain/company.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { oweReplay, settleOwedReplay } from '#persistence/owed-replays.ts';
import { rebuildRegistrations } from '#persistence/registrations.ts';
import { noteReplay } from '#persistence/replays.ts';
import type { Dependencies } from './dependencies.ts';
import { inLanguage } from './danish.ts';
import { kindOf } from './logger.ts';
import { languageFor } from './schemas.ts';
import { askTemporal, isTemporalAway } from './temporal.ts';

export interface ReplayStarted {
  readonly replayId: string | null;
  /** Why none was started, and what to do, in the language asked for. */
  readonly note?: string;
}

const notConnected =
  'Nothing is sent while the connection to Microsoft 365 is not open; all that waits is sent once it is.';
const temporalAway =
  'Saved. Temporal does not answer at the moment; the replay starts by itself when it does.';

/**
 * Starts the replay that the commit before has made owed, so that the answer can name it. The commit stands whatever
 * happens here: what isn't started now, a worker starts.
 */
export async function startOwedReplay(
  { database, temporal }: Dependencies,
  company: Company,
  request: FastifyRequest,
): Promise<ReplayStarted> {
  const { isOpen, isPurging } = company.connection;
  const language = languageFor(request, company.settings.language);
  if (!isOpen && !isPurging) return { replayId: null, note: inLanguage(language, notConnected) };
  const { companyId } = company;
  try {
    const replayId = await settleOwedReplay(database, companyId, async (owed) => {
      const started = await askTemporal(temporal, () =>
        ensureReplay(temporal, { companyId, ...owed, dryRun: false }),
      );
      await inCompany(database, companyId, (transaction) =>
        noteReplay(transaction, { replayId: started, ...owed, isDryRun: false }),
      );
      return started;
    });
    return { replayId };
  } catch (error) {
    if (!isTemporalAway(error)) throw error;
    request.log.warn({ ...kindOf(error), companyId }, 'a replay is owed: Temporal does not answer');
    return { replayId: null, note: inLanguage(language, temporalAway) };
  }
}

/**
 * After the company's choices have changed, in the same transaction. While the connection is closed no replay runs, and
 * the one that follows its opening takes the unsynced alone, so the rows must tell by then which those are.
 */
export async function followChangedChoices(
  transaction: CompanyTransaction,
  { keyring }: Dependencies,
  changed: Company,
): Promise<void> {
  if (changed.connection.isOpen)
    await oweReplay(transaction, { cause: 'administrator', scope: { scope: 'all' } });
  else await rebuildRegistrations(transaction, keyring, changed);
}
