import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { evolve } from '#domain/registration.ts';
import { noteActivity } from './activity.ts';
import { findCompany } from './companies.ts';
import { inCompany, type Database } from './database.ts';
import type { Keyring } from './encryption.ts';
import { appendEvents, readRegistration } from './event-store.ts';
import { forgetMailboxTrouble } from './mailboxes.ts';
import { projectRegistrations } from './registrations.ts';
import { retrying } from './retrying.ts';

/**
 * Records that an administrator wants a registration brought to Outlook now: what has held it up is put aside, and its
 * mailbox is tried again, whatever is known of it.
 * @returns the sequence of the request; null where there is no such registration.
 */
export function requestSync(
  database: Database,
  keyring: Keyring,
  companyId: CompanyId,
  registrationId: RegistrationId,
): Promise<number | null> {
  return retrying(() =>
    inCompany(database, companyId, async (transaction) => {
      const company = await findCompany(transaction);
      const registration = await readRegistration(transaction, keyring, registrationId);
      if (company === null || registration.sequence === 0) return null;
      const mailbox = registration.data?.value.employee.mailbox;
      if (mailbox !== undefined) await forgetMailboxTrouble(transaction, mailbox);
      const sequence = registration.sequence + 1;
      const event = { type: 'SyncRequested' } as const;
      const recorded = await appendEvents(transaction, keyring, [
        { registrationId, sequence, event, message: null },
      ]);
      const requested = recorded.reduce(evolve, registration);
      await projectRegistrations(transaction, keyring, company, [requested]);
      await noteActivity(transaction, {
        actor: 'administrator',
        action: 'sync-requested',
        details: { registrationId },
      });
      return sequence;
    }),
  );
}
