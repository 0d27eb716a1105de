import { findWebhookUrlFault } from '#client/webhook-address.ts';
import type { CompanySettings } from '#domain/company.ts';
import { encryptWebhookSecret, makeWebhookSecret } from '#persistence/company-keys.ts';
import type { CompanyTransaction } from '#persistence/database.ts';
import { saveWebhookSecret } from '#persistence/notifications.ts';
import { remind } from '#persistence/reminders.ts';
import type { Dependencies } from './dependencies.ts';
import { invalidRequest } from './problems.ts';

/** @throws Problem (400) where a webhook's address is one that nothing would be sent to. */
export function refuseWrongWebhook(url: string | undefined, { isEmbedded }: Dependencies): void {
  const fault = url === undefined ? null : findWebhookUrlFault(url, isEmbedded);
  if (fault !== null) throw invalidRequest([{ path: 'notifications.webhook.url', message: fault }]);
}

/**
 * In the transaction that changes what a company has chosen: another webhook gets a secret of its own, and who is told
 * from now on is told at once of what is due today.
 * @returns the new secret, to be shown this once; null where the webhook is as it was.
 */
export async function followNotificationChoices(
  transaction: CompanyTransaction,
  { keyring }: Dependencies,
  { notifications: before }: CompanySettings,
  { notifications: after }: CompanySettings,
): Promise<string | null> {
  let signingSecret: string | null = null;
  if (before.webhook?.url !== after.webhook?.url) {
    signingSecret = after.webhook === null ? null : makeWebhookSecret();
    await saveWebhookSecret(
      transaction,
      signingSecret === null ? null : encryptWebhookSecret(keyring, transaction.companyId, signingSecret),
    );
  }
  await remind(transaction, new Date().toISOString(), 'any');
  return signingSecret;
}
