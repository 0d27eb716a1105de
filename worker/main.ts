import { NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { probeConnection } from '#activities/connection-probe.ts';
import { checkMailbox } from '#activities/mailbox-check.ts';
import { microsoft365 } from '#activities/microsoft365/microsoft-365.ts';
import { requestReplyLook } from '#client/automatic-replies.ts';
import { refreshRegistration, signalRecordedEvent } from '#client/registrations.ts';
import { ensureReplay } from '#client/replays.ts';
import { temporalClient } from '#client/temporal-client.ts';
import { readConfig, readMasterKey } from '#config.ts';
import { openDatabase } from '#persistence/database.ts';
import { openKeyring, WrongMasterKey } from '#persistence/encryption.ts';
import { describeError } from '#persistence/loggable-errors.ts';
import { startRelay } from './relay.ts';
import { startHousekeeping } from './housekeeping.ts';
import { mailer } from './mail.ts';
import { startMailboxChecks } from './mailbox-checks.ts';
import { startNotifier } from './notifier.ts';
import { startRequestCounting } from './request-counting.ts';
import { temporalLogger } from './temporal-logger.ts';
import { ensureSearchAttributes } from './temporal-setup.ts';
import { sendWebhook } from './webhook.ts';
import { bundleWorkflows, createWorkers } from './workers.ts';

const config = readConfig();
const logger = pino({ name: 'worker', level: config.logLevel, serializers: { err: describeError } });
const masterKey = readMasterKey(config);
Runtime.install({ logger: temporalLogger(logger) });

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

const database = openDatabase(config.databaseUrl);
const replayDatabase = openDatabase(config.databaseUrl, 8);
const keyring = await untilReachable('Postgres', () => openKeyring(database, masterKey));
const client = temporalClient(config, masterKey);
const connection = await untilReachable('Temporal', async () => {
  await ensureSearchAttributes(client);
  return NativeConnection.connect({ address: config.temporalAddress });
});
const dependencies = {
  database,
  keyring,
  microsoft365: microsoft365(config.microsoft),
  mailboxCheckSeconds: config.mailboxCheckSeconds,
  replayPageSize: config.replayPageSize,
  now: () => new Date(Date.now() + config.clockAdvanceSeconds * 1000).toISOString(),
};
const workers = await createWorkers({
  connection,
  namespace: config.temporalNamespace,
  client,
  masterKey,
  workflowBundle: await bundleWorkflows(),
  dependencies,
  replayDatabase,
});
const relay = startRelay({
  database,
  databaseUrl: config.databaseUrl,
  signal: ({ companyId, registrationId, sequence }) =>
    signalRecordedEvent(client, companyId, registrationId, sequence),
  refresh: ({ companyId, registrationId }) => refreshRegistration(client, companyId, registrationId),
  logger,
});
const housekeeping = startHousekeeping({
  database,
  startReplay: (companyId, owed) => ensureReplay(client, { companyId, ...owed, dryRun: false }),
  probe: (companyId) => probeConnection(dependencies, companyId, config.connectionProbeSeconds),
  probeSeconds: config.connectionProbeSeconds,
  requestReplyLook: (companyId, mailboxKey) => requestReplyLook(client, companyId, mailboxKey),
  now: dependencies.now,
  logger,
});
const mailboxChecks = startMailboxChecks({
  database,
  check: (companyId, mailboxKey, signal) =>
    checkMailbox(dependencies, { companyId, mailboxKey }, { isOnDemand: false, signal }),
  logger,
});
const requestCounting = startRequestCounting({
  database,
  requests: dependencies.microsoft365.requests,
  logger,
});
const notifier = startNotifier({
  database,
  keyring,
  sendMail: config.mail && mailer(config.mail),
  sendWebhook: (message, signal) =>
    sendWebhook(message, { allowsLoopback: config.isEmbedded, stopping: signal }),
  logger,
});
const running = Promise.all(workers.map((worker) => worker.run()));
logger.info({ temporal: config.temporalAddress, graph: config.microsoft.graphOrigin }, 'worker is polling');

const stop = () =>
  workers.filter((worker) => worker.getState() === 'RUNNING').forEach((worker) => worker.shutdown());
if (stopping.signal.aborted) stop();
else stopping.signal.addEventListener('abort', stop);
try {
  await running;
} finally {
  await Promise.all([
    relay.stop(),
    housekeeping.stop(),
    mailboxChecks.stop(),
    notifier.stop(),
    requestCounting.stop(),
  ]);
  await connection.close();
  await Promise.all([database.destroy(), replayDatabase.destroy()]);
  logger.info('worker has stopped');
}

/** Waits for a piece that isn't there yet, saying so once; a wrong key will not mend itself. */
async function untilReachable<Result>(piece: string, reach: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await reach();
    } catch (error) {
      if (error instanceof WrongMasterKey || stopping.signal.aborted) throw error;
      if (attempt === 1) logger.warn(`${piece} does not answer yet; trying until it does`);
      await new Promise((resolve) => {
        setTimeout(resolve, 500);
      });
    }
  }
}
