import type { Client } from '@temporalio/client';
import type { Database } from '#persistence/database.ts';
import type { IdentityProviderSettings } from './sign-in/identity-provider.ts';
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
  /** The time: sessions and links end by it. */
  readonly now: () => Date;
  /** The origin under which browsers reach the console. */
  readonly consoleOrigin: string;
  /** The folder of the console's built pages. */
  readonly consoleFolder: string;
  /** Pages beside the console that it leads to; null where there is none. */
  readonly links: {
    readonly temporalUi: string | null;
    readonly temporalNamespace: string;
    readonly sandbox: string | null;
  };
  /** Where persons sign in; null where only one-time links and the administrator key do. */
  readonly signIn: IdentityProviderSettings | null;
  /** Reverse proxies whose X-Forwarded-For is believed: addresses or networks, by commas. */
  readonly trustedProxies: string | null;
}
