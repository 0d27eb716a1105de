import { setTimeout } from 'node:timers/promises';
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
 * @returns null where no worker has answered within `timeoutSeconds`. The check goes on until it finds its candidate
 * gone, so whoever gives up deletes that, and learns by it whether it had been saved.
 */
export async function checkAndSaveConnection(
  client: Client,
  input: ConnectionCheckInput,
  timeoutSeconds: number,
): Promise<ConnectionCheckResult | null> {
  const check = await client.workflow.start<(input: ConnectionCheckInput) => Promise<ConnectionCheckResult>>(
    connectionCheckType,
    {
      workflowId: connectionCheckWorkflowId(input.companyId, input.candidateId),
      taskQueue,
      args: [input],
      typedSearchAttributes: [{ key: companyIdAttribute, value: input.companyId }],
      staticSummary: `Connection check of ${input.companyId}`,
    },
  );
  const waiting = new AbortController();
  try {
    return await Promise.race([
      check.result(),
      setTimeout(timeoutSeconds * 1000, null, { signal: waiting.signal }),
    ]);
  } finally {
    waiting.abort();
  }
}
