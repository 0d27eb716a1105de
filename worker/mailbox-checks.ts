import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Database } from '#persistence/database.ts';
import { claimMailboxChecks, readCompaniesWithMailboxesToCheck } from '#persistence/mailbox-checks.ts';

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
export function startMailboxChecks(dependencies: MailboxChecksDependencies): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = run(dependencies, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function run(dependencies: MailboxChecksDependencies, signal: AbortSignal): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await checkDue(dependencies, signal);
      isFailing = false;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      if (!isFailing && !signal.aborted)
        dependencies.logger.warn({ error: name }, 'checking mailboxes fails; trying on');
      isFailing = true;
    }
    await setTimeout(pollMilliseconds, undefined, { signal }).catch(() => {});
  }
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
