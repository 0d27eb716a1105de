import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { lockCompany, updateCompanySettings } from '#persistence/companies.ts';
import { encryptWebhookSecret, makeWebhookSecret } from '#persistence/company-keys.ts';
import { closeConnection, saveConnection } from '#persistence/connections.ts';
import { saveWebhookSecret } from '#persistence/notifications.ts';
import { mailer } from '#worker/mail.ts';
import { startNotifier, type NotifierDependencies } from '#worker/notifier.ts';
import { sendWebhook } from '#worker/webhook.ts';
import { patience } from '../house/company.ts';
import { openMailServer, type MailServer } from '../house/mail-server.ts';
import { openWebhookReceiver, type WebhookReceiver } from '../house/webhook-receiver.ts';
import { openStore, present, type Store, type StoredCompany } from '../persistence/store.ts';

let store: Store;
let mailServer: MailServer;
let receiver: WebhookReceiver;
const lines: string[] = [];
const running: { stop(): Promise<void> }[] = [];
beforeAll(async () => {
  [store, mailServer, receiver] = await Promise.all([openStore(), openMailServer(), openWebhookReceiver()]);
});
beforeEach(() => {
  lines.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((notifier) => notifier.stop()));
});
afterAll(() => Promise.all([store.close(), mailServer.close(), receiver.close()]));

function start(change: Partial<NotifierDependencies> = {}): void {
  const notifier = startNotifier({
    database: store.database,
    keyring: store.keyring,
    sendMail: mailer({ smtpUrl: mailServer.url, from: 'absence-sync@service.example' }),
    sendWebhook: (message, stopping) => sendWebhook(message, { allowsLoopback: true, stopping }),
    logger: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
    ...change,
  });
  running.push(notifier);
}

const addressOf = ({ companyId }: StoredCompany): string => `it@${companyId}.example`;

async function tells(company: StoredCompany, mail: readonly string[] = [addressOf(company)]): Promise<void> {
  const { companyId } = company;
  await company.in(async (transaction) => {
    const settings = present(await lockCompany(transaction), 'company');
    const notifications = { mail, webhook: { url: receiver.url } };
    await updateCompanySettings(transaction, { ...settings, notifications });
    const secret = encryptWebhookSecret(store.keyring, companyId, makeWebhookSecret());
    await saveWebhookSecret(transaction, secret);
  });
}

/** A company that has something to tell. */
async function stoppedCompany(): Promise<StoredCompany> {
  const company = await store.company();
  await tells(company);
  await company.in(async (transaction) => {
    const { epoch } = await saveConnection(transaction, {
      enabled: true,
      tenantId: 'tenant-1',
      clientId: 'client-1',
      secret: { encrypted: Buffer.from('one'), hint: 'one' },
      secretExpiresAt: null,
    });
    await closeConnection(transaction, epoch, 'expired', { code: 'secret-expired' });
  });
  return company;
}

const outcomes = (company: StoredCompany) =>
  store.asOwner<{ channel: string; outcome: string }>(
    `select channel, case when sent_at is not null then 'sent' when given_up_at is not null then 'given up' else 'waits' end
       as outcome from notifications where company_id = $1 order by channel`,
    [company.companyId],
  );

async function until(company: StoredCompany, mail: string, webhook: string): Promise<void> {
  await vi.waitFor(async () => {
    expect(await outcomes(company)).toEqual([
      { channel: 'mail', outcome: mail },
      { channel: 'webhook', outcome: webhook },
    ]);
  }, patience);
}

const postedTo = ({ companyId }: StoredCompany): number =>
  receiver.received.filter(({ body }) => body.includes(companyId)).length;

test('several workers at once send each notification once', async () => {
  const companies = await Promise.all(Array.from({ length: 12 }, stoppedCompany));
  for (let workers = 0; workers < 3; workers += 1) start();
  for (const company of companies) await until(company, 'sent', 'sent');
  for (const company of companies)
    expect([mailServer.mailsTo(addressOf(company)).length, postedTo(company)]).toEqual([1, 1]);
});

test('without a mail server webhooks are sent and mails wait, which is said once', async () => {
  const company = await stoppedCompany();
  start({ sendMail: null });
  await until(company, 'waits', 'sent');
  expect(lines.filter((line) => line.includes('mails are off'))).toHaveLength(1);
  start();
  await until(company, 'sent', 'sent');
});

test('what could not be sent for a day is given up and not sent', async () => {
  const company = await stoppedCompany();
  await store.asOwner(
    `update notifications set created_at = now() - interval '24 hours' where company_id = $1`,
    [company.companyId],
  );
  start();
  await until(company, 'given up', 'given up');
  expect([mailServer.mailsTo(addressOf(company)).length, postedTo(company)]).toEqual([0, 0]);
  expect(lines.join('')).toContain('given up');
});

test('who is told is read when it is sent: another address gets it, and nobody where there is none any more', async () => {
  const [moved, silent] = [await stoppedCompany(), await stoppedCompany()];
  await tells(moved, ['other@contoso.example']);
  await tells(silent, []);
  start();
  await until(moved, 'sent', 'sent');
  await until(silent, 'given up', 'sent');
  expect(mailServer.mailsTo('other@contoso.example')).toHaveLength(1);
  for (const company of [moved, silent]) expect(mailServer.mailsTo(addressOf(company))).toEqual([]);
});
