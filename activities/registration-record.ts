import { timeZoneOf } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import { endInstantOf } from '#domain/period.ts';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact } from '#domain/registration-event.ts';
import { evolve, type Registration } from '#domain/registration.ts';
import { nextSyncStep, registrationStatus, type RegistrationStatus } from '#domain/sync.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { appendEvents } from '#persistence/event-store.ts';
import { fingerprintWith, projectRegistrations, readRegistrationStates } from '#persistence/registrations.ts';

export interface NewFact {
  readonly registration: Registration;
  readonly fact: CalendarFact;
}

/**
 * Appends facts of our own to their registrations' streams, and their rows follow. Returns the registrations as the
 * facts leave them, in the order given.
 * @throws SequenceConflict where somebody else appended first.
 */
export async function appendFacts(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  facts: readonly NewFact[],
): Promise<Registration[]> {
  if (facts.length === 0) return [];
  const recorded = await appendEvents(
    transaction,
    keyring,
    facts.map(({ registration: { registrationId, sequence }, fact }) => ({
      registrationId,
      sequence: sequence + 1,
      event: fact,
      message: null,
    })),
  );
  const byRegistration = new Map(recorded.map((event) => [event.registrationId, event]));
  const evolved = facts.map(({ registration }) => {
    const event = byRegistration.get(registration.registrationId);
    return event === undefined ? registration : evolve(registration, event);
  });
  await projectRegistrations(transaction, keyring, company, evolved);
  return evolved;
}

/** A registration with which nothing is left to do now. */
export interface Settled {
  readonly kind: 'settled';
  readonly status: RegistrationStatus;
  /** When the absence is over, ISO 8601 in UTC; null while the HR system has not said. */
  readonly endsAt: string | null;
  readonly isDeleted: boolean;
  /** The mailbox whose automatic reply may have to follow; null where the company has replies OFF. */
  readonly replyMailbox: string | null;
  /**
   * Where the connection isn't open and something is left to do: whether it waits for the connection, or was sent all
   * the same, for a purge, and refused by Microsoft.
   */
  readonly hindrance: 'connection' | 'refusal' | null;
}

export function settled(registration: Registration, company: Company, keyring: Keyring): Settled {
  const data = registration.data?.value;
  return {
    kind: 'settled',
    status: registrationStatus(registration, company, fingerprintWith(keyring)),
    endsAt: data ? endInstantOf(data.period, timeZoneOf(data, company)) : null,
    isDeleted: registration.existence?.value === 'deleted',
    replyMailbox: company.settings.automaticReplies.enabled ? (data?.employee.mailbox ?? null) : null,
    hindrance: hindranceOf(registration, company, keyring),
  };
}

function hindranceOf(registration: Registration, company: Company, keyring: Keyring): Settled['hindrance'] {
  const { isOpen, isPurging } = company.connection;
  if (isOpen || nextSyncStep(registration, company, fingerprintWith(keyring)).kind === 'none') return null;
  return isPurging && registration.calendar.setback?.kind === 'attention' ? 'refusal' : 'connection';
}

/** Rows follow what the company has chosen since they were written; those that are right already aren't written. */
export async function refreshRows(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  registrations: readonly Registration[],
): Promise<void> {
  const rows = await readRegistrationStates(
    transaction,
    registrations.map(({ registrationId }) => registrationId),
  );
  const stale = registrations.filter((registration) => {
    const row = rows.get(registration.registrationId);
    const status = registrationStatus(registration, company, fingerprintWith(keyring));
    return row?.state !== status.state || row?.reason?.code !== status.reason?.code;
  });
  if (stale.length > 0) await projectRegistrations(transaction, keyring, company, stale);
}

/** To be tried again; null seconds leave the wait to the caller. */
export interface Later {
  readonly kind: 'later';
  readonly reason: Reason;
  readonly retryAfterSeconds: number | null;
  /** Somebody else is writing this registration, so that this was no try of it. */
  readonly isBusy?: true;
}
