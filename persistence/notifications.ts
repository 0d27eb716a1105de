import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Connection } from '#domain/connection.ts';
import type { CompanySettings } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import {
  dueReminder,
  isNewsOfSecret,
  noticeOfChange,
  type Notice,
  type NoticeFacts,
  type NotificationKind,
} from '#domain/reminders.ts';
import type { CompanyTransaction, Database } from './database.ts';

export type NotificationChannel = 'mail' | 'webhook';

/** A notification that one caller holds for a while, to send it. */
export interface ClaimedNotification {
  readonly notificationId: string;
  readonly channel: NotificationChannel;
  readonly kind: NotificationKind;
  readonly facts: NoticeFacts;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** This one included. */
  readonly attempts: number;
}

/** In the transaction that changes a connection: what that is to tell is owed from the same moment on. */
export async function notifyOfChange(
  transaction: CompanyTransaction,
  { before, after, actor }: { before: Connection | null; after: Connection; actor: string },
  now: string,
): Promise<void> {
  const settings = await readSettings(transaction);
  const notice = noticeOfChange(before, after, settings.timeZone, now);
  if (notice) await enqueueNotice(transaction, settings, notice);
  if (actor === 'administrator' && isNewsOfSecret(before, after))
    await enqueueReminder(transaction, settings, after, now);
}

/** Enqueues what is due of the connection today, where that has not been told yet. */
export async function enqueueReminder(
  transaction: CompanyTransaction,
  settings: CompanySettings,
  connection: Connection,
  now: string,
): Promise<void> {
  const reminder = dueReminder(connection, settings.timeZone, now);
  if (reminder) await enqueueNotice(transaction, settings, reminder);
}

async function enqueueNotice(
  transaction: CompanyTransaction,
  settings: CompanySettings,
  notice: Notice,
): Promise<void> {
  const chosen = channelsOf(settings);
  const channels = notice.kind === 'sync-resumed' ? await thatWereToldOfStop(transaction, chosen) : chosen;
  if (channels.length === 0) return;
  await transaction
    .insertInto('notifications')
    .values(
      channels.map((channel) => ({
        company_id: transaction.companyId,
        notification_id: randomUUID(),
        channel,
        ...notice,
      })),
    )
    .onConflict((conflict) => conflict.columns(['company_id', 'key', 'channel']).doNothing())
    .execute();
}

function channelsOf({ notifications }: CompanySettings): NotificationChannel[] {
  return [
    ...(notifications.mail.length > 0 ? (['mail'] as const) : []),
    ...(notifications.webhook === null ? [] : (['webhook'] as const)),
  ];
}

/** Channels whose last word is that nothing reaches Outlook. */
async function thatWereToldOfStop(
  transaction: CompanyTransaction,
  channels: readonly NotificationChannel[],
): Promise<NotificationChannel[]> {
  const { rows } = await sql<{ channel: NotificationChannel; kind: NotificationKind }>`
    select distinct on (channel) channel, kind from notifications
     where company_id = ${transaction.companyId}
       and (kind = 'sync-resumed' or facts->>'state' in ('expired', 'misconfigured'))
     order by channel, created_at desc`.execute(transaction);
  return rows
    .filter(({ channel, kind }) => channels.includes(channel) && kind !== 'sync-resumed')
    .map(({ channel }) => channel);
}

async function readSettings(transaction: CompanyTransaction): Promise<CompanySettings> {
  const { settings } = await transaction
    .selectFrom('companies')
    .select('settings')
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirstOrThrow();
  return settings;
}

/** Companies with something to send by one of these channels now. */
export async function readCompaniesToNotify(
  database: Database,
  channels: readonly NotificationChannel[],
): Promise<CompanyId[]> {
  const { rows } = await sql<{
    company_id: CompanyId;
  }>`select company_id from companies_to_notify(${sql.val([...channels])}::text[])`.execute(database);
  return rows.map((row) => row.company_id);
}

/**
 * Takes a notification that is to be sent now, the oldest of its channel: nobody reads that it is back before reading
 * that it stopped. For `leaseSeconds` nobody else takes it; where the holder dies, it is taken again after that.
 */
export async function claimNotification(
  transaction: CompanyTransaction,
  channels: readonly NotificationChannel[],
  leaseSeconds: number,
): Promise<ClaimedNotification | null> {
  const claimed = await transaction
    .updateTable('notifications')
    .set({
      attempts: sql<number>`attempts + 1`,
      next_attempt_at: sql<Date>`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
    })
    .where('company_id', '=', transaction.companyId)
    .where('notification_id', '=', (select) =>
      select
        .selectFrom('notifications')
        .select('notification_id')
        .where('company_id', '=', transaction.companyId)
        .where('channel', 'in', channels)
        .where('sent_at', 'is', null)
        .where('given_up_at', 'is', null)
        .where('next_attempt_at', '<=', sql<Date>`clock_timestamp()`)
        .where(isOldestOfChannel)
        .orderBy('created_at')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst();
  if (claimed === undefined) return null;
  const { notification_id, channel, kind, facts, created_at, attempts } = claimed;
  return {
    notificationId: notification_id,
    channel,
    kind,
    facts,
    createdAt: created_at.toISOString(),
    attempts,
  };
}

const isOldestOfChannel = sql<boolean>`not exists (
  select from notifications as older
   where older.company_id = notifications.company_id and older.channel = notifications.channel
     and older.sent_at is null and older.given_up_at is null
     and older.created_at < notifications.created_at)`;

/** `given-up`: it is told to nobody. A number of seconds: it is tried again after so long. */
export type NotificationOutcome = 'sent' | 'given-up' | number;

/** Notes what became of it, where nobody else has taken it meanwhile. */
export async function concludeNotification(
  transaction: CompanyTransaction,
  { notificationId, attempts }: ClaimedNotification,
  outcome: NotificationOutcome,
): Promise<void> {
  const now = sql<Date>`clock_timestamp()`;
  await transaction
    .updateTable('notifications')
    .set(
      outcome === 'sent'
        ? { sent_at: now }
        : outcome === 'given-up'
          ? { given_up_at: now }
          : { next_attempt_at: sql<Date>`clock_timestamp() + make_interval(secs => ${outcome})` },
    )
    .where('company_id', '=', transaction.companyId)
    .where('notification_id', '=', notificationId)
    .where('attempts', '=', attempts)
    .execute();
}

/** Encrypted; null where the company's webhook has none. */
export async function findWebhookSecret(transaction: CompanyTransaction): Promise<Buffer | null> {
  const row = await transaction
    .selectFrom('companies')
    .select('webhook_signing_secret')
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  return row?.webhook_signing_secret ?? null;
}

export async function saveWebhookSecret(
  transaction: CompanyTransaction,
  encrypted: Buffer | null,
): Promise<void> {
  await transaction
    .updateTable('companies')
    .set({ webhook_signing_secret: encrypted })
    .where('company_id', '=', transaction.companyId)
    .execute();
}
