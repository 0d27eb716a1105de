import { setTimeout } from 'node:timers/promises';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { Registration } from '#domain/registration.ts';
import type { ReplayOutcome } from '#domain/replay.ts';
import { nextSyncStep, registrationStatus, type RegistrationStatus, type SyncStep } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { inCompany } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import { planReplayItems, recordReplayItems, type ReplayItem } from '#persistence/replay-items.ts';
import { markForRefresh } from '#persistence/undelivered.ts';
import { requestsPerMailbox } from './microsoft365/mailbox-gate.ts';
import { refreshRows } from './registration-record.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { type CalendarSync, type DoneWrite, type SyncOutcome } from './calendar-sync.ts';

export interface ReplayPage {
  readonly companyId: CompanyId;
  readonly replayId: string;
  readonly dryRun: boolean;
  readonly registrationIds: readonly RegistrationId[];
  readonly signal: AbortSignal;
}

/** Registrations under way at once over all mailboxes. */
const maximumConcurrency = 200;
/**
 * Registrations of one mailbox under way at once: twice what it lets in, so that while some are being recorded others
 * are being sent. The gate holds the requests to the rule.
 */
const lanesPerMailbox = 2 * requestsPerMailbox;
/** Tries of one registration before the report calls it failed; it then waits for the next replay. */
const maximumAttempts = 8;
/** Rows of the report written together. */
const itemsPerWrite = 50;

/**
 * Plans the whole page from one read, then writes only where Outlook isn't right, many mailboxes at once.
 * @returns why the company's connection failed on the way; null where it held.
 */
export async function replayRegistrations(
  dependencies: ActivityDependencies,
  calendarSync: CalendarSync,
  page: ReplayPage,
): Promise<Reason | null> {
  const plan = await planPage(dependencies, page);
  if (plan.closed !== null && !page.dryRun) return plan.closed;
  await report(dependencies, page, plan.settled);
  if (page.dryRun) {
    await report(
      dependencies,
      page,
      plan.due.map(({ registrationId, step }) => ({ registrationId, outcome: wouldBe(step), reason: null })),
    );
    return null;
  }
  const connectionFailure = await work(dependencies, calendarSync, page, plan.due);
  await inCompany(dependencies.database, page.companyId, (transaction) =>
    markForRefresh(transaction, plan.parked),
  );
  return connectionFailure;
}

interface Plan {
  readonly settled: readonly ReplayItem[];
  readonly due: readonly { readonly registrationId: RegistrationId; readonly step: SyncStep }[];
  readonly closed: Reason | null;
  /** Their workflows, where they run, have said "parked" and are to say what became of it. */
  readonly parked: readonly RegistrationId[];
}

function planPage({ database, keyring }: ActivityDependencies, page: ReplayPage): Promise<Plan> {
  return inCompany(database, page.companyId, async (transaction) => {
    const company = await findCompany(transaction);
    if (company === null) return { settled: [], due: [], closed: null, parked: [] };
    const fingerprint = fingerprintWith(keyring);
    const registrations = await readRegistrations(transaction, keyring, page.registrationIds);
    const settled: ReplayItem[] = [];
    const due: { registrationId: RegistrationId; step: SyncStep }[] = [];
    const untouched: Registration[] = [];
    const parked: RegistrationId[] = [];
    for (const [registrationId, registration] of registrations) {
      const step = nextSyncStep(registration, company, fingerprint);
      if (step.kind !== 'none') {
        due.push({ registrationId, step });
        if (registration.calendar.setback?.kind === 'parked') parked.push(registrationId);
        continue;
      }
      const status = registrationStatus(registration, company, fingerprint);
      settled.push({ registrationId, outcome: outcomeOf(status, []), reason: status.reason });
      untouched.push(registration);
    }
    if (!page.dryRun) {
      await refreshRows(transaction, keyring, company, untouched);
      await planReplayItems(
        transaction,
        page.replayId,
        due.map(({ registrationId, step }) => ({ registrationId, planned: wouldBe(step) })),
      );
    }
    return { settled, due, parked, closed: company.connection.isOpen ? null : company.connection.reason };
  });
}

function wouldBe(step: SyncStep): ReplayOutcome {
  switch (step.kind) {
    case 'none':
      return 'unchanged';
    case 'create':
      return 'created';
    case 'update':
      return 'updated';
    case 'remove':
      return 'removed';
  }
}

/**
 * Runs the due registrations, many mailboxes side by side, and writes the report as they come in.
 */
async function work(
  dependencies: ActivityDependencies,
  calendarSync: CalendarSync,
  page: ReplayPage,
  due: Plan['due'],
): Promise<Reason | null> {
  const lanes = lanesOf(due);
  const done: ReplayItem[] = [];
  let connectionFailure: Reason | null = null;
  let trouble: unknown = null;
  const flush = (): Promise<void> => report(dependencies, page, done.splice(0));
  const mayGoOn = (): boolean => connectionFailure === null && trouble === null && !page.signal.aborted;
  const runner = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift())
      for (
        let id = mayGoOn() ? lane.shift() : undefined;
        id !== undefined;
        id = mayGoOn() ? lane.shift() : undefined
      ) {
        const item = await replayOne(calendarSync, page, id);
        if (item === null) return;
        if (item.isParked) connectionFailure = item.reason;
        done.push(item);
        if (done.length >= itemsPerWrite) await flush();
      }
  };
  // All end before one's trouble ends the page, so that none goes on beside the next attempt.
  const running = Array.from({ length: Math.min(maximumConcurrency, lanes.length) }, () =>
    runner().catch((error: unknown) => {
      trouble ??= error;
    }),
  );
  await Promise.all(running);
  if (trouble !== null) throw trouble;
  await flush();
  page.signal.throwIfAborted();
  return connectionFailure;
}

/** The lanes of one mailbox share its registrations, so that none is left waiting behind a slow one. */
function lanesOf(due: Plan['due']): RegistrationId[][] {
  const mailboxes = Map.groupBy(due, ({ step }) => (step.kind === 'none' ? '' : step.write.mailbox));
  return [...mailboxes.values()].flatMap((registrations) => {
    const ids = registrations.map(({ registrationId }) => registrationId);
    return Array.from({ length: Math.min(lanesPerMailbox, ids.length) }, () => ids);
  });
}

/** A write that has been sent is waited for even where the page is broken off, so that none is left unanswered. */
const never = new AbortController().signal;

/** @returns null where the page was broken off before the registration was done. */
async function replayOne(
  { sync }: CalendarSync,
  page: ReplayPage,
  registrationId: RegistrationId,
): Promise<(ReplayItem & { readonly isParked: boolean }) | null> {
  let outcome: SyncOutcome = { kind: 'no-such-registration' };
  for (let attempt = 0; attempt < maximumAttempts; attempt += 1) {
    outcome = await sync(page.companyId, registrationId, { urgency: 'replay', signal: never });
    if (outcome.kind !== 'later') break;
    await pause(outcome.retryAfterSeconds ?? Math.min(30, 2 ** attempt), page);
    if (page.signal.aborted) return null;
  }
  switch (outcome.kind) {
    case 'settled': {
      const { status, writes } = outcome;
      return {
        registrationId,
        outcome: outcomeOf(status, writes),
        reason: status.reason,
        isParked: status.state === 'parked',
      };
    }
    case 'later':
      return { registrationId, outcome: 'failed', reason: outcome.reason, isParked: false };
    case 'no-such-registration':
      return { registrationId, outcome: 'skipped', reason: null, isParked: false };
  }
}

/** The net effect on Outlook: an event made in a new mailbox and removed from the old one was moved. */
function outcomeOf({ state }: RegistrationStatus, writes: readonly DoneWrite[]): ReplayOutcome {
  if (state === 'attention') return 'failed';
  if (writes.includes('created')) return writes.includes('removed') ? 'updated' : 'created';
  if (writes.includes('removed')) return 'removed';
  if (writes.includes('updated')) return 'updated';
  return state === 'synced' ? 'unchanged' : 'skipped';
}

function report(
  { database }: ActivityDependencies,
  { companyId, replayId }: ReplayPage,
  items: readonly ReplayItem[],
): Promise<void> {
  return inCompany(database, companyId, (transaction) => recordReplayItems(transaction, replayId, items));
}

/** Waits out what Microsoft asked for; ends at once when the page is broken off. */
async function pause(seconds: number, { signal }: ReplayPage): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal }).catch(() => {});
}
