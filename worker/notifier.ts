import type { Logger } from 'pino';
import type { CompanySettings } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import { describeNotification, type Notification } from '#domain/notification-text.ts';
import { describeReason } from '#domain/reasons.ts';
import { isOutdated, nextDelaySeconds } from '#domain/reminders.ts';
import { findCompany } from '#persistence/companies.ts';
import { decryptWebhookSecret } from '#persistence/company-keys.ts';
import { inCompany, type Database } from '#persistence/database.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { kindOf } from '#persistence/loggable-errors.ts';
import {
  claimNotification,
  concludeNotification,
  findWebhookSecret,
  readCompaniesToNotify,
  type ClaimedNotification,
  type NotificationChannel,
  type NotificationOutcome,
} from '#persistence/notifications.ts';
import { countRegistrationsByState } from '#persistence/registration-counts.ts';
import { readCompaniesToRemind, remind } from '#persistence/reminders.ts';
import { startLoop, type BackgroundLoop } from './background-loop.ts';
import type { SendMail } from './mail.ts';
import type { WebhookMessage } from './webhook.ts';

export interface NotifierDependencies {
  readonly database: Database;
  readonly keyring: Keyring;
  /** Null where no SMTP server is configured: mails then wait, and are given up after a day. */
  readonly sendMail: SendMail | null;
  readonly sendWebhook: (message: WebhookMessage, stopping: AbortSignal) => Promise<void>;
  readonly logger: Logger;
}

const pollMilliseconds = 1000;
/** Days change once a day; what is to be told at once is enqueued by whoever makes the change. */
const pollsPerReminder = 60;
/** Longer than the slowest mail server may take for all its answers together. */
const leaseSeconds = 300;
const companiesAtOnce = 10;

/**
 * Tells administrators what is due: enqueues the day's reminders, and sends what the outbox holds. Several of these at
 * once do no harm: a reminder is enqueued once, and a notification is held by whoever sends it.
 */
export function startNotifier(dependencies: NotifierDependencies): BackgroundLoop {
  if (dependencies.sendMail === null)
    dependencies.logger.warn('mails are off: SMTP_URL is not set; webhooks are sent');
  return startLoop({
    name: 'notifying',
    pauseMilliseconds: pollMilliseconds,
    async work(round, signal) {
      if (round % pollsPerReminder === 0) await enqueueReminders(dependencies.database);
      await sendDue(dependencies, signal);
    },
    logger: dependencies.logger,
  });
}

async function enqueueReminders(database: Database): Promise<void> {
  const now = new Date().toISOString();
  for (const companyId of await readCompaniesToRemind(database))
    await inCompany(database, companyId, (transaction) => remind(transaction, now, 'from-morning'));
}

async function sendDue(dependencies: NotifierDependencies, signal: AbortSignal): Promise<void> {
  const channels: NotificationChannel[] = dependencies.sendMail === null ? ['webhook'] : ['mail', 'webhook'];
  const queue = await readCompaniesToNotify(dependencies.database, channels);
  const sender = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift())
      await sendAllOf(dependencies, next, channels, signal);
  };
  const results = await Promise.allSettled(
    Array.from({ length: Math.min(companiesAtOnce, queue.length) }, sender),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
}

/** The oldest first, so that nobody reads that it is back before reading that it stopped. */
async function sendAllOf(
  dependencies: NotifierDependencies,
  companyId: CompanyId,
  channels: readonly NotificationChannel[],
  signal: AbortSignal,
): Promise<void> {
  const { database } = dependencies;
  while (!signal.aborted) {
    const claimed = await inCompany(database, companyId, (transaction) =>
      claimNotification(transaction, channels, leaseSeconds),
    );
    if (claimed === null) return;
    const outcome = await send(dependencies, companyId, claimed, signal);
    await inCompany(database, companyId, (transaction) =>
      concludeNotification(transaction, claimed, outcome),
    );
  }
}

async function send(
  dependencies: NotifierDependencies,
  companyId: CompanyId,
  claimed: ClaimedNotification,
  signal: AbortSignal,
): Promise<NotificationOutcome> {
  const { logger } = dependencies;
  const { channel, kind, attempts, createdAt } = claimed;
  const told = { companyId, channel, kind, attempts };
  if (isOutdated(createdAt, new Date().toISOString())) {
    logger.error(told, 'a notification is given up: it could not be sent for a day');
    return 'given-up';
  }
  try {
    const isWanted = await sendBy(dependencies, companyId, claimed, signal);
    if (isWanted) logger.info(told, 'an administrator was notified');
    return isWanted ? 'sent' : 'given-up';
  } catch (error) {
    const delaySeconds = nextDelaySeconds(attempts);
    logger.warn({ ...told, delaySeconds, error: kindOf(error) }, 'a notification failed; it is tried again');
    return delaySeconds;
  }
}

/** @returns false where nobody is to be told by this channel any more. */
async function sendBy(
  { database, keyring, sendMail, sendWebhook }: NotifierDependencies,
  companyId: CompanyId,
  claimed: ClaimedNotification,
  signal: AbortSignal,
): Promise<boolean> {
  const read = await inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    const secret = await findWebhookSecret(transaction);
    const counts = await countRegistrationsByState(transaction);
    const waiting = (counts.get('parked') ?? 0) + (counts.get('syncing') ?? 0);
    return company && { settings: company.settings, secret, waiting };
  });
  if (read === null) return false;
  const { settings, secret, waiting } = read;
  const notification = notificationOf(companyId, settings, claimed, waiting);
  const id = claimed.notificationId;
  const { mail, webhook } = settings.notifications;
  switch (claimed.channel) {
    case 'mail':
      if (mail.length === 0 || sendMail === null) return false;
      await sendMail({
        id,
        to: mail,
        text: describeNotification(notification),
        at: new Date(claimed.createdAt),
      });
      return true;
    case 'webhook':
      if (webhook === null || secret === null) return false;
      await sendWebhook(
        {
          id,
          url: webhook.url,
          signingSecret: decryptWebhookSecret(keyring, companyId, secret),
          body: bodyOf(notification),
        },
        signal,
      );
      return true;
  }
}

function notificationOf(
  companyId: CompanyId,
  { name, language, timeZone }: CompanySettings,
  { kind, facts, createdAt }: ClaimedNotification,
  waiting: number,
): Notification {
  return { kind, facts, createdAt, companyId, companyName: name, language, timeZone, waiting };
}

function bodyOf({ kind, facts, createdAt, companyId, language, waiting }: Notification): object {
  const { state, reason, secretExpiresAt, daysLeft } = facts;
  return {
    type: `connection.${kind}`,
    timestamp: createdAt,
    data: {
      companyId,
      state,
      secretExpiresAt,
      daysLeft,
      reason: reason && describeReason(reason, language),
      waiting,
    },
  };
}
