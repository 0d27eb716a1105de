import type { Database } from './database.ts';

/** What is remembered of a person who is at the identity provider at the moment. */
export interface SignInAttempt {
  /** SHA-256 of the token that this browser holds. */
  readonly tokenHash: Buffer;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly returnTo: string;
  readonly expiresAt: Date;
}

export async function insertSignInAttempt(database: Database, attempt: SignInAttempt): Promise<void> {
  await database
    .insertInto('sign_in_attempts')
    .values({
      token_hash: attempt.tokenHash,
      state: attempt.state,
      nonce: attempt.nonce,
      code_verifier: attempt.codeVerifier,
      return_to: attempt.returnTo,
      expires_at: attempt.expiresAt,
    })
    .execute();
}

/** Takes the attempt that this browser began under this state, once; null where there is none, or it is too old. */
export async function takeSignInAttempt(
  database: Database,
  tokenHash: Buffer,
  state: string,
  now: Date,
): Promise<SignInAttempt | null> {
  const row = await database
    .deleteFrom('sign_in_attempts')
    .where('token_hash', '=', tokenHash)
    .where('state', '=', state)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  return row === undefined
    ? null
    : {
        tokenHash: row.token_hash,
        state: row.state,
        nonce: row.nonce,
        codeVerifier: row.code_verifier,
        returnTo: row.return_to,
        expiresAt: row.expires_at,
      };
}

export async function insertSignInLink(
  database: Database,
  link: { readonly tokenHash: Buffer; readonly expiresAt: Date },
): Promise<void> {
  await database
    .insertInto('sign_in_links')
    .values({ token_hash: link.tokenHash, expires_at: link.expiresAt })
    .execute();
}

/** Takes a one-time link, once. @returns false where it is unknown, has been used, or is too old. */
export async function takeSignInLink(database: Database, tokenHash: Buffer, now: Date): Promise<boolean> {
  const deleted = await database
    .deleteFrom('sign_in_links')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
