import type { Connection } from '#domain/connection.ts';
import type { CompanyTransaction } from './database.ts';

/** A connection as it was and as it is, whoever changed it. */
export interface ConnectionChange {
  /** Null where this is the company's first. */
  readonly before: Connection | null;
  readonly after: Connection;
  /** An administrator, or this service by what Microsoft answered. */
  readonly actor: 'administrator' | 'absence-sync';
}

/** In the transaction that changes a connection: all that has to follow from it, once, whoever made the change. */
export async function followConnectionChange(
  _transaction: CompanyTransaction,
  _change: ConnectionChange,
): Promise<void> {}
