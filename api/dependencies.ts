import type { Client } from '@temporalio/client';
import type { Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';

/** What every route works with. */
export interface Dependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly temporal: Client;
  readonly administratorKey: string;
}
