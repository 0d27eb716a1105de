import { cancellationSignal } from '@temporalio/activity';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import {
  findMailboxToCheck,
  noteMailboxCheck,
  postponeMailboxCheck,
  type CheckOptions,
  type MailboxCheckOutcome,
  type MailboxToCheck,
} from '#persistence/mailbox-checks.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import { tryCalendar } from './microsoft365/mailbox-access.ts';

export interface MailboxCheckReference {
  readonly companyId: CompanyId;
  /** Stands for the address, which stays in the store. */
  readonly mailboxKey: string;
}

export type MailboxCheckResult =
  /** What it told stands in the store. */
  | { readonly kind: 'checked' }
  /** Microsoft has told nothing of the mailbox; what was known stays. */
  | { readonly kind: 'unanswered'; readonly reason: Reason }
  /** Nothing can be sent for this company. */
  | { readonly kind: 'connection-closed'; readonly reason: Reason };

export interface MailboxCheckActivities {
  /** An administrator's check: `checkMailbox`. Idempotent: it reads, and records what it has read. */
  checkMailbox(input: MailboxCheckReference): Promise<MailboxCheckResult>;
}

export function mailboxCheckActivities(dependencies: ActivityDependencies): MailboxCheckActivities {
  return {
    checkMailbox: (input) =>
      checkMailbox(dependencies, input, { isOnDemand: true, signal: cancellationSignal() }),
  };
}

/** What gave no answer is asked again after this, or after what Microsoft asks for. */
const soonSeconds = 60;

/**
 * Asks Graph once whether a mailbox lets the application in, and records the answer. A full one isn't asked, because no
 * reading tells whether it has room again.
 */
export async function checkMailbox(
  dependencies: ActivityDependencies,
  { companyId, mailboxKey }: MailboxCheckReference,
  { isOnDemand, signal }: Pick<CheckOptions, 'isOnDemand'> & { readonly signal: AbortSignal },
): Promise<MailboxCheckResult> {
  const { database, keyring, microsoft365, mailboxCheckSeconds } = dependencies;
  const { company, toCheck } = await inCompany(database, companyId, async (transaction) => ({
    company: await findCompany(transaction),
    toCheck: await findMailboxToCheck(transaction, mailboxKey),
  }));
  if (company === null || toCheck === null) return { kind: 'checked' };
  if (!company.connection.isOpen)
    return { kind: 'connection-closed', reason: company.connection.reason ?? { code: 'connection-missing' } };
  const note = (outcome: MailboxCheckOutcome): Promise<MailboxCheckResult> =>
    inCompany(database, companyId, async (transaction) => {
      await noteMailboxCheck(transaction, toCheck, outcome, {
        isOnDemand,
        checkSeconds: mailboxCheckSeconds,
      });
      return { kind: 'checked' };
    });
  if (toCheck.reason?.code === 'mailbox-full') return note({ kind: 'untold' });
  const graph = microsoft365.graphFor(companyId, toCheck.credential, keyring);
  const failure = await microsoft365.gate.run(toCheck.mailbox, 'live', () =>
    tryCalendar(graph, toCheck.mailbox, signal),
  );
  if (failure === null) return note({ kind: 'works' });
  if (failure.kind === 'mailbox') return note({ kind: 'troubled', reason: failure.reason });
  return leaveAlone(dependencies, companyId, toCheck, failure);
}

/** The failure says nothing of the mailbox: its state stays, and it is asked again. */
function leaveAlone(
  { database, mailboxCheckSeconds }: ActivityDependencies,
  companyId: CompanyId,
  { mailboxKey, credential }: MailboxToCheck,
  failure: Exclude<Microsoft365Failure, { kind: 'mailbox' }>,
): Promise<MailboxCheckResult> {
  return inCompany(database, companyId, async (transaction) => {
    switch (failure.kind) {
      case 'connection':
        await postponeMailboxCheck(transaction, mailboxKey, soonSeconds);
        await closeConnection(transaction, credential.epoch, failure.closes, failure.reason);
        return { kind: 'connection-closed', reason: failure.reason };
      case 'throttled':
      case 'unavailable':
        await postponeMailboxCheck(
          transaction,
          mailboxKey,
          Math.max(soonSeconds, failure.retryAfterSeconds ?? 0),
        );
        return { kind: 'unanswered', reason: failure.reason };
      case 'rejected':
        await postponeMailboxCheck(transaction, mailboxKey, mailboxCheckSeconds);
        return { kind: 'unanswered', reason: failure.reason };
      case 'not-sent':
        return { kind: 'unanswered', reason: { code: 'microsoft-unavailable' } };
    }
  });
}
