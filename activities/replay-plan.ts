import type { Company } from '#domain/company.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact } from '#domain/registration-event.ts';
import { evolve, type Registration } from '#domain/registration.ts';
import { nextSyncStep, registrationStatus, withoutHold } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import { planReplayItems, type PlannedItem, type ReplayItem } from '#persistence/replay-items.ts';
import { retrying } from '#persistence/retrying.ts';
import type { WriteStep } from './calendar-writes.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { appendFacts, refreshRows } from './registration-record.ts';
import { outcomeOf, wouldBe } from './replay-outcomes.ts';

export interface ReplayPage {
  readonly companyId: CompanyId;
  readonly replayId: string;
  readonly dryRun: boolean;
  readonly registrationIds: readonly RegistrationId[];
  /** Whether the removals that the replay has set aside are done now. */
  readonly doesRemovals: boolean;
  /** Whether to ask again for what an administrator has once rejected. */
  readonly asksAgain: boolean;
  readonly signal: AbortSignal;
}

/** What a page has read in Outlook before it plans. */
export interface OutlookReading {
  /** What the store is to learn, by registration; it holds only while the stream is as long as it was then. */
  readonly findings: ReadonlyMap<
    RegistrationId,
    { readonly sequence: number; readonly facts: readonly CalendarFact[] }
  >;
  /** Nothing is written for these: their mailbox couldn't be read, or what it answered contradicts itself. */
  readonly unreadable: ReadonlyMap<RegistrationId, Reason>;
}

export const nothingRead: OutlookReading = { findings: new Map(), unreadable: new Map() };

export interface DueRegistration {
  readonly registrationId: RegistrationId;
  readonly step: WriteStep;
  /** Beside it an event is to be removed that stands already: that part is set aside. */
  readonly leavesRemovals: boolean;
}

export interface PagePlan {
  readonly settled: readonly ReplayItem[];
  readonly due: readonly DueRegistration[];
  /** Why the company's connection lets nothing through; null where it does. */
  readonly closed: Reason | null;
  /** Their workflows, where they run, have said "parked" or worse, and are to say what became of it. */
  readonly toRefresh: readonly RegistrationId[];
}

/**
 * Plans the whole page from one read: the net effect of all that has happened, whatever happened in between. Removals
 * are set aside until all of the replay's are known, unless the page is there to do them.
 */
export function planPage(
  dependencies: ActivityDependencies,
  page: ReplayPage,
  reading: OutlookReading,
): Promise<PagePlan> {
  return retrying(() =>
    inCompany(dependencies.database, page.companyId, (transaction) =>
      planIn(transaction, dependencies, page, reading),
    ),
  );
}

async function planIn(
  transaction: CompanyTransaction,
  dependencies: ActivityDependencies,
  page: ReplayPage,
  reading: OutlookReading,
): Promise<PagePlan> {
  const { keyring } = dependencies;
  const company = await findCompany(transaction);
  if (company === null) return { settled: [], due: [], closed: null, toRefresh: [] };
  const known = await readRegistrations(transaction, keyring, page.registrationIds);
  const registrations = await learn(transaction, dependencies, company, page, known, reading);
  const sorted = sortOut(registrations, company, dependencies, page, reading);
  if (!page.dryRun) {
    await refreshRows(transaction, keyring, company, sorted.untouched);
    await planReplayItems(transaction, page.replayId, [
      ...sorted.due.map((each) => plannedItem(each, false)),
      ...sorted.held.map((each) => plannedItem(each, true)),
    ]);
  }
  const { isOpen, isPurging, reason } = company.connection;
  return {
    settled: sorted.settled,
    due: sorted.due,
    closed: isOpen || isPurging ? null : reason,
    toRefresh: sorted.due
      .filter(({ registrationId }) => registrations.get(registrationId)?.calendar.setback != null)
      .map(({ registrationId }) => registrationId),
  };
}

const plannedItem = ({ registrationId, step }: DueRegistration, isHeld: boolean): PlannedItem => ({
  registrationId,
  planned: wouldBe(step),
  isHeld,
});

/** A registration that has changed since Outlook was read is planned as it is now: the reading is older than that. */
async function learn(
  transaction: CompanyTransaction,
  { keyring }: ActivityDependencies,
  company: Company,
  page: ReplayPage,
  known: ReadonlyMap<RegistrationId, Registration>,
  { findings }: OutlookReading,
): Promise<ReadonlyMap<RegistrationId, Registration>> {
  const learnt = new Map(known);
  const longest = Math.max(0, ...[...findings.values()].map(({ facts }) => facts.length));
  for (let index = 0; index < longest; index += 1) {
    const facts = [...findings].flatMap(([registrationId, { sequence, facts }]) => {
      const registration = learnt.get(registrationId);
      const fact = facts[index];
      const isAsRead = registration?.sequence === sequence + index;
      return registration !== undefined && fact !== undefined && isAsRead ? [{ registration, fact }] : [];
    });
    const evolved = page.dryRun
      ? facts.map(({ registration, fact }) => imagined(registration, fact))
      : await appendFacts(transaction, keyring, company, facts);
    for (const registration of evolved) learnt.set(registration.registrationId, registration);
  }
  return learnt;
}

const imagined = (registration: Registration, event: CalendarFact): Registration =>
  evolve(registration, {
    registrationId: registration.registrationId,
    sequence: registration.sequence + 1,
    recordedAt: new Date().toISOString(),
    event,
  });

function sortOut(
  registrations: ReadonlyMap<RegistrationId, Registration>,
  company: Company,
  { keyring }: ActivityDependencies,
  page: ReplayPage,
  { unreadable }: OutlookReading,
) {
  const fingerprint = fingerprintWith(keyring);
  const setsAside = !page.dryRun && !page.doesRemovals && !company.connection.isPurging;
  const settled: ReplayItem[] = [];
  const untouched: Registration[] = [];
  const due: DueRegistration[] = [];
  const held: DueRegistration[] = [];
  for (const [registrationId, registration] of registrations) {
    const unread = unreadable.get(registrationId);
    if (unread !== undefined) {
      settled.push({ registrationId, outcome: 'failed', reason: unread });
      continue;
    }
    const step = nextSyncStep(asAsked(registration, page), company, fingerprint);
    if (step.kind !== 'none') {
      const leavesRemovals = setsAside && owesRemovals(registration);
      (setsAside && step.kind === 'remove' ? held : due).push({ registrationId, step, leavesRemovals });
      continue;
    }
    const status = registrationStatus(registration, company, fingerprint);
    settled.push({ registrationId, outcome: outcomeOf(status, []), reason: status.reason });
    untouched.push(registration);
  }
  return { settled, untouched, due, held };
}

/** Those that Microsoft has refused don't hold up what else is due. */
const owesRemovals = ({ calendar: { owedRemovals, refusedRemovals } }: Registration): boolean =>
  owedRemovals.some(({ calendarEventId }) => !refusedRemovals.includes(calendarEventId));

/** What an administrator has rejected is asked again only where an administrator starts the replay. */
function asAsked(registration: Registration, { asksAgain }: ReplayPage): Registration {
  const { heldRemoval } = registration.calendar;
  return heldRemoval === null || (heldRemoval.isRejected && !asksAgain)
    ? registration
    : withoutHold(registration);
}
