import type { Client } from '@temporalio/client';
import type { MailboxCheckResult } from '#activities/mailbox-check.ts';
import {
  companyIdAttribute,
  mailboxCheckType,
  mailboxCheckWorkflowId,
  taskQueue,
  type MailboxCheckInput,
} from '#workflows/messages.ts';
import { within } from './connection-checks.ts';

/**
 * Lets a worker check a mailbox with Microsoft; what it tells stands in the store. Asked for while a check of the same
 * mailbox runs, it waits for that one.
 * @returns null where no worker has answered within `timeoutSeconds`.
 */
export async function checkMailbox(
  client: Client,
  input: MailboxCheckInput,
  timeoutSeconds: number,
): Promise<MailboxCheckResult | null> {
  const check = await client.workflow.start<(input: MailboxCheckInput) => Promise<MailboxCheckResult>>(
    mailboxCheckType,
    {
      workflowId: mailboxCheckWorkflowId(input.companyId, input.mailboxKey),
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: [{ key: companyIdAttribute, value: input.companyId }],
      staticSummary: `Mailbox check of ${input.companyId}`,
    },
  );
  return within(check.result(), timeoutSeconds);
}
