import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { readAdministratorKey, readConfig, readMasterKey, WrongSettings } from '#config.ts';
import { temporalClient } from '#client/temporal-client.ts';
import { isDatabaseAway, isSchemaMissing } from '#persistence/availability.ts';
import { openDatabase, type Database } from '#persistence/database.ts';
import { openKeyring, WrongMasterKey, type Keyring } from '#persistence/encryption.ts';
import { createLogger, kindOf } from './logger.ts';
import { buildServer } from './server.ts';

const consoleFolder = join(import.meta.dirname, '..', 'dist', 'console');
const retrySeconds = 2;
/** What a request in flight may take once the process is told to stop. */
const closeTimeoutSeconds = 5;
/** A token, a few reads, and a worker that is busy; what asks through a proxy is not cut off yet. */
const workerPatienceSeconds = 30;

/** Stops the process, with its reason on stderr where that is the operator's to mend. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const masterKey = readMasterKey(config);
  const database = openDatabase(config.databaseUrl);
  const stopping = new AbortController();
  const stopped = onceAskedToStop(stopping);
  const keyring = await openedKeyring(database, masterKey, logger, stopping.signal);
  if (keyring === null) return;
  const temporal = temporalClient(config, masterKey);
  const administratorKey = readAdministratorKey(config);
  const { connectionProbeSeconds, isEmbedded, consoleOrigin, links, signIn, trustedProxies } = config;
  const server = await buildServer(
    {
      database,
      keyring,
      temporal,
      administratorKey,
      connectionProbeSeconds,
      workerPatienceSeconds,
      isEmbedded,
      now: () => new Date(),
      consoleOrigin,
      consoleFolder,
      links,
      signIn,
      trustedProxies,
    },
    logger,
  );
  await server.listen({
    host: config.host,
    port: config.port,
    listenTextResolver: (url) => `listening on ${url}`,
  });

  const signal = await stopped;
  logger.info({ signal }, 'stopping');
  setTimeout(() => process.exit(0), closeTimeoutSeconds * 1000).unref();
  await server.close();
  await database.destroy();
  // A Temporal connection closed while it waits to try again throws in its timer; the end of the process closes it.
  process.exit(0);
}

function onceAskedToStop(stopping: AbortController): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => {
        stopping.abort();
        resolve(signal);
      });
  });
}

/** Waits for Postgres and its migrations, saying so. @returns null where the process was told to stop meanwhile. */
async function openedKeyring(
  database: Database,
  masterKey: Buffer,
  logger: FastifyBaseLogger,
  stopping: AbortSignal,
): Promise<Keyring | null> {
  while (!stopping.aborted) {
    try {
      return await openKeyring(database, masterKey);
    } catch (error) {
      if (!isDatabaseAway(error) && !isSchemaMissing(error)) throw error;
      const what = isDatabaseAway(error)
        ? 'the database does not answer'
        : 'the migrations have not been run';
      logger.warn(kindOf(error), `${what}; trying again every ${retrySeconds} s`);
    }
    await delay(retrySeconds * 1000, undefined, { signal: stopping }).catch(() => undefined);
  }
  await database.destroy();
  return null;
}

try {
  await main();
} catch (error) {
  const isOperators = error instanceof WrongSettings || error instanceof WrongMasterKey || isTakenPort(error);
  process.stderr.write(`${isOperators ? error.message : `The API failed: ${String(error)}`}\n`);
  process.exit(1);
}

function isTakenPort(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
