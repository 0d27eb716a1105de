import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { MailboxCheckActivities, MailboxCheckResult } from '#activities/mailbox-check.ts';
import type { MailboxCheckInput } from './messages.ts';

/** An administrator waits for the answer, so Graph is asked once and, where a worker dies, once more. */
const { checkMailbox } = proxyActivities<MailboxCheckActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumAttempts: 2 },
});

/** Checks a mailbox for an administrator who waits. Which one, and what came of it, stands in the store alone. */
export async function mailboxCheck({
  companyId,
  mailboxKey,
}: MailboxCheckInput): Promise<MailboxCheckResult> {
  setCurrentDetails('Asking Graph for one event of the mailbox.');
  const result = await checkMailbox({ companyId, mailboxKey });
  setCurrentDetails(details[result.kind]);
  return result;
}

const details = {
  checked: 'Done. What it told stands in the store.',
  unanswered: 'Microsoft has told nothing of the mailbox; what was known of it stays.',
  'connection-closed': 'The company’s connection is closed.',
} as const satisfies Record<MailboxCheckResult['kind'], string>;
