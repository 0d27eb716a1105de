import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { RegistrationStatus } from '#domain/sync.ts';
import type { Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { SequenceConflict } from '#persistence/event-store.ts';
import { keyOf, performWrite, type PerformedWrite } from './calendar-writes.ts';
import { concludeWrite } from './conclude-write.ts';
import type { WriteAnswer } from './microsoft365/calendar-events.ts';
import type { Urgency } from './microsoft365/mailbox-gate.ts';
import type { Microsoft365 } from './microsoft365/microsoft-365.ts';
import { prepareWrite, type PreparedWrite } from './prepare-write.ts';

export interface CalendarSyncDependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly microsoft365: Microsoft365;
}

export interface SyncOptions {
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
}

/** What was written to Outlook on the way, in order. */
export type DoneWrite = 'created' | 'updated' | 'removed';

export type SyncOutcome =
  /** Nothing is left to do now: Outlook is right, or what hinders it won't pass by waiting. */
  | {
      readonly kind: 'settled';
      readonly status: RegistrationStatus;
      readonly writes: readonly DoneWrite[];
      /** When the absence is over, ISO 8601 in UTC; null while the HR system has not said. */
      readonly endsAt: string | null;
      readonly isDeleted: boolean;
    }
  /** To be tried again; null seconds leave the wait to the caller. */
  | { readonly kind: 'later'; readonly reason: Reason; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'no-such-registration' };

export type Later = Extract<SyncOutcome, { kind: 'later' }>;

/** Writes that one call makes at most: a move to another mailbox takes three, a lost answer one more. */
const maximumRounds = 8;

/**
 * Brings one registration's calendar event to what should stand in Outlook. Idempotent by level: it reads the stream,
 * decides, records the attempt with a lease, writes, and records the answer, until nothing is left to do. Safe to run
 * any number of times, at once, and after a crash at any point.
 */
export async function syncCalendarEvent(
  dependencies: CalendarSyncDependencies,
  companyId: CompanyId,
  registrationId: RegistrationId,
  options: SyncOptions,
): Promise<SyncOutcome> {
  const writes: DoneWrite[] = [];
  const refused = new Set<string>();
  for (let round = 0; round < maximumRounds; round += 1) {
    const prepared = await retrying(() => prepareWrite(dependencies, companyId, registrationId, refused));
    if (prepared.kind === 'later' || prepared.kind === 'no-such-registration') return prepared;
    if (prepared.kind === 'settled') return { ...prepared, writes };
    const performed = await write(dependencies, prepared, options);
    if (isRefusal(performed.answer)) refused.add(keyOf(prepared.step));
    const concluded = await retrying(() => concludeWrite(dependencies, prepared, performed, refused));
    const done = doneWrite(performed);
    if (done) writes.push(done);
    if (concluded.kind === 'settled') return { ...concluded, writes };
    if (concluded.kind === 'later') return concluded;
  }
  return { kind: 'later', reason: { code: 'microsoft-unavailable' }, retryAfterSeconds: null };
}

/** Sends, as long as the lease outlives the time that the answer may take. */
function write(
  { keyring, microsoft365 }: CalendarSyncDependencies,
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

/** Runs the transaction again where somebody else changed first what it had read. */
async function retrying<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!(error instanceof SequenceConflict) || attempt === 20) throw error;
    }
  }
}
