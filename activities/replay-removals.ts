import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { CalendarFact } from '#domain/registration-event.ts';
import { versionOf, type Registration } from '#domain/registration.ts';
import { needsApproval, noCounts, type ReplayCounts } from '#domain/replay.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { countStandingCalendarEvents } from '#persistence/registration-counts.ts';
import { readHeldItems, recordReplayItems } from '#persistence/replay-items.ts';
import { findReplay } from '#persistence/replays.ts';
import { retrying } from '#persistence/retrying.ts';
import { markForRefresh } from '#persistence/undelivered.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { appendFacts } from './registration-record.ts';

interface ReplayReference {
  readonly companyId: CompanyId;
  readonly replayId: string;
}

export interface WeighedRemovals {
  readonly removals: number;
  /** They are held then, each in its own stream, whatever becomes of the replay. */
  readonly needApproval: boolean;
}

/** What becomes of the removals that a replay has set aside, once everything else is done. */
export interface ReplayRemovalActivities {
  /** Counts them against all that stands, and holds them where that is too many to go unasked. */
  weighRemovals(input: ReplayReference): Promise<WeighedRemovals>;
  /** An administrator has approved: from now on they are due like any other. */
  releaseRemovals(input: ReplayReference): Promise<void>;
  /** An administrator has rejected: their events stay until HR changes the registrations. Returns the report's counts. */
  rejectRemovals(input: ReplayReference): Promise<ReplayCounts>;
}

export function replayRemovalActivities(dependencies: ActivityDependencies): ReplayRemovalActivities {
  return {
    weighRemovals: ({ companyId, replayId }) =>
      inOneGo(dependencies, companyId, async (transaction) => {
        const ids = await readHeldItems(transaction, replayId);
        const standing = await countStandingCalendarEvents(transaction);
        const needApproval = needsApproval(ids.length, standing);
        await record(dependencies, transaction, ids, (registration) =>
          needApproval ? hold(registration, replayId) : release(registration, replayId),
        );
        if (needApproval) await markForRefresh(transaction, ids);
        return { removals: ids.length, needApproval };
      }),

    releaseRemovals: ({ companyId, replayId }) =>
      inOneGo(dependencies, companyId, async (transaction) => {
        const ids = await readHeldItems(transaction, replayId);
        await record(dependencies, transaction, ids, (registration) => release(registration, replayId));
      }),

    rejectRemovals: ({ companyId, replayId }) =>
      inOneGo(dependencies, companyId, async (transaction) => {
        const ids = await readHeldItems(transaction, replayId);
        await record(dependencies, transaction, ids, (registration) => ({
          type: 'RemovalRejected',
          replayId,
          registrationVersion: versionOf(registration),
        }));
        await recordReplayItems(
          transaction,
          replayId,
          ids.map((registrationId) => ({
            registrationId,
            outcome: 'skipped',
            reason: { code: 'deletion-limit' },
          })),
        );
        return (await findReplay(transaction, replayId))?.counts ?? noCounts;
      }),
  };
}

/** Anew as a whole where a registration has changed meanwhile. */
function inOneGo<Result>(
  { database }: ActivityDependencies,
  companyId: CompanyId,
  work: (transaction: CompanyTransaction) => Promise<Result>,
): Promise<Result> {
  return retrying(() => inCompany(database, companyId, work));
}

async function record(
  { keyring }: ActivityDependencies,
  transaction: CompanyTransaction,
  ids: readonly RegistrationId[],
  factOf: (registration: Registration) => CalendarFact | null,
): Promise<void> {
  const company = await findCompany(transaction);
  if (company === null) return;
  const registrations = await readRegistrations(transaction, keyring, ids);
  const facts = [...registrations.values()].flatMap((registration) => {
    const fact = factOf(registration);
    return fact === null ? [] : [{ registration, fact }];
  });
  await appendFacts(transaction, keyring, company, facts);
}

function hold(registration: Registration, replayId: string): CalendarFact | null {
  const { heldRemoval } = registration.calendar;
  const registrationVersion = versionOf(registration);
  const isHeld =
    heldRemoval !== null && !heldRemoval.isRejected && heldRemoval.atVersion >= registrationVersion;
  return isHeld ? null : { type: 'RemovalHeld', replayId, registrationVersion };
}

const release = ({ calendar }: Registration, replayId: string): CalendarFact | null =>
  calendar.heldRemoval === null ? null : { type: 'RemovalReleased', replayId };
