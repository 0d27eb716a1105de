import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import {
  bundleWorkflowCode,
  Worker,
  type NativeConnection,
  type WorkerOptions,
  type WorkflowBundle,
} from '@temporalio/worker';
import { automaticReplyActivities } from '#activities/automatic-replies.ts';
import type { ActivityDependencies } from '#activities/dependencies.ts';
import type { RequestReplyLook } from '#activities/reply-looks.ts';
import { requestReplyLook } from '#client/automatic-replies.ts';
import { calendarSync } from '#activities/calendar-sync.ts';
import { connectionTestActivities } from '#activities/connection-tests.ts';
import { connectionActivities } from '#activities/connections.ts';
import { mailboxCheckActivities } from '#activities/mailbox-check.ts';
import { registrationActivities } from '#activities/registrations.ts';
import { replayActivities, type ReplayActivities } from '#activities/replays.ts';
import { payloadCodec } from '#client/payload-codec.ts';
import { ensureReplay } from '#client/replays.ts';
import type { Database } from '#persistence/database.ts';
import { replayTaskQueue, taskQueue } from '#workflows/messages.ts';

export interface WorkersOptions {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly client: Client;
  readonly masterKey: Buffer;
  readonly workflowBundle: WorkflowBundle;
  readonly dependencies: ActivityDependencies;
  /** Of their own, so that a replay's transactions take no connection from a live change. */
  readonly replayDatabase: Database;
}

const pathOf = (file: string): string => fileURLToPath(new URL(`../workflows/${file}`, import.meta.url));

const payloadConverterPath = pathOf('payload-converter.ts');

/** Companies whose replays a process works on at once; others wait their turn, by fairness. */
const maximumReplays = 10;

/** Takes about two seconds; once a process is enough. */
export function bundleWorkflows(): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('index.ts'),
    payloadConverterPath,
  });
}

/**
 * The process's two workers: one for workflows and live changes, one for replays' pages, so that the largest replay
 * takes no slot from a live change.
 */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const { connection, namespace, client, dependencies } = options;
  const shared = {
    connection,
    namespace,
    dataConverter: { payloadConverterPath, payloadCodecs: [payloadCodec(options.masterKey)] },
    // Long enough for the request in flight and its record; what is cut off then is found out again by its attempt.
    shutdownGraceTime: `${Math.ceil(dependencies.microsoft365.timeoutSeconds) + 2}s`,
    // A pause or a cancellation reaches an activity with its next heartbeat.
    maxHeartbeatThrottleInterval: '2s',
  } satisfies Partial<WorkerOptions>;
  const replayDependencies = { ...dependencies, database: options.replayDatabase };
  const requestLook: RequestReplyLook = (companyId, mailboxKey) =>
    requestReplyLook(client, companyId, mailboxKey);
  const replays = replayActivities(
    replayDependencies,
    calendarSync(replayDependencies),
    (companyId, owed) => ensureReplay(client, { companyId, ...owed, dryRun: false }),
    requestLook,
  );
  return Promise.all([
    Worker.create({
      ...shared,
      taskQueue,
      workflowBundle: options.workflowBundle,
      activities: {
        ...registrationActivities(dependencies, calendarSync(dependencies), requestLook),
        ...automaticReplyActivities(dependencies),
        ...connectionActivities(dependencies),
        ...connectionTestActivities(dependencies),
        ...mailboxCheckActivities(dependencies),
        startOwedReplay: (input: Parameters<ReplayActivities['startOwedReplay']>[0]) =>
          replays.startOwedReplay(input),
      },
      maxConcurrentActivityTaskExecutions: 100,
    }),
    Worker.create({
      ...shared,
      taskQueue: replayTaskQueue,
      activities: { ...replays },
      maxConcurrentActivityTaskExecutions: maximumReplays,
    }),
  ]);
}
