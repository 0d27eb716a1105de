import type { Company } from '#domain/company.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import type { CalendarWrite } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import { nextSyncStep } from '#domain/sync.ts';
import { findCompany } from '#persistence/companies.ts';
import { findClientSecret, holdConnection } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { readRegistrations, SequenceConflict } from '#persistence/event-store.ts';
import { readSecondsLeft, takeLeases, type Lease } from '#persistence/leases.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Later } from './registration-record.ts';
import { keyOf, type WriteStep } from './calendar-writes.ts';
import type { SealedCredential } from './microsoft365/microsoft-365.ts';
import { appendFacts, refreshRows, settled, type Settled } from './registration-record.ts';
import { withholdFromTroubled, type DueWrite } from './withheld-writes.ts';

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

export type Prepared = PreparedWrite | Settled | Later | { readonly kind: 'no-such-registration' };

export interface ToPrepare {
  readonly registrationId: RegistrationId;
  /** Writes that Microsoft has refused for good; they are left as they are. */
  readonly refused: ReadonlySet<string>;
  readonly removes: boolean;
}

/**
 * Decides each registration's next step and, where it is a write, records it as attempted, with the lease: all of them
 * in one transaction.
 * @throws SequenceConflict where somebody else changed first what had been read.
 */
export function prepareWrites(
  { database, keyring, microsoft365 }: ActivityDependencies,
  companyId: CompanyId,
  wanted: readonly ToPrepare[],
): Promise<Prepared[]> {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    if (company === null) return wanted.map(() => ({ kind: 'no-such-registration' }));
    const ids = wanted.map(({ registrationId }) => registrationId);
    const registrations = await readRegistrations(transaction, keyring, ids);
    const { idle, due } = sortOut(registrations, company, keyring, wanted);
    const settledNow = await settleAll(transaction, keyring, company, idle);
    const { isOpen, isPurging } = company.connection;
    // No mailbox is checked while the connection isn't open, so a purge tries each.
    const withheld = isOpen
      ? await withholdFromTroubled(transaction, keyring, company, due)
      : nothingWithheld;
    const sendable = due.filter(({ registration }) => !withheld.has(registration.registrationId));
    const prepared =
      isOpen || isPurging
        ? await prepareAll(transaction, keyring, company, sendable, microsoft365.leaseSeconds)
        : await parkAll(transaction, keyring, company, sendable);
    return ids.map(
      (id) => settledNow.get(id) ?? withheld.get(id) ?? prepared.get(id) ?? { kind: 'no-such-registration' },
    );
  });
}

const nothingWithheld: ReadonlyMap<RegistrationId, Settled> = new Map();

function sortOut(
  registrations: ReadonlyMap<RegistrationId, Registration>,
  company: Company,
  keyring: Keyring,
  wanted: readonly ToPrepare[],
) {
  const idle: Registration[] = [];
  const due: DueWrite[] = [];
  for (const { registrationId, refused, removes } of wanted) {
    const registration = registrations.get(registrationId);
    if (registration === undefined || registration.sequence === 0) continue;
    const step = nextSyncStep(registration, company, fingerprintWith(keyring));
    const isLeft = step.kind === 'remove' && !removes;
    if (step.kind === 'none' || refused.has(keyOf(step)) || isLeft) idle.push(registration);
    else due.push({ registration, step });
  }
  return { idle, due };
}

async function settleAll(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  idle: readonly Registration[],
): Promise<Map<RegistrationId, Settled>> {
  const results = new Map(
    idle.map((registration) => [registration.registrationId, settled(registration, company, keyring)]),
  );
  await refreshRows(transaction, keyring, company, idle);
  return results;
}

/**
 * Parks while holding the connection: either they are parked before the connection opens, and the replay that follows
 * finds them, or the connection has changed and everything is decided anew.
 */
async function parkAll(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  due: readonly DueWrite[],
): Promise<Map<RegistrationId, Settled>> {
  const { epoch } = company.connection;
  const reason = company.connection.reason ?? { code: 'connection-missing' };
  if (due.length === 0) return new Map();
  const held = await holdConnection(transaction);
  if ((held?.epoch ?? 0) !== epoch) throw new SequenceConflict();
  const isParked = ({ registration: { calendar } }: DueWrite): boolean =>
    calendar.setback?.kind === 'parked' && calendar.setback.reason.code === reason.code;
  const parked = await appendFacts(
    transaction,
    keyring,
    company,
    due
      .filter((each) => !isParked(each))
      .map(({ registration }) => ({ registration, fact: { type: 'Parked', reason, epoch } })),
  );
  const all = [...due.filter(isParked).map(({ registration }) => registration), ...parked];
  return new Map(all.map((each) => [each.registrationId, settled(each, company, keyring)]));
}

async function prepareAll(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  due: readonly DueWrite[],
  leaseSeconds: number,
): Promise<Map<RegistrationId, PreparedWrite | Later>> {
  if (due.length === 0) return new Map();
  const credential = await findClientSecret(transaction);
  if (credential === null || credential.epoch !== company.connection.epoch) throw new SequenceConflict();
  const leaseEndsAt = performance.now() + leaseSeconds * 1000;
  const ids = due.map(({ registration }) => registration.registrationId);
  const leases = await takeLeases(transaction, ids, leaseSeconds);
  const prepared = due.flatMap(({ registration, step }): PreparedWrite[] => {
    const { registrationId, calendar, data } = registration;
    const lease = leases.get(registrationId);
    if (lease === undefined) return [];
    const presentMailbox = data?.value.employee.mailbox ?? null;
    const hadUnanswered = calendar.unanswered !== null;
    return [
      {
        kind: 'write',
        company,
        registrationId,
        step,
        presentMailbox,
        hadUnanswered,
        credential,
        lease,
        leaseEndsAt,
      },
    ];
  });
  await appendFacts(
    transaction,
    keyring,
    company,
    due
      .filter(({ registration }) => leases.has(registration.registrationId))
      .filter(({ registration, step }) => !isSameWrite(registration.calendar.unanswered, step.write))
      .map(({ registration, step }) => ({
        registration,
        fact: { type: 'CalendarWriteAttempted', write: step.write },
      })),
  );
  const busy = await readSecondsLeft(
    transaction,
    ids.filter((id) => !leases.has(id)),
  );
  return new Map<RegistrationId, PreparedWrite | Later>([
    ...prepared.map((each) => [each.registrationId, each] as const),
    ...[...busy].map(([id, secondsLeft]) => [id, leaseBusy(secondsLeft)] as const),
  ]);
}

/** Most give a lease back long before it ends, so it is looked at again soon. */
const leaseBusy = (secondsLeft: number): Later => ({
  kind: 'later',
  reason: { code: 'microsoft-unavailable' },
  retryAfterSeconds: Math.min(secondsLeft + 0.1, 1),
  isBusy: true,
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
