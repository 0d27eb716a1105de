import { timeZoneOf } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import { endInstantOf } from '#domain/period.ts';
import type { CalendarFact } from '#domain/registration-event.ts';
import { evolve, type Registration } from '#domain/registration.ts';
import { registrationStatus } from '#domain/sync.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { appendEvents } from '#persistence/event-store.ts';
import { fingerprintWith, projectRegistrations } from '#persistence/registrations.ts';

/**
 * Appends a fact of our own to the registration's stream, and its row follows.
 * @throws SequenceConflict where somebody else appended first.
 */
export async function append(
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

/** A registration with which nothing is left to do now. */
export function settled(registration: Registration, company: Company, keyring: Keyring) {
  const data = registration.data?.value;
  return {
    kind: 'settled',
    status: registrationStatus(registration, company, fingerprintWith(keyring)),
    endsAt: data ? endInstantOf(data.period, timeZoneOf(data, company)) : null,
    isDeleted: registration.existence?.value === 'deleted',
  } as const;
}
