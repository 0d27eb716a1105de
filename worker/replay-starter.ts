import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CompanyId } from '#domain/identifiers.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type Database } from '#persistence/database.ts';
import {
  oweReplay,
  readCompaniesLeftBehind,
  readCompaniesOwedAReplay,
  settleOwedReplay,
  type OwedReplay,
} from '#persistence/owed-replays.ts';

export interface ReplayStarterDependencies {
  readonly database: Database;
  readonly startReplay: (companyId: CompanyId, owed: OwedReplay) => Promise<unknown>;
  readonly logger: Logger;
}

/** Whoever owes a replay comes to start it at once; after so long it has died on the way. */
const patienceSeconds = 5;
const pollMilliseconds = 5000;
/** Live changes and replays try for minutes; what is left undone for longer has nobody at it any more. */
const leftBehindMinutes = 10;
const polls = { perSweep: 60 };

/**
 * Starts the replays that commits have called for and nobody has started, and now and then one for a company where
 * something was left behind. Several of these at once start a replay once: Temporal lets one run per company.
 */
export function startReplayStarter(dependencies: ReplayStarterDependencies): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = run(dependencies, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(dependencies: ReplayStarterDependencies, signal: AbortSignal): Promise<void> {
  let isFailing = false;
  for (let poll = 1; !signal.aborted; poll += 1) {
    try {
      if (poll % polls.perSweep === 0) await sweep(dependencies);
      await startOwed(dependencies);
      isFailing = false;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      if (!isFailing) dependencies.logger.warn({ error: name }, 'replays can’t be started; trying on');
      isFailing = true;
    }
    await setTimeout(pollMilliseconds, undefined, { signal }).catch(() => {});
  }
}

async function startOwed({ database, startReplay, logger }: ReplayStarterDependencies): Promise<void> {
  for (const companyId of await readCompaniesOwedAReplay(database, patienceSeconds)) {
    await settleOwedReplay(database, companyId, (owed) => startReplay(companyId, owed));
    logger.info({ companyId }, 'started the replay that was owed');
  }
}

async function sweep({ database }: ReplayStarterDependencies): Promise<void> {
  for (const companyId of await readCompaniesLeftBehind(database, leftBehindMinutes))
    await inCompany(database, companyId, async (transaction) => {
      const company = await findCompany(transaction);
      if (company?.connection.isOpen)
        await oweReplay(transaction, { cause: 'schedule', scope: { scope: 'unsynced' } });
    });
}
