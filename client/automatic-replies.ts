import type { Client } from '@temporalio/client';
import type { CompanyId } from '#domain/identifiers.ts';
import {
  automaticRepliesType,
  automaticRepliesWorkflowId,
  companyIdAttribute,
  lookAgainRequestedSignal,
  taskQueue,
} from '#workflows/messages.ts';

/** Lets a mailbox's workflow look again at its automatic reply, and starts it where none runs. */
export async function requestReplyLook(
  client: Client,
  companyId: CompanyId,
  mailboxKey: string,
): Promise<void> {
  await client.workflow.signalWithStart(automaticRepliesType, {
    workflowId: automaticRepliesWorkflowId(companyId, mailboxKey),
    taskQueue,
    signal: lookAgainRequestedSignal,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: [{ key: companyIdAttribute, value: companyId }],
    staticSummary: `Automatic reply of a mailbox of ${companyId}`,
    priority: { fairnessKey: companyId },
  });
}
