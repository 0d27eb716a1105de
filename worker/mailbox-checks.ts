import type { Logger } from 'pino';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Database } from '#persistence/database.ts';
import { claimMailboxChecks, readCompaniesWithMailboxesToCheck } from '#persistence/mailbox-checks.ts';
import { startLoop, type BackgroundLoop } from './background-loop.ts';

export interface MailboxChecksDependencies {
  readonly database: Database;
  readonly check: (companyId: CompanyId, mailboxKey: string, signal: AbortSignal) => Promise<unknown>;
  readonly logger: Logger;
}

const pollMilliseconds = 5000;
/** Of one company at once. */
const maximumChecks = 20;

/**
 * Checks mailboxes in trouble as they become due, in a loop of its own: one that gives no answer holds up nothing else.
 * Several of these at once do no harm, because each check is claimed.
 */
export function startMailboxChecks(dependencies: MailboxChecksDependencies): BackgroundLoop {
  return startLoop({
    name: 'checking mailboxes',
    pauseMilliseconds: pollMilliseconds,
    work: (_, signal) => checkDue(dependencies, signal),
    logger: dependencies.logger,
  });
}

async function checkDue(
  { database, check, logger }: MailboxChecksDependencies,
  signal: AbortSignal,
): Promise<void> {
  for (const companyId of await readCompaniesWithMailboxesToCheck(database)) {
    const due = await claimMailboxChecks(database, companyId, maximumChecks);
    await Promise.all(due.map((mailboxKey) => check(companyId, mailboxKey, signal)));
    if (due.length > 0) logger.info({ companyId, mailboxes: due.length }, 'checked mailboxes in trouble');
    signal.throwIfAborted();
  }
}
