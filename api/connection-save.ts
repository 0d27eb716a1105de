import { randomUUID } from 'node:crypto';
import { checkAndSaveConnection } from '#client/connection-checks.ts';
import type { Language } from '#domain/absence-types.ts';
import type { Connection } from '#domain/connection.ts';
import { guidPattern, type CompanyId } from '#domain/identifiers.ts';
import { describeReason } from '#domain/reasons.ts';
import { encryptClientSecret } from '#persistence/client-secrets.ts';
import {
  deleteCandidate,
  findClientSecret,
  findConnection,
  insertCandidate,
} from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { countStandingCalendarEvents } from '#persistence/registration-counts.ts';
import type { ConnectionCheckResult } from '#workflows/messages.ts';
import type { Dependencies } from './dependencies.ts';
import { askTemporal } from './temporal.ts';
import { conflict, invalidRequest, notFound, refusedByMicrosoft, unavailable } from './problems.ts';

export interface ConnectionWish {
  readonly companyId: CompanyId;
  readonly tenantId: string;
  readonly clientId: string;
  /** Absent: the secret that is saved. */
  readonly clientSecret?: string | undefined;
  /** Absent: as it is for a saved secret, unknown for a new one. */
  readonly secretExpiresAt?: string | null | undefined;
  /** Absent: as it is. */
  readonly enabled?: boolean | undefined;
  readonly confirmMove?: boolean | undefined;
}

/**
 * Has a worker ask Entra for a token with what is to be saved, and saves it where one comes. This process encrypts
 * the secret and can't decrypt it.
 * @throws Problem where something is missing, the move needs a confirmation, Microsoft refuses, or nobody answers;
 * what stood before then stays.
 */
export async function saveProbed(
  dependencies: Dependencies,
  wish: ConnectionWish,
  language: Language,
): Promise<{ connection: Connection; replayId: string | null }> {
  const { database, keyring } = dependencies;
  const { companyId } = wish;
  if (wish.clientSecret !== undefined && guidPattern.test(wish.clientSecret))
    throw refusedByMicrosoft(describeReason({ code: 'secret-id-pasted' }, language));
  const candidateId = randomUUID();
  const before = await inCompany(database, companyId, async (transaction) => {
    const before = await findConnection(transaction);
    await refuseUnconfirmedMove(transaction, before, wish);
    const secret =
      wish.clientSecret === undefined
        ? await savedSecret(transaction)
        : encryptClientSecret(keyring, companyId, wish.clientSecret);
    const { tenantId, clientId } = wish;
    await insertCandidate(transaction, { candidateId, tenantId, clientId, secret });
    return before;
  });
  const result = await probe(dependencies, wish, candidateId, before).catch(async (error: unknown) => {
    await discard(dependencies, companyId, candidateId);
    throw error;
  });
  // Whoever tries it later finds nothing to save, which is what the caller is then told.
  if (result === null && (await discard(dependencies, companyId, candidateId)))
    throw unavailable('Nothing was saved: no worker has tried the connection with Microsoft in time.', 30);
  if (result?.ok === false) throw refusedByMicrosoft(describeReason(result.reason, language));
  const connection = await inCompany(database, companyId, findConnection);
  if (connection === null) throw notFound(`connection of ${companyId} yet`);
  return { connection, replayId: result?.replayId ?? null };
}

/** @returns whether the candidate was still there, so that it has not been saved and never will be. */
function discard({ database }: Dependencies, companyId: CompanyId, candidateId: string): Promise<boolean> {
  return inCompany(database, companyId, (transaction) => deleteCandidate(transaction, candidateId));
}

async function probe(
  { temporal, workerPatienceSeconds }: Dependencies,
  { companyId, enabled, secretExpiresAt, clientSecret }: ConnectionWish,
  candidateId: string,
  before: Connection | null,
): Promise<ConnectionCheckResult | null> {
  const knownExpiry = clientSecret === undefined ? (before?.credential?.expiresAt ?? null) : null;
  const input = {
    companyId,
    candidateId,
    enabled: enabled ?? null,
    secretExpiresAt: secretExpiresAt === undefined ? knownExpiry : secretExpiresAt,
  };
  await askTemporal(temporal, () => temporal.workflowService.getSystemInfo({}));
  return checkAndSaveConnection(temporal, input, workerPatienceSeconds);
}

async function savedSecret(transaction: CompanyTransaction): Promise<Buffer> {
  const saved = await findClientSecret(transaction);
  if (saved === null)
    throw invalidRequest([{ path: 'clientSecret', message: 'is missing, and none is saved yet' }]);
  return saved.secret;
}

/** Events in a tenant that is left, or made by an application that is left, may be out of reach for ever. */
async function refuseUnconfirmedMove(
  transaction: CompanyTransaction,
  before: Connection | null,
  wish: ConnectionWish,
): Promise<void> {
  if (before === null || wish.confirmMove === true) return;
  if (before.tenantId === wish.tenantId && before.clientId === wish.clientId) return;
  const standing = await countStandingCalendarEvents(transaction);
  if (standing === 0) return;
  throw conflict(
    `${standing} events of this company stand in Outlook by the tenant and application that are saved now. With another tenant they stay there and are made anew in the new one. Give confirmMove: true if that is meant.`,
    { errors: [{ path: 'confirmMove', message: 'must be true to move' }], members: { standing } },
  );
}
