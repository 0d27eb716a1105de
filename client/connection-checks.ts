import { TimeoutFailure } from '@temporalio/common';
import type { Client } from '@temporalio/client';
import {
  companyIdAttribute,
  connectionCheckType,
  connectionCheckWorkflowId,
  taskQueue,
  type ConnectionCheckInput,
  type ConnectionCheckResult,
} from '#workflows/messages.ts';

/**
 * Lets a worker try the candidate with Microsoft and, where a token comes, save it and start the replay that follows.
 * @returns null where no worker has answered within `timeoutSeconds`; the check then ends by itself, unsaved.
 */
export async function checkAndSaveConnection(
  client: Client,
  input: ConnectionCheckInput,
  timeoutSeconds: number,
): Promise<ConnectionCheckResult | null> {
  try {
    return await client.workflow.execute<(input: ConnectionCheckInput) => Promise<ConnectionCheckResult>>(
      connectionCheckType,
      {
        workflowId: connectionCheckWorkflowId(input.companyId, input.candidateId),
        taskQueue,
        args: [input],
        workflowExecutionTimeout: `${timeoutSeconds}s`,
        typedSearchAttributes: [{ key: companyIdAttribute, value: input.companyId }],
        staticSummary: `Connection check of ${input.companyId}`,
      },
    );
  } catch (error) {
    if (error instanceof Error && error.cause instanceof TimeoutFailure) return null;
    throw error;
  }
}
