import { SequenceConflict } from './event-store.ts';

/** Every attempt that is lost means that somebody else has made progress. */
const maximumAttempts = 20;

/**
 * Runs a transaction, and runs it again where it lost to another: somebody else appended first, or Postgres gave it up
 * so that another could go on. `transaction` must begin anew each time, because a lost one can't be gone on with.
 * @throws what the transaction throws otherwise, and what it lost by after the last attempt.
 */
export async function retrying<Result>(transaction: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!isLostToAnother(error) || attempt === maximumAttempts) throw error;
    }
  }
}

/** serialization_failure and deadlock_detected (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const givenUpByPostgres: ReadonlySet<unknown> = new Set(['40001', '40P01']);

const isLostToAnother = (error: unknown): boolean =>
  error instanceof SequenceConflict ||
  (error instanceof Error && 'code' in error && givenUpByPostgres.has(error.code));
