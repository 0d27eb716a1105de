import type { Company } from '#domain/company.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import { isWithheld } from '#domain/mailbox.ts';
import type { Reason } from '#domain/reasons.ts';
import type { Registration } from '#domain/registration.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { readMailboxTroubles } from '#persistence/mailboxes.ts';
import type { WriteStep } from './calendar-writes.ts';
import { appendFacts, refreshRows, settled, type Settled } from './registration-record.ts';

/** A registration with the write that it needs. */
export interface DueWrite {
  readonly registration: Registration;
  readonly step: WriteStep;
}

/**
 * Settles the registrations whose write goes to a mailbox that is known to be in trouble: nothing is sent there until a
 * check, or an administrator, has it tried again. A mailbox that the employee has left is nobody's to check, so writes
 * to it go on.
 */
export async function withholdFromTroubled(
  transaction: CompanyTransaction,
  keyring: Keyring,
  company: Company,
  due: readonly DueWrite[],
): Promise<Map<RegistrationId, Settled>> {
  const present = due.filter(
    ({ registration, step }) => step.write.mailbox === registration.data?.value.employee.mailbox,
  );
  const mailboxes = new Set(present.map(({ step }) => step.write.mailbox));
  const troubles = await readMailboxTroubles(transaction, [...mailboxes]);
  const withheld = present.flatMap(({ registration, step: { write } }) => {
    const reason = troubles.get(write.mailbox);
    return reason && isWithheld(write.operation, reason) ? [{ registration, reason }] : [];
  });
  if (withheld.length === 0) return new Map();
  const known = withheld.filter(saysSo).map(({ registration }) => registration);
  // The row may still say that the connection was the cause.
  await refreshRows(transaction, keyring, company, known);
  const told = await appendFacts(
    transaction,
    keyring,
    company,
    withheld
      .filter((each) => !saysSo(each))
      .map(({ registration, reason }) => ({ registration, fact: { type: 'CalendarWriteWithheld', reason } })),
  );
  return new Map([...known, ...told].map((each) => [each.registrationId, settled(each, company, keyring)]));
}

/** The same reason isn't recorded twice in a row. */
function saysSo({
  registration,
  reason,
}: {
  readonly registration: Registration;
  readonly reason: Reason;
}): boolean {
  const { setback } = registration.calendar;
  return setback?.kind === 'attention' && setback.reason.code === reason.code;
}
