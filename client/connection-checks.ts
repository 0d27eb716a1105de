import { setTimeout } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import {
  companyIdAttribute,
  connectionCheckType,
  connectionCheckWorkflowId,
  connectionTestType,
  connectionTestWorkflowId,
  taskQueue,
  type ConnectionCheckInput,
  type ConnectionCheckResult,
  type ConnectionTestInput,
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
  return within(check.result(), timeoutSeconds);
}

/**
 * Lets a worker try the saved connection with Microsoft. It puts the result where the test was noted; where none stands
 * there after `timeoutSeconds`, no worker has made the test.
 */
export async function testConnection(
  client: Client,
  input: ConnectionTestInput,
  timeoutSeconds: number,
): Promise<void> {
  const test = await client.workflow.start<(input: ConnectionTestInput) => Promise<void>>(
    connectionTestType,
    {
      workflowId: connectionTestWorkflowId(input.companyId, input.testId),
      taskQueue,
      args: [input],
      typedSearchAttributes: [{ key: companyIdAttribute, value: input.companyId }],
      staticSummary: `Connection test of ${input.companyId}`,
    },
  );
  await within(test.result(), timeoutSeconds);
}

/** Null where it takes longer. */
export async function within<Result>(work: Promise<Result>, timeoutSeconds: number): Promise<Result | null> {
  const waiting = new AbortController();
  try {
    return await Promise.race([work, setTimeout(timeoutSeconds * 1000, null, { signal: waiting.signal })]);
  } finally {
    waiting.abort();
  }
}
