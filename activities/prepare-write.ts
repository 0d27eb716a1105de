import type { Company } from '#domain/company.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { CalendarWrite } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { nextSyncStep } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { findClientSecret, holdConnection } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { readRegistration, SequenceConflict } from '#persistence/event-store.ts';
import { takeLease, type Lease } from '#persistence/leases.ts';
import { findRegistrationRow, fingerprintWith, projectRegistrations } from '#persistence/registrations.ts';
import type { CalendarSyncDependencies, Later } from './calendar-sync.ts';
import { keyOf, type WriteStep } from './calendar-writes.ts';
import type { SealedCredential } from './microsoft365/microsoft-365.ts';
import { append, settled } from './registration-record.ts';

/** A write that is recorded as attempted, and the lease to send it under. */
export interface PreparedWrite {
  readonly kind: 'write';
  readonly company: Company;
  readonly registrationId: RegistrationId;
  readonly step: WriteStep;
  /** Where HR says that the employee's mailbox is now. */
  readonly presentMailbox: string | null;
  /** A write before this one has no answer yet. */
  readonly hadUnanswered: boolean;
  readonly credential: SealedCredential;
  readonly lease: Lease;
  /** Of this process's monotonic clock. */
  readonly leaseEndsAt: number;
}

/**
 * Decides the next step and, where it is a write, records it as attempted, with the lease, in one transaction. Steps in
 * `refused` are left.
 */
export function prepareWrite(
  { database, keyring, microsoft365 }: CalendarSyncDependencies,
  companyId: CompanyId,
  registrationId: RegistrationId,
  refused: ReadonlySet<string>,
) {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    const registration = await readRegistration(transaction, keyring, registrationId);
    if (company === null || registration.sequence === 0) return { kind: 'no-such-registration' } as const;
    const step = nextSyncStep(registration, company, fingerprintWith(keyring));
    if (step.kind === 'none' || refused.has(keyOf(step)))
      return settle(transaction, keyring, company, registration);
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
      presentMailbox: registration.data?.value.employee.mailbox ?? null,
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
  const result = settled(registration, company, keyring);
  const row = await findRegistrationRow(transaction, registration.registrationId);
  if (
    row === undefined ||
    row.state !== result.status.state ||
    row.reason?.code !== result.status.reason?.code
  )
    await projectRegistrations(transaction, keyring, company, [registration]);
  return result;
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
  return settled(parked, company, keyring);
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
