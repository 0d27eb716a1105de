import type { Client } from '@temporalio/client';
import type { Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';

/** What every route works with. */
export interface Dependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly temporal: Client;
  readonly administratorKey: string;
  /** How long a connection that Microsoft has closed is left alone before a worker tries it again. */
  readonly connectionProbeSeconds: number;
  /** How long a request waits for a worker that asks Microsoft on its behalf. */
  readonly workerPatienceSeconds: number;
  /** Whether all runs on one machine: webhooks may then go to this machine. */
  readonly isEmbedded: boolean;
}
