import { timeZoneOf } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { endInstantOf } from '#domain/period.ts';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, CalendarWrite } from '#domain/registration-event.ts';
import { evolve, type Registration } from '#domain/registration.ts';
import { nextSyncStep, registrationStatus, type RegistrationStatus } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection, findClientSecret, holdConnection } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction, type Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { appendEvents, readRegistration, SequenceConflict } from '#persistence/event-store.ts';
import { holdLease, releaseLease, takeLease, type Lease } from '#persistence/leases.ts';
import { findRegistrationRow, fingerprintWith, projectRegistrations } from '#persistence/registrations.ts';
import { factOf, performWrite, type WriteStep } from './calendar-writes.ts';
import type { WriteAnswer } from './microsoft365/calendar-events.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { Urgency } from './microsoft365/mailbox-gate.ts';
import type { Microsoft365, SealedCredential } from './microsoft365/microsoft-365.ts';

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

type Later = Extract<SyncOutcome, { kind: 'later' }>;

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
  for (let round = 0; round < maximumRounds; round += 1) {
    const prepared = await retrying(() => prepare(dependencies, companyId, registrationId));
    if (prepared.kind === 'later' || prepared.kind === 'no-such-registration') return prepared;
    if (prepared.kind === 'settled') return { ...prepared, writes };
    const answer = await write(dependencies, prepared, options);
    const concluded = await retrying(() => conclude(dependencies, prepared, answer));
    const done = doneWrite(prepared.step, answer);
    if (done) writes.push(done);
    if (concluded.kind === 'settled') return { ...concluded, writes };
    if (concluded.kind === 'later') return concluded;
  }
  return { kind: 'later', reason: { code: 'microsoft-unavailable' }, retryAfterSeconds: null };
}

interface PreparedWrite {
  readonly kind: 'write';
  readonly company: Company;
  readonly registrationId: RegistrationId;
  readonly step: WriteStep;
  /** A write before this one has no answer yet. */
  readonly hadUnanswered: boolean;
  readonly credential: SealedCredential;
  readonly lease: Lease;
  /** Of this process's monotonic clock. */
  readonly leaseEndsAt: number;
}

/** Decides the next step and, where it is a write, records it as attempted, with the lease, in one transaction. */
function prepare(
  { database, keyring, microsoft365 }: CalendarSyncDependencies,
  companyId: CompanyId,
  registrationId: RegistrationId,
) {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    const registration = await readRegistration(transaction, keyring, registrationId);
    if (company === null || registration.sequence === 0) return { kind: 'no-such-registration' } as const;
    const step = nextSyncStep(registration, company, fingerprintWith(keyring));
    if (step.kind === 'none') return settle(transaction, keyring, company, registration);
    if (!company.connection.isOpen) return park(transaction, keyring, company, registration);
    const credential = await findClientSecret(transaction);
    if (credential === null || credential.epoch !== company.connection.epoch) throw new SequenceConflict();
    const leaseStartedAt = performance.now();
    const taken = await takeLease(transaction, registrationId, microsoft365.leaseSeconds);
    if (taken.lease === null) return leaseBusy(taken.secondsLeft);
    if (!isSameWrite(registration.calendar.unanswered, step.write))
      await append(transaction, keyring, company, registration, {
        type: 'CalendarWriteAttempted',
        write: step.write,
      });
    const prepared: PreparedWrite = {
      kind: 'write',
      company,
      registrationId,
      step,
      credential,
      hadUnanswered: registration.calendar.unanswered !== null,
      lease: taken.lease,
      leaseEndsAt: leaseStartedAt + microsoft365.leaseSeconds * 1000,
    };
    return prepared;
  });
}

/** The row follows what the company has chosen since it was written. */
async function settle(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  registration: Registration,
) {
  const status = registrationStatus(registration, company, fingerprintWith(keyring));
  const row = await findRegistrationRow(transaction, registration.registrationId);
  if (row === undefined || row.state !== status.state || row.reason?.code !== status.reason?.code)
    await projectRegistrations(transaction, keyring, company, [registration]);
  return settled(registration, company, status);
}

function settled(registration: Registration, company: Company, status: RegistrationStatus) {
  const data = registration.data?.value;
  return {
    kind: 'settled',
    status,
    endsAt: data ? endInstantOf(data.period, timeZoneOf(data, company)) : null,
    isDeleted: registration.existence?.value === 'deleted',
  } as const;
}

/**
 * Parks while holding the connection: either it is parked before the connection opens, and the replay that follows
 * finds it, or the connection has changed and everything is decided anew.
 */
async function park(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  registration: Registration,
) {
  const held = await holdConnection(transaction);
  if ((held?.epoch ?? 0) !== company.connection.epoch) throw new SequenceConflict();
  const reason = company.connection.reason ?? { code: 'connection-missing' };
  const { setback } = registration.calendar;
  const parked =
    setback?.kind === 'parked' && setback.reason.code === reason.code
      ? registration
      : await append(transaction, keyring, company, registration, {
          type: 'Parked',
          reason,
          epoch: company.connection.epoch,
        });
  return settled(parked, company, registrationStatus(parked, company, fingerprintWith(keyring)));
}

const leaseBusy = (secondsLeft: number): Later => ({
  kind: 'later',
  reason: { code: 'microsoft-unavailable' },
  retryAfterSeconds: secondsLeft + 0.1,
});

function isSameWrite(attempt: CalendarWrite | null, write: CalendarWrite): boolean {
  return (
    attempt !== null &&
    attempt.operation === write.operation &&
    attempt.generation === write.generation &&
    attempt.mailbox === write.mailbox &&
    attempt.payloadHash === write.payloadHash &&
    attempt.registrationVersion === write.registrationVersion
  );
}

async function append(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  registration: Registration,
  fact: CalendarFact,
): Promise<Registration> {
  const { registrationId } = registration;
  const recorded = await appendEvents(transaction, keyring, [
    { registrationId, sequence: registration.sequence + 1, event: fact, message: null },
  ]);
  const evolved = recorded.reduce(evolve, registration);
  await projectRegistrations(transaction, keyring, company, [evolved]);
  return evolved;
}

/** Sends, as long as the lease outlives the time that the answer may take. */
function write(
  { keyring, microsoft365 }: CalendarSyncDependencies,
  { company: { companyId }, registrationId, step, credential, leaseEndsAt }: PreparedWrite,
  { urgency, signal }: SyncOptions,
): Promise<WriteAnswer> {
  const graph = microsoft365.graphFor(companyId, credential, keyring);
  const maySend = () => performance.now() + microsoft365.timeoutSeconds * 1000 < leaseEndsAt;
  return microsoft365.gate.run(step.write.mailbox, urgency, () =>
    microsoft365.measure(step.kind, () =>
      performWrite(graph, step, { companyId, registrationId, signal, maySend }),
    ),
  );
}

/** Records what the answer proves. Where another has taken the lease meanwhile, that one will find out for itself. */
function conclude(
  { database, keyring }: CalendarSyncDependencies,
  prepared: PreparedWrite,
  answer: WriteAnswer,
) {
  const { companyId, connection } = prepared.company;
  const { registrationId, step, lease } = prepared;
  return inCompany(database, companyId, async (transaction) => {
    const failure = answer.kind === 'failed' ? answer.failure : null;
    const mustKeepLease = failure !== null && mayStillArrive(step, failure);
    const isHolder = await (mustKeepLease ? holdLease : releaseLease)(transaction, lease);
    if (!isHolder) return { kind: 'again' } as const;
    const registration = await readRegistration(transaction, keyring, registrationId);
    const leaseSecondsLeft = Math.max(0, prepared.leaseEndsAt - performance.now()) / 1000;
    const retryAfter = failure === null ? null : retryAfterOf(failure, mustKeepLease ? leaseSecondsLeft : 0);
    if (failure?.kind === 'connection')
      await closeConnection(transaction, connection.epoch, failure.closes, failure.reason);
    const company = (await findCompany(transaction)) ?? prepared.company;
    const fact = factOf(step, answer, prepared.hadUnanswered, inSeconds(retryAfter));
    const concluded = isKnownSetback(registration, fact)
      ? registration
      : await append(transaction, keyring, company, registration, fact);
    if (failure?.kind === 'throttled' || failure?.kind === 'unavailable')
      return { kind: 'later', reason: failure.reason, retryAfterSeconds: retryAfter } satisfies Later;
    const status = registrationStatus(concluded, company, fingerprintWith(keyring));
    const isFinal =
      failure?.kind === 'mailbox' ||
      failure?.kind === 'rejected' ||
      nextSyncStep(concluded, company, fingerprintWith(keyring)).kind === 'none';
    return isFinal ? settled(concluded, company, status) : ({ kind: 'again' } as const);
  });
}

/**
 * A create without an answer may be carried out late; until lease and timeout have passed nobody else may create or
 * remove. Late patches and removals fail by their own If-Match.
 */
function mayStillArrive(step: WriteStep, failure: Microsoft365Failure): boolean {
  return step.kind === 'create' && failure.kind === 'unavailable' && failure.mayHaveHappened;
}

function retryAfterOf(failure: Microsoft365Failure, leaseSecondsLeft: number): number | null {
  if (failure.kind !== 'throttled' && failure.kind !== 'unavailable') return null;
  if (failure.retryAfterSeconds === null && leaseSecondsLeft === 0) return null;
  return Math.max(failure.retryAfterSeconds ?? 0, leaseSecondsLeft);
}

const inSeconds = (seconds: number | null): string | null =>
  seconds === null ? null : new Date(Date.now() + seconds * 1000).toISOString();

/** A setback that is recorded already is not recorded again, so that an outage of hours leaves one fact, not hundreds. */
function isKnownSetback({ calendar: { setback } }: Registration, fact: CalendarFact): boolean {
  return (
    fact.type === 'CalendarWriteFailed' &&
    fact.answer === 'unanswered' &&
    setback?.kind === fact.consequence &&
    setback.reason.code === fact.reason.code
  );
}

function doneWrite(step: WriteStep, answer: WriteAnswer): DoneWrite | null {
  if (answer.kind === 'removed') return 'removed';
  if (answer.kind !== 'written' && answer.kind !== 'adopted') return null;
  return step.kind === 'create' ? 'created' : 'updated';
}

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
