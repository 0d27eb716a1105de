import { sql } from 'kysely';
import type { ConnectionTestResult } from '#domain/connection-test.ts';
import { followConnectionChange } from './connection-changes.ts';
import { findClientSecret, findConnection, lockConnection } from './connections.ts';
import type { CompanyTransaction } from './database.ts';

/** Mailboxes that a test tries at most: enough to tell a missing permission from one mailbox's own trouble. */
const maximumMailboxes = 5;
/** Whoever asked takes the result within a minute, or has gone away. */
const keptMinutes = 10;

export interface NewConnectionTest {
  readonly testId: string;
  readonly mailbox: string | null;
  readonly outsideMailbox: string | null;
}

/** Notes what is to be tested, and forgets tests whose result nobody has taken. */
export async function insertConnectionTest(
  transaction: CompanyTransaction,
  { testId, mailbox, outsideMailbox }: NewConnectionTest,
): Promise<void> {
  await transaction
    .deleteFrom('connection_tests')
    .where('company_id', '=', transaction.companyId)
    .where(sql<boolean>`created_at < now() - make_interval(mins => ${keptMinutes})`)
    .execute();
  await transaction
    .insertInto('connection_tests')
    .values({
      company_id: transaction.companyId,
      test_id: testId,
      mailbox,
      outside_mailbox: outsideMailbox,
      result: null,
    })
    .execute();
}

/** What a test tries, and with what. */
export interface ConnectionTest {
  readonly credential: NonNullable<Awaited<ReturnType<typeof findClientSecret>>>;
  readonly mailboxes: readonly string[];
  readonly outsideMailbox: string | null;
  readonly secretExpiresAt: string | null;
}

/** Null where nobody waits for its result any more, or there is no connection. */
export async function findConnectionTest(
  transaction: CompanyTransaction,
  testId: string,
): Promise<ConnectionTest | null> {
  const row = await transaction
    .selectFrom('connection_tests')
    .select(['mailbox', 'outside_mailbox'])
    .where('company_id', '=', transaction.companyId)
    .where('test_id', '=', testId)
    .executeTakeFirst();
  const credential = await findClientSecret(transaction);
  const connection = await findConnection(transaction);
  if (row === undefined || credential === null) return null;
  const { mailbox, outside_mailbox: outsideMailbox } = row;
  const known = await newestMailboxes(transaction);
  const mailboxes = new Set(mailbox === null ? known : [mailbox, ...known]);
  if (outsideMailbox !== null) mailboxes.delete(outsideMailbox);
  return {
    credential,
    mailboxes: [...mailboxes].slice(0, maximumMailboxes),
    outsideMailbox,
    secretExpiresAt: connection?.credential?.expiresAt ?? null,
  };
}

/** Of approved registrations, those that were heard of last first; one more than are tried, for the outside one. */
async function newestMailboxes(transaction: CompanyTransaction): Promise<string[]> {
  const { rows } = await sql<{ mailbox: string }>`
    select registrations.mailbox
      from registrations
      join registration_events using (company_id, registration_id, sequence)
     where registrations.company_id = ${transaction.companyId}
       and registrations.approval = 'approved' and registrations.mailbox is not null
     group by registrations.mailbox
     order by max(registration_events.recorded_at) desc, registrations.mailbox
     limit ${maximumMailboxes + 1}`.execute(transaction);
  return rows.map(({ mailbox }) => mailbox);
}

/** Where somebody still waits for it. */
export async function recordConnectionTest(
  transaction: CompanyTransaction,
  testId: string,
  result: ConnectionTestResult,
): Promise<void> {
  await transaction
    .updateTable('connection_tests')
    .set({ result })
    .where('company_id', '=', transaction.companyId)
    .where('test_id', '=', testId)
    .execute();
}

/** Takes the test out of the store. @returns its result; null where there is none yet. */
export async function takeConnectionTest(
  transaction: CompanyTransaction,
  testId: string,
): Promise<ConnectionTestResult | null> {
  const row = await transaction
    .deleteFrom('connection_tests')
    .where('company_id', '=', transaction.companyId)
    .where('test_id', '=', testId)
    .returning('result')
    .executeTakeFirst();
  return row?.result ?? null;
}

/** The last day of the secret as Entra tells it, where the secret is still the one that it was told of. */
export async function noteSecretExpiry(
  transaction: CompanyTransaction,
  secretVersion: number,
  expiresAt: string,
): Promise<void> {
  await lockConnection(transaction);
  const before = await findConnection(transaction);
  if (before === null || before.secretVersion !== secretVersion) return;
  if (before.credential?.expiresAt === expiresAt) return;
  await transaction
    .updateTable('connections')
    .set({ secret_expires_at: expiresAt })
    .where('company_id', '=', transaction.companyId)
    .execute();
  const after = await findConnection(transaction);
  if (after !== null) await followConnectionChange(transaction, { before, after, actor: 'absence-sync' });
}
