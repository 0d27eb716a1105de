import type { Database } from './database.ts';

/** A session ends so long after it was made, however much it is used. */
export const sessionHours = 8;
/** And so long after it was last used. */
export const idleHours = 1;
/** How much later than stored a session may have been used last: not every request writes. */
const useGranularitySeconds = 60;

const millisecondsOfHours = (hours: number): number => hours * 3_600_000;

export interface NewSession {
  /** SHA-256 of the token that the browser holds; the token itself is nowhere. */
  readonly tokenHash: Buffer;
  readonly kind: 'entra' | 'one-time-link';
  /** The identity provider's name for the person, which never changes; null for a one-time link. */
  readonly subject: string | null;
  /** As the person is known in the company, such as an address. */
  readonly name: string;
  /** As the identity provider writes them. */
  readonly roles: readonly string[];
}

export interface Session extends Omit<NewSession, 'tokenHash'> {
  /** When it ends if it isn't used again. */
  readonly expiresAt: Date;
}

/** Makes a session, in place of the one that the same browser held before. */
export async function replaceSession(
  database: Database,
  former: Buffer | null,
  session: NewSession,
  now: Date,
): Promise<Session> {
  const { tokenHash, kind, subject, name, roles } = session;
  await database.transaction().execute(async (transaction) => {
    if (former !== null) await transaction.deleteFrom('sessions').where('token_hash', '=', former).execute();
    await transaction
      .insertInto('sessions')
      .values({ token_hash: tokenHash, kind, subject, name, roles, created_at: now, used_at: now })
      .execute();
  });
  return { kind, subject, name, roles, expiresAt: endOf(now, now) };
}

/** The session of this token, which is noted as used where `isUse`; null where there is none or it has ended. */
export async function findSession(
  database: Database,
  tokenHash: Buffer,
  now: Date,
  { isUse }: { readonly isUse: boolean },
): Promise<Session | null> {
  const row = await database
    .selectFrom('sessions')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  if (row === undefined || endOf(row.created_at, row.used_at) <= now) return null;
  if (isUse && now.getTime() - row.used_at.getTime() >= useGranularitySeconds * 1000)
    await database
      .updateTable('sessions')
      .set({ used_at: now })
      .where('token_hash', '=', tokenHash)
      .where('used_at', '<', now)
      .execute();
  const { kind, subject, name, roles } = row;
  return { kind, subject, name, roles, expiresAt: endOf(row.created_at, isUse ? now : row.used_at) };
}

function endOf(createdAt: Date, usedAt: Date): Date {
  return new Date(
    Math.min(
      createdAt.getTime() + millisecondsOfHours(sessionHours),
      usedAt.getTime() + millisecondsOfHours(idleHours),
    ),
  );
}

export async function deleteSession(database: Database, tokenHash: Buffer): Promise<void> {
  await database.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute();
}

/** Removes what can no longer be used: sessions, one-time links and attempts to sign in. */
export async function deleteEndedSessions(database: Database, now: Date): Promise<void> {
  const before = (hours: number): Date => new Date(now.getTime() - millisecondsOfHours(hours));
  await database
    .deleteFrom('sessions')
    .where((where) =>
      where.or([where('created_at', '<=', before(sessionHours)), where('used_at', '<=', before(idleHours))]),
    )
    .execute();
  await database.deleteFrom('sign_in_links').where('expires_at', '<=', now).execute();
  await database.deleteFrom('sign_in_attempts').where('expires_at', '<=', now).execute();
}
