import type { Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import type { Microsoft365 } from './microsoft365/microsoft-365.ts';

/** What activities work with; a worker process makes it once. */
export interface ActivityDependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly microsoft365: Microsoft365;
  /** The time, ISO 8601 in UTC, that decides which absences are over. */
  readonly now: () => string;
  /** How long a mailbox in trouble is left alone before it is checked; each check that fails doubles it. */
  readonly mailboxCheckSeconds: number;
  /**
   * Registrations that a replay plans and writes at a time: so many that chance shares them out evenly over the
   * mailboxes (a page lasts as long as its fullest one), so few that they are planned in seconds, also after a crash.
   */
  readonly replayPageSize: number;
}
