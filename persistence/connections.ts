import { sql, type Selectable } from 'kysely';
import { connectionAt, type Connection, type ConnectionState } from '#domain/connection.ts';
import type { Reason } from '#domain/reasons.ts';
import { actorName } from './acting.ts';
import { followConnectionChange } from './connection-changes.ts';
import type { CompanyTransaction, Tables } from './database.ts';

/** The company's connection without its secret; null before the first was saved. */
export async function findConnection(transaction: CompanyTransaction): Promise<Connection | null> {
  const row = await transaction
    .selectFrom('connections')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  return row === undefined ? null : toConnection(row);
}

/** As it reads today: a secret's last days are derived, not stored. */
function toConnection(row: Selectable<Tables['connections']>): Connection {
  const stored: Connection = {
    state: row.state,
    since: row.since.toISOString(),
    reason: row.reason,
    enabled: row.enabled,
    tenantId: row.tenant_id,
    clientId: row.client_id,
    credential:
      row.secret === null
        ? null
        : {
            kind: 'secret',
            hint: row.secret_hint ?? '',
            expiresAt: row.secret_expires_at?.toISOString() ?? null,
          },
    whenOff: row.when_off,
    epoch: row.epoch,
    secretVersion: row.secret_version,
  };
  return connectionAt(stored, Date.now());
}

/** The encrypted client secret and what it belongs to; null where there is none. */
export async function findClientSecret(transaction: CompanyTransaction) {
  const row = await transaction
    .selectFrom('connections')
    .select(['tenant_id', 'client_id', 'secret', 'secret_hint', 'secret_version', 'epoch', 'state'])
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  if (row === undefined || row.secret === null) return null;
  return {
    tenantId: row.tenant_id,
    clientId: row.client_id,
    secret: row.secret,
    secretHint: row.secret_hint ?? '',
    secretVersion: row.secret_version,
    epoch: row.epoch,
    state: row.state,
  };
}

/** Something to be tried before it replaces the connection: it waits here, encrypted, and nobody else uses it. */
export interface ConnectionCandidate {
  readonly candidateId: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** Encrypted. */
  readonly secret: Buffer;
}

export async function insertCandidate(
  transaction: CompanyTransaction,
  candidate: ConnectionCandidate,
): Promise<void> {
  await transaction
    .insertInto('connection_candidates')
    .values({
      company_id: transaction.companyId,
      candidate_id: candidate.candidateId,
      tenant_id: candidate.tenantId,
      client_id: candidate.clientId,
      secret: candidate.secret,
      actor_name: actorName(),
    })
    .execute();
}

export async function findCandidate(
  transaction: CompanyTransaction,
  candidateId: string,
): Promise<(ConnectionCandidate & { readonly askedBy: string | null }) | null> {
  const row = await transaction
    .selectFrom('connection_candidates')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .where('candidate_id', '=', candidateId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { tenant_id: tenantId, client_id: clientId, secret, actor_name: askedBy } = row;
  return { candidateId, tenantId, clientId, secret, askedBy };
}

/** @returns whether it was still there; if not, it has been saved or discarded. */
export async function deleteCandidate(
  transaction: CompanyTransaction,
  candidateId: string,
): Promise<boolean> {
  const deleted = await transaction
    .deleteFrom('connection_candidates')
    .where('company_id', '=', transaction.companyId)
    .where('candidate_id', '=', candidateId)
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}

export interface SavedConnection {
  readonly enabled: boolean;
  readonly tenantId: string;
  readonly clientId: string;
  /** Null keeps the secret that is saved. */
  readonly secret: { readonly encrypted: Buffer; readonly hint: string } | null;
  /** ISO 8601 in UTC; null where nobody knows. */
  readonly secretExpiresAt: string | null;
}

/**
 * Saves what has just been tried with success. The state becomes `healthy` (`off` where it isn't enabled), the epoch
 * rises, so that a failure of the old one that arrives later can't close the new.
 */
export async function saveConnection(
  transaction: CompanyTransaction,
  saved: SavedConnection,
): Promise<Connection> {
  await lockConnection(transaction);
  const before = await findConnection(transaction);
  const state: ConnectionState = saved.enabled ? 'healthy' : 'off';
  const values = {
    state,
    reason: saved.enabled ? null : ({ code: 'connection-off' } as const),
    enabled: saved.enabled,
    tenant_id: saved.tenantId,
    client_id: saved.clientId,
    secret_expires_at: saved.secretExpiresAt,
    ...(saved.secret && { secret: saved.secret.encrypted, secret_hint: saved.secret.hint }),
  };
  const row = await transaction
    .insertInto('connections')
    .values({ company_id: transaction.companyId, ...values, secret_version: saved.secret ? 1 : 0 })
    .onConflict((conflict) =>
      conflict.column('company_id').doUpdateSet({
        ...values,
        since: sql`case when connections.state = excluded.state then connections.since else now() end`,
        secret_version: sql`connections.secret_version + ${saved.secret ? 1 : 0}`,
        epoch: sql`connections.epoch + 1`,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  const after = toConnection(row);
  await followConnectionChange(transaction, { before, after, actor: 'administrator' });
  return after;
}

/**
 * Switches ON or OFF and notes what else an administrator may change without a new probe.
 * @returns null where there is no connection.
 */
export async function patchConnection(
  transaction: CompanyTransaction,
  patch: {
    readonly enabled?: boolean | undefined;
    readonly whenOff?: 'keep' | 'purge' | undefined;
    readonly secretExpiresAt?: string | null | undefined;
  },
): Promise<Connection | null> {
  await lockConnection(transaction);
  const current = await findConnection(transaction);
  if (current === null) return null;
  const isSwitched = patch.enabled !== undefined && patch.enabled !== current.enabled;
  const row = await transaction
    .updateTable('connections')
    .set({
      ...(patch.whenOff !== undefined && { when_off: patch.whenOff }),
      ...(patch.secretExpiresAt !== undefined && { secret_expires_at: patch.secretExpiresAt }),
      ...(isSwitched && {
        enabled: patch.enabled,
        state: patch.enabled ? ('unverified' as const) : ('off' as const),
        reason: patch.enabled ? null : ({ code: 'connection-off' } as const),
        since: sql<Date>`now()`,
        epoch: sql<number>`epoch + 1`,
      }),
      company_id: transaction.companyId,
    })
    .where('company_id', '=', transaction.companyId)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return null;
  if (isSwitched && row.reason !== null) await parkRows(transaction, row.reason);
  const after = toConnection(row);
  await followConnectionChange(transaction, { before: current, after, actor: 'administrator' });
  return after;
}

/**
 * Whoever meets a failure that is the whole company's closes the connection, once: only where its epoch is still the
 * one that the failing call started with, so that a failure from before a renewal can't close what was renewed.
 * @returns whether this call closed it.
 */
export async function closeConnection(
  transaction: CompanyTransaction,
  epoch: number,
  state: 'expired' | 'misconfigured',
  reason: Reason,
): Promise<boolean> {
  const isClosed = await moveOn(transaction, epoch, { state, reason });
  if (isClosed) await parkRows(transaction, reason);
  return isClosed;
}

/** Only where the connection is enabled and its epoch is still the given one. */
export async function moveOn(
  transaction: CompanyTransaction,
  epoch: number,
  change: { readonly state: ConnectionState; readonly reason: Reason | null },
): Promise<boolean> {
  await lockConnection(transaction);
  const before = await findConnection(transaction);
  if (before === null || before.epoch !== epoch || !before.enabled) return false;
  const row = await transaction
    .updateTable('connections')
    .set({ ...change, since: sql<Date>`now()`, epoch: epoch + 1 })
    .where('company_id', '=', transaction.companyId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await followConnectionChange(transaction, { before, after: toConnection(row), actor: 'absence-sync' });
  return true;
}

/** What has work left to do shows from now on that the connection is the cause, and not only when it is tried next. */
async function parkRows(transaction: CompanyTransaction, reason: Reason): Promise<void> {
  await sql`
    with due as (
      select registration_id from registrations
       where company_id = ${transaction.companyId}
         and (state in ('syncing', 'attention')
              or state = 'waiting' and reason->>'code' not in ('awaiting-approval', 'awaiting-registration'))
       order by registration_id
         for update)
    update registrations set state = 'parked', reason = ${JSON.stringify(reason)}::jsonb, next_attempt_at = null
      from due
     where registrations.company_id = ${transaction.companyId}
       and registrations.registration_id = due.registration_id`.execute(transaction);
}

/** A write has succeeded with a connection that had not been tried since it was switched ON. */
export async function markHealthy(transaction: CompanyTransaction, epoch: number): Promise<void> {
  await moveOn(transaction, epoch, { state: 'healthy', reason: null });
}

/**
 * Holds the connection as it is until the transaction ends, so that a registration is parked either before the
 * connection opens, and the replay that follows finds it, or not at all.
 */
export async function holdConnection(transaction: CompanyTransaction): Promise<{
  readonly state: ConnectionState;
  readonly epoch: number;
  readonly reason: Reason | null;
} | null> {
  await transaction
    .selectFrom('companies')
    .select('company_id')
    .where('company_id', '=', transaction.companyId)
    .forShare()
    .execute();
  const row = await transaction
    .selectFrom('connections')
    .select(['state', 'epoch', 'reason'])
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  return row ?? null;
}

/** Waits for whoever holds the connection. The company's row stands for it, because the first connection has none yet. */
export async function lockConnection(transaction: CompanyTransaction): Promise<void> {
  await transaction
    .selectFrom('companies')
    .select('company_id')
    .where('company_id', '=', transaction.companyId)
    .forNoKeyUpdate()
    .execute();
}
