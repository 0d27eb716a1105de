import { WithStartWorkflowOperation, type Client, type WorkflowStartOptions } from '@temporalio/client';
import type { CompanyId } from '#domain/identifiers.ts';
import {
  automaticRepliesType,
  automaticRepliesWorkflowId,
  companyIdAttribute,
  lookAgainRequestedSignal,
  lookNowUpdate,
  taskQueue,
  type AutomaticRepliesStatus,
} from '#workflows/messages.ts';
import { within } from './connection-checks.ts';

/** Lets a mailbox's workflow look again at its automatic reply, and starts it where none runs. */
export async function requestReplyLook(
  client: Client,
  companyId: CompanyId,
  mailboxKey: string,
): Promise<void> {
  await client.workflow.signalWithStart(automaticRepliesType, {
    ...optionsOf(companyId, mailboxKey),
    signal: lookAgainRequestedSignal,
  });
}

/**
 * As `requestReplyLook`, and waits until it has looked; what it found stands in the store.
 * @returns null where no worker has answered within `timeoutSeconds`; it still looks.
 */
export async function lookAtReply(
  client: Client,
  companyId: CompanyId,
  mailboxKey: string,
  timeoutSeconds: number,
): Promise<AutomaticRepliesStatus | null> {
  const startWorkflowOperation = new WithStartWorkflowOperation(automaticRepliesType, {
    ...optionsOf(companyId, mailboxKey),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  const look = client.workflow.executeUpdateWithStart(lookNowUpdate, { startWorkflowOperation });
  return within(look, timeoutSeconds);
}

const optionsOf = (companyId: CompanyId, mailboxKey: string) =>
  ({
    workflowId: automaticRepliesWorkflowId(companyId, mailboxKey),
    taskQueue,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: [{ key: companyIdAttribute, value: companyId }],
    staticSummary: `Automatic reply of a mailbox of ${companyId}`,
    priority: { fairnessKey: companyId },
  }) satisfies WorkflowStartOptions;
