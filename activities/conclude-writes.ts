import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { CalendarFact } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { nextSyncStep } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection, markHealthy } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { holdLeases } from '#persistence/leases.ts';
import { oweReplay } from '#persistence/owed-replays.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Later } from './registration-record.ts';
import { factOf, keyOf, type PerformedWrite } from './calendar-writes.ts';
import { judgeByMailbox } from './mailbox-evidence.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { PreparedWrite } from './prepare-writes.ts';
import { appendFacts, settled, type NewFact, type Settled } from './registration-record.ts';

export interface ToConclude {
  readonly prepared: PreparedWrite;
  readonly performed: PerformedWrite;
  readonly refused: ReadonlySet<string>;
  readonly removes: boolean;
}

/** `again`: there is more to do, or somebody else has taken over and everything is decided anew. */
export type Concluded = Settled | Later | { readonly kind: 'again' };

/**
 * Records what Microsoft's answers prove, all of them in one transaction. Where another has taken the lease meanwhile,
 * that one will find out for itself.
 * @throws SequenceConflict where somebody else appended first.
 */
export function concludeWrites(
  { database, keyring, mailboxCheckSeconds }: ActivityDependencies,
  companyId: CompanyId,
  writes: readonly ToConclude[],
): Promise<Concluded[]> {
  return inCompany(database, companyId, async (transaction) => {
    const holders = await holdLeases(
      transaction,
      writes.map(({ prepared: { lease }, performed }) => ({ lease, isReleased: !mayStillArrive(performed) })),
    );
    const held = writes.filter(({ prepared }) => holders.has(prepared.registrationId));
    await closeConnectionAfter(transaction, held);
    await verifyConnectionAfter(transaction, held);
    const { judged, replayCause } = await judgeByMailbox(transaction, held, mailboxCheckSeconds);
    const company = await findCompany(transaction);
    if (company === null) return writes.map(() => ({ kind: 'again' }));
    const registrations = await readRegistrations(transaction, keyring, [...holders]);
    const answers = judged.flatMap(({ prepared, performed }): (NewFact & { readonly isNews: boolean })[] => {
      const registration = registrations.get(prepared.registrationId);
      if (registration === undefined) return [];
      const nextAttemptAt = inSeconds(retryAfterOf(prepared, performed));
      const fact = factOf(performed.step, performed.answer, prepared.hadUnanswered, nextAttemptAt);
      return [{ registration, fact, isNews: !isKnownSetback(registration, fact) }];
    });
    const recorded = await appendFacts(
      transaction,
      keyring,
      company,
      answers.filter(({ isNews }) => isNews),
    );
    if (replayCause !== null)
      await oweReplay(transaction, { cause: replayCause, scope: { scope: 'unsynced' } });
    const concluded = new Map<RegistrationId, Registration>([
      ...registrations,
      ...recorded.map((registration) => [registration.registrationId, registration] as const),
    ]);
    return writes.map(({ prepared, performed, refused, removes }): Concluded => {
      const registration = concluded.get(prepared.registrationId);
      if (registration === undefined) return { kind: 'again' };
      const later = laterAfter(prepared, performed);
      if (later !== null) return later;
      const next = nextSyncStep(registration, company, fingerprintWith(keyring));
      // What is switched OFF can't be closed, so a purge that gets no token would else ask for one again at once.
      const isStuck = company.connection.isPurging && failureOf(performed)?.kind === 'connection';
      const isLeft = next.kind === 'remove' && !removes;
      const isFinal = next.kind === 'none' || refused.has(keyOf(next)) || isLeft || isStuck;
      return isFinal ? settled(registration, company, keyring) : { kind: 'again' };
    });
  });
}

const failureOf = ({ answer }: PerformedWrite): Microsoft365Failure | null =>
  answer.kind === 'failed' ? answer.failure : null;

/** One of them closes it; the others find it closed, or were refused with a secret that has been replaced. */
async function closeConnectionAfter(
  transaction: CompanyTransaction,
  writes: readonly ToConclude[],
): Promise<void> {
  for (const { prepared, performed } of writes) {
    const failure = failureOf(performed);
    if (failure?.kind !== 'connection') continue;
    const { epoch } = prepared.company.connection;
    if (await closeConnection(transaction, epoch, failure.closes, failure.reason)) return;
  }
}

async function verifyConnectionAfter(
  transaction: CompanyTransaction,
  writes: readonly ToConclude[],
): Promise<void> {
  const proof = writes.find(
    ({ prepared, performed }) =>
      prepared.company.connection.state === 'unverified' && performed.answer.kind !== 'failed',
  );
  if (proof) await markHealthy(transaction, proof.prepared.company.connection.epoch);
}

/**
 * A create without an answer may be carried out late; until lease and timeout have passed nobody else may create or
 * remove. Late patches and removals fail by their own If-Match.
 */
function mayStillArrive(performed: PerformedWrite): boolean {
  const failure = failureOf(performed);
  return performed.step.kind === 'create' && failure?.kind === 'unavailable' && failure.mayHaveHappened;
}

function laterAfter(prepared: PreparedWrite, performed: PerformedWrite): Later | null {
  const failure = failureOf(performed);
  if (failure?.kind !== 'throttled' && failure?.kind !== 'unavailable') return null;
  return { kind: 'later', reason: failure.reason, retryAfterSeconds: retryAfterOf(prepared, performed) };
}

function retryAfterOf({ leaseEndsAt }: PreparedWrite, performed: PerformedWrite): number | null {
  const failure = failureOf(performed);
  if (failure?.kind !== 'throttled' && failure?.kind !== 'unavailable') return null;
  if (!mayStillArrive(performed)) return failure.retryAfterSeconds;
  const leaseSecondsLeft = Math.max(0, leaseEndsAt - performance.now()) / 1000;
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
