import { setTimeout } from 'node:timers/promises';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { inCompany } from '#persistence/database.ts';
import { planReplayItems, recordReplayItems, type ReplayItem } from '#persistence/replay-items.ts';
import { markForRefresh } from '#persistence/undelivered.ts';
import { requestsPerMailbox } from './microsoft365/mailbox-gate.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { CalendarSync, SyncOutcome } from './calendar-sync.ts';
import { outcomeOf, wouldBe } from './replay-outcomes.ts';
import { planPage, type DueRegistration, type OutlookReading, type ReplayPage } from './replay-plan.ts';

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
 * Plans the whole page, then writes only where Outlook isn't right, many mailboxes at once.
 * @returns why the company's connection failed on the way; null where it held.
 */
export async function replayRegistrations(
  dependencies: ActivityDependencies,
  calendarSync: CalendarSync,
  page: ReplayPage,
  reading: OutlookReading,
): Promise<Reason | null> {
  const plan = await planPage(dependencies, page, reading);
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
    markForRefresh(transaction, plan.toRefresh),
  );
  return connectionFailure;
}

/**
 * Runs the due registrations, many mailboxes side by side, and writes the report as they come in.
 */
async function work(
  dependencies: ActivityDependencies,
  calendarSync: CalendarSync,
  page: ReplayPage,
  due: readonly DueRegistration[],
): Promise<Reason | null> {
  const lanes = lanesOf(due);
  const leavingRemovals = new Set(
    due.filter(({ leavesRemovals }) => leavesRemovals).map(({ registrationId }) => registrationId),
  );
  const done: ReplayItem[] = [];
  const setAside: RegistrationId[] = [];
  let connectionFailure: Reason | null = null;
  let trouble: unknown = null;
  const flush = async (): Promise<void> => {
    await report(dependencies, page, done.splice(0));
    await holdItems(dependencies, page, setAside.splice(0));
  };
  const mayGoOn = (): boolean => connectionFailure === null && trouble === null && !page.signal.aborted;
  const runner = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift())
      for (
        let id = mayGoOn() ? lane.shift() : undefined;
        id !== undefined;
        id = mayGoOn() ? lane.shift() : undefined
      ) {
        const item = await replayOne(calendarSync, page, id, !leavingRemovals.has(id));
        if (item === null) return;
        if (item.isParked) connectionFailure = item.reason;
        if (leavingRemovals.has(id) && !item.isParked && item.outcome !== 'failed') setAside.push(id);
        else done.push(item);
        if (done.length + setAside.length >= itemsPerWrite) await flush();
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
function lanesOf(due: readonly DueRegistration[]): RegistrationId[][] {
  const mailboxes = Map.groupBy(due, ({ step }) => step.write.mailbox);
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
  removes: boolean,
): Promise<(ReplayItem & { readonly isParked: boolean }) | null> {
  let outcome: SyncOutcome = { kind: 'no-such-registration' };
  let attempt = 0;
  while (attempt < maximumAttempts) {
    outcome = await sync(page.companyId, registrationId, { urgency: 'replay', signal: never, removes });
    if (outcome.kind !== 'later') break;
    await pause(outcome.retryAfterSeconds ?? Math.min(30, 2 ** attempt), page);
    if (!outcome.isBusy) attempt += 1;
    if (page.signal.aborted) return null;
  }
  switch (outcome.kind) {
    case 'settled': {
      const { status, writes, hindrance } = outcome;
      return {
        registrationId,
        outcome: hindrance === 'refusal' ? 'failed' : outcomeOf(status, writes),
        reason: status.reason,
        isParked: hindrance === 'connection',
      };
    }
    case 'later':
      return { registrationId, outcome: 'failed', reason: outcome.reason, isParked: false };
    case 'no-such-registration':
      return { registrationId, outcome: 'skipped', reason: null, isParked: false };
  }
}

function report(
  { database }: ActivityDependencies,
  { companyId, replayId }: ReplayPage,
  items: readonly ReplayItem[],
): Promise<void> {
  return inCompany(database, companyId, (transaction) => recordReplayItems(transaction, replayId, items));
}

function holdItems(
  { database }: ActivityDependencies,
  { companyId, replayId }: ReplayPage,
  registrationIds: readonly RegistrationId[],
): Promise<void> {
  return inCompany(database, companyId, (transaction) =>
    planReplayItems(
      transaction,
      replayId,
      registrationIds.map((registrationId) => ({ registrationId, planned: 'removed', isHeld: true })),
    ),
  );
}

/** Waits out what Microsoft asked for; ends at once when the page is broken off. */
async function pause(seconds: number, { signal }: ReplayPage): Promise<void> {
  await setTimeout(seconds * 1000, undefined, { signal }).catch(() => {});
}
