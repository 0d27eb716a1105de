import type { Logger } from 'pino';
import type { CompanyId } from '#domain/identifiers.ts';
import { readCompaniesToProbe } from '#persistence/connection-probes.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type Database } from '#persistence/database.ts';
import {
  oweReplay,
  readCompaniesLeftBehind,
  readCompaniesOwedAReplay,
  settleOwedReplay,
  type OwedReplay,
} from '#persistence/owed-replays.ts';
import { claimReplyLooks, readCompaniesWithReplyLooksDue } from '#persistence/reply-states.ts';
import { deleteEndedSessions } from '#persistence/sessions.ts';
import { startLoop, type BackgroundLoop } from './background-loop.ts';

export interface HousekeepingDependencies {
  readonly database: Database;
  readonly startReplay: (companyId: CompanyId, owed: OwedReplay) => Promise<unknown>;
  /** Tries a closed connection; tells whether it is open again. */
  readonly probe: (companyId: CompanyId) => Promise<boolean>;
  readonly probeSeconds: number;
  /** Lets a mailbox's workflow look at its automatic reply. */
  readonly requestReplyLook: (companyId: CompanyId, mailboxKey: string) => Promise<void>;
  /** The time, ISO 8601 in UTC, that decides which absences are over. */
  readonly now: () => string;
  readonly logger: Logger;
}

/** Whoever owes a replay comes to start it at once; after so long it has died on the way. */
const patienceSeconds = 5;
const pollMilliseconds = 5000;
/** Live changes and replays try for minutes; what is left undone for longer has nobody at it any more. */
const leftBehindMinutes = 10;
const pollsPerSweep = 60;
/** A mailbox's workflow looks by its own timer. Where it hasn't by then, Temporal has lost it, or the clock was moved. */
const overdueSeconds = 60;
/** Looks asked for at once; the rest follow with the next poll. */
const maximumLooks = 500;

/**
 * What nobody waits for: starts the replays that commits have called for and nobody has started, tries connections that
 * Microsoft has closed, lets mailboxes look whose replies are overdue, and now and then replays a company where something
 * was left behind and forgets who was signed in. Several of these at once do no harm: Temporal lets one replay run per
 * company, and a probe is claimed.
 */
export function startHousekeeping(dependencies: HousekeepingDependencies): BackgroundLoop {
  return startLoop({
    name: 'housekeeping',
    pauseMilliseconds: pollMilliseconds,
    async work(round) {
      if ((round + 1) % pollsPerSweep === 0) await sweep(dependencies);
      await probeClosed(dependencies);
      await startOwed(dependencies);
      await askForOverdueLooks(dependencies);
    },
    logger: dependencies.logger,
  });
}

async function probeClosed({
  database,
  probe,
  probeSeconds,
  logger,
}: HousekeepingDependencies): Promise<void> {
  for (const companyId of await readCompaniesToProbe(database, probeSeconds))
    if (await probe(companyId)) logger.info({ companyId }, 'the connection works again');
}

async function startOwed({ database, startReplay, logger }: HousekeepingDependencies): Promise<void> {
  for (const companyId of await readCompaniesOwedAReplay(database, patienceSeconds)) {
    await settleOwedReplay(database, companyId, (owed) => startReplay(companyId, owed));
    logger.info({ companyId }, 'started the replay that was owed');
  }
}

async function askForOverdueLooks({
  database,
  requestReplyLook,
  now,
}: HousekeepingDependencies): Promise<void> {
  const dueAt = new Date(Date.parse(now()) - overdueSeconds * 1000).toISOString();
  for (const companyId of await readCompaniesWithReplyLooksDue(database, dueAt))
    for (const mailboxKey of await claimReplyLooks(database, companyId, dueAt, maximumLooks))
      await requestReplyLook(companyId, mailboxKey);
}

async function sweep({ database }: HousekeepingDependencies): Promise<void> {
  await deleteEndedSessions(database, new Date());
  for (const companyId of await readCompaniesLeftBehind(database, leftBehindMinutes))
    await inCompany(database, companyId, async (transaction) => {
      const company = await findCompany(transaction);
      if (company?.connection.isOpen)
        await oweReplay(transaction, { cause: 'schedule', scope: { scope: 'unsynced' } });
    });
}
