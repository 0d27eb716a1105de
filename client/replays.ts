import { randomUUID } from 'node:crypto';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  type Client,
} from '@temporalio/client';
import type { CompanyId } from '#domain/identifiers.ts';
import type { ReplayCause, ReplayScope } from '#domain/replay.ts';
import {
  companyIdAttribute,
  approveRemovalsUpdate,
  pauseRequestedSignal,
  planAgainUpdate,
  rejectRemovalsUpdate,
  replayStatusQuery,
  replayType,
  replayWorkflowId,
  resumeRequestedSignal,
  taskQueue,
  type ReplayInput,
  type ReplayStatus,
} from '#workflows/messages.ts';

export interface ReplayRequest {
  readonly companyId: CompanyId;
  readonly cause: ReplayCause;
  readonly scope: ReplayScope;
  readonly dryRun: boolean;
  readonly repair?: boolean;
  /** Where it must be known before the start; else one is made. */
  readonly replayId?: string;
}

/** @returns the id of the replay now started, or null where one of this company still runs. */
export async function startReplay(client: Client, request: ReplayRequest): Promise<string | null> {
  const input: ReplayInput = { repair: false, replayId: randomUUID(), ...request };
  const workflowId = replayWorkflowId(request.companyId);
  for (;;) {
    try {
      await client.workflow.start(replayType, {
        workflowId,
        taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        typedSearchAttributes: [{ key: companyIdAttribute, value: request.companyId }],
        staticSummary: `Replay of ${request.companyId} (${request.cause})`,
      });
      return input.replayId;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
    if (!(await isClosing(client, request.companyId))) return null;
    await client.workflow.getHandle(workflowId).result();
  }
}

/** Milliseconds that a worker may take to tell how far a replay is; without one the replay can't be closing. */
const statusMilliseconds = 2000;

/** Whether the running replay has said that it is done and is about to make way for the next. */
async function isClosing(client: Client, companyId: CompanyId): Promise<boolean> {
  try {
    const status = await client.withDeadline(Date.now() + statusMilliseconds, () =>
      readReplayStatus(client, companyId),
    );
    return status === null || hasEnded(status);
  } catch {
    return false;
  }
}

const hasEnded = ({ state }: ReplayStatus): boolean =>
  state === 'completed' || state === 'cancelled' || state === 'failed';

/**
 * Makes sure that everything in the scope is looked at from now on: by a replay of its own, or by the running one,
 * which then plans again.
 * @returns the id of the replay that does it.
 */
export async function ensureReplay(client: Client, request: ReplayRequest): Promise<string> {
  for (;;) {
    const started = await startReplay(client, request);
    if (started !== null) return started;
    const running = client.workflow.getHandle(replayWorkflowId(request.companyId));
    try {
      const { replayId } = await running.query<ReplayStatus>(replayStatusQuery);
      await running.executeUpdate(planAgainUpdate, { args: [request.scope] });
      return replayId;
    } catch (error) {
      // It has ended, so the next start succeeds; or it is a dry run or about to end, and soon over.
      if (error instanceof WorkflowUpdateFailedError) await running.result();
      else if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}

/** The progress of the company's newest replay; null where Temporal knows none. */
export async function readReplayStatus(client: Client, companyId: CompanyId): Promise<ReplayStatus | null> {
  try {
    return await client.workflow.getHandle(replayWorkflowId(companyId)).query(replayStatusQuery);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

export type ReplayAct = 'pause' | 'resume' | 'cancel' | 'approve' | 'reject';

/**
 * Acts on the company's running replay.
 * @returns false where the replay of that id doesn't run (any more), or has nothing to approve or reject.
 */
export async function actOnReplay(
  client: Client,
  companyId: CompanyId,
  replayId: string,
  act: ReplayAct,
): Promise<boolean> {
  const running = client.workflow.getHandle(replayWorkflowId(companyId));
  try {
    const status = await running.query<ReplayStatus>(replayStatusQuery);
    if (status.replayId !== replayId || hasEnded(status)) return false;
    switch (act) {
      case 'pause':
        await running.signal(pauseRequestedSignal);
        break;
      case 'resume':
        await running.signal(resumeRequestedSignal);
        break;
      case 'cancel':
        await running.cancel();
        break;
      case 'approve':
        await running.executeUpdate(approveRemovalsUpdate);
        break;
      case 'reject':
        await running.executeUpdate(rejectRemovalsUpdate);
        break;
    }
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError || error instanceof WorkflowUpdateFailedError) return false;
    throw error;
  }
}
