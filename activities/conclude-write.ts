import type { CalendarFact } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { nextSyncStep } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { readRegistration } from '#persistence/event-store.ts';
import { holdLease, releaseLease } from '#persistence/leases.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import type { CalendarSyncDependencies, Later } from './calendar-sync.ts';
import { factOf, keyOf, type PerformedWrite, type WriteStep } from './calendar-writes.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { PreparedWrite } from './prepare-write.ts';
import { append, settled } from './registration-record.ts';

/** Records what the answer proves. Where another has taken the lease meanwhile, that one will find out for itself. */
export function concludeWrite(
  { database, keyring }: CalendarSyncDependencies,
  prepared: PreparedWrite,
  { step, answer }: PerformedWrite,
  refused: ReadonlySet<string>,
) {
  const { companyId, connection } = prepared.company;
  const { registrationId, lease } = prepared;
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
    const next = nextSyncStep(concluded, company, fingerprintWith(keyring));
    const isFinal = next.kind === 'none' || refused.has(keyOf(next));
    return isFinal ? settled(concluded, company, keyring) : ({ kind: 'again' } as const);
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
