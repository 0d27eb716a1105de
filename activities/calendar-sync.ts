import { LRUCache } from 'lru-cache';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { retrying } from '#persistence/retrying.ts';
import { batched } from './batches.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { keyOf, performWrite, type PerformedWrite } from './calendar-writes.ts';
import { concludeWrites, type ToConclude } from './conclude-writes.ts';
import type { WriteAnswer } from './microsoft365/calendar-events.ts';
import type { Urgency } from './microsoft365/mailbox-gate.ts';
import { prepareWrites, type PreparedWrite, type ToPrepare } from './prepare-writes.ts';
import type { Later, Settled } from './registration-record.ts';

export interface SyncOptions {
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  /** False leaves what is to be removed for somebody to weigh first; all else is done. */
  readonly removes?: boolean;
}

/** What was written to Outlook on the way, in order. */
export type DoneWrite = 'created' | 'updated' | 'removed';

export type SyncOutcome =
  /** Nothing is left to do now: Outlook is right, or what hinders it won't pass by waiting. */
  | (Settled & {
      readonly writes: readonly DoneWrite[];
      /** Where they were sent: a registration that has moved is written to in the mailbox that it has left. */
      readonly writtenMailboxes: readonly string[];
    })
  | Later
  | { readonly kind: 'no-such-registration' };

/** Writes that one call makes at most: a move to another mailbox takes three, a lost answer one more. */
const maximumRounds = 8;

export interface CalendarSync {
  /**
   * Brings one registration's calendar event to what should stand in Outlook. Idempotent by level: it reads the stream,
   * decides, records the attempt with a lease, writes, and records the answer, until nothing is left to do. Safe to run
   * any number of times, at once, and after a crash at any point.
   */
  readonly sync: (
    companyId: CompanyId,
    registrationId: RegistrationId,
    options: SyncOptions,
  ) => Promise<SyncOutcome>;
}

/** Calls of one of these that run at the same time share transactions: live changes have one, replays another. */
export function calendarSync(dependencies: ActivityDependencies): CalendarSync {
  const companies = new LRUCache<CompanyId, ReturnType<typeof store>>({ max: 1000 });
  const storeOf = (companyId: CompanyId) => {
    const known = companies.get(companyId) ?? store(dependencies, companyId);
    companies.set(companyId, known);
    return known;
  };
  return {
    async sync(companyId, registrationId, options) {
      const { prepare, conclude } = storeOf(companyId);
      const writes: DoneWrite[] = [];
      const writtenMailboxes: string[] = [];
      const refused = new Set<string>();
      const { removes = true } = options;
      for (let round = 0; round < maximumRounds; round += 1) {
        const prepared = await prepare({ registrationId, refused, removes });
        if (prepared.kind === 'settled') return { ...prepared, writes, writtenMailboxes };
        if (prepared.kind !== 'write') return prepared;
        writtenMailboxes.push(prepared.step.write.mailbox);
        const performed = await write(dependencies, prepared, options);
        if (isRefusal(performed.answer)) refused.add(keyOf(prepared.step));
        const concluded = await conclude({ prepared, performed, refused, removes });
        const done = doneWrite(performed);
        if (done) writes.push(done);
        if (concluded.kind === 'settled') return { ...concluded, writes, writtenMailboxes };
        if (concluded.kind === 'later') return concluded;
      }
      return { kind: 'later', reason: { code: 'microsoft-unavailable' }, retryAfterSeconds: null };
    },
  };
}

/** Registrations that one transaction carries at most. */
const maximumBatch = 50;

function store(dependencies: ActivityDependencies, companyId: CompanyId) {
  return {
    prepare: batched(
      (items: readonly ToPrepare[]) => retrying(() => prepareWrites(dependencies, companyId, items)),
      ({ registrationId }) => registrationId,
      maximumBatch,
    ),
    conclude: batched(
      (items: readonly ToConclude[]) => retrying(() => concludeWrites(dependencies, companyId, items)),
      ({ prepared }) => prepared.registrationId,
      maximumBatch,
    ),
  };
}

/** Sends, as long as the lease outlives the time that the answer may take. */
function write(
  { keyring, microsoft365 }: ActivityDependencies,
  prepared: PreparedWrite,
  { urgency, signal }: SyncOptions,
): Promise<PerformedWrite> {
  const { registrationId, step, credential, presentMailbox, leaseEndsAt } = prepared;
  const { companyId } = prepared.company;
  const graph = microsoft365.graphFor(companyId, credential, keyring);
  const maySend = () => performance.now() + microsoft365.timeoutSeconds * 1000 < leaseEndsAt;
  return microsoft365.gate.run(step.write.mailbox, urgency, () =>
    performWrite(graph, step, presentMailbox, { companyId, registrationId, signal, maySend }),
  );
}

function doneWrite({ step, answer }: PerformedWrite): DoneWrite | null {
  if (answer.kind === 'removed') return 'removed';
  if (answer.kind !== 'written' && answer.kind !== 'adopted') return null;
  return step.kind === 'create' ? 'created' : 'updated';
}

/** Refused for good: not tried again in this call, while writes of other events go on. */
const isRefusal = (answer: WriteAnswer): boolean =>
  answer.kind === 'failed' && (answer.failure.kind === 'mailbox' || answer.failure.kind === 'rejected');
