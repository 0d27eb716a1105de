import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { Temporal } from 'temporal-polyfill';
import { inCompany } from '#persistence/database.ts';
import { patience, vacation, type TestCompany } from '../house/company.ts';
import { openHouse, type House } from '../house/house.ts';
import { openMailServer, type MailServer, type ReceivedMail } from '../house/mail-server.ts';
import { openWebhookReceiver, type WebhookReceiver } from '../house/webhook-receiver.ts';
import { present } from '../persistence/store.ts';

let mailServer: MailServer;
let receiver: WebhookReceiver;
let house: House;
beforeAll(async () => {
  [mailServer, receiver] = await Promise.all([openMailServer(), openWebhookReceiver()]);
  house = await openHouse({ smtpUrl: mailServer.url });
});
afterAll(async () => {
  await house?.close();
  await Promise.all([mailServer?.close(), receiver?.close()]);
});

/** Where it is day now: at midnight 30 days become 29, and what is told once a day is told again. */
const timeZone = isDayIn('Europe/Copenhagen') ? 'Europe/Copenhagen' : 'Pacific/Honolulu';
function isDayIn(zone: string): boolean {
  const { hour } = Temporal.Now.zonedDateTimeISO(zone);
  return hour >= 8 && hour < 20;
}
/** Days of the calendar, so that a change of the clocks on the way makes none more. */
const inDays = (days: number): string =>
  Temporal.Now.zonedDateTimeISO(timeZone).add({ days }).toInstant().toString();
const addressOf = ({ companyId }: TestCompany): string => `it@${companyId}.example`;
const pathOf = ({ companyId }: TestCompany): string => `/v1/companies/${companyId}`;

/** @returns the webhook's signing secret. */
async function tells(company: TestCompany): Promise<string> {
  const { body } = await house.administrator('PATCH', pathOf(company), {
    notifications: { mail: [addressOf(company)], webhook: { url: receiver.url } },
  });
  return body.notifications.webhook.signingSecret;
}

const expires = (company: TestCompany, secretExpiresAt: string | null) =>
  house.administrator('PATCH', `${pathOf(company)}/connection`, { secretExpiresAt });

const subjectsTo = (company: TestCompany): string[] =>
  mailServer.mailsTo(addressOf(company)).map(({ subject }) => subject);

/** Waits for the last one and sees then that there were no others. */
async function untilTold(company: TestCompany, ...subjects: readonly RegExp[]): Promise<ReceivedMail> {
  await vi.waitFor(() => {
    expect(subjectsTo(company)).toEqual(subjects.map((subject) => expect.stringMatching(subject)));
  }, patience);
  return present(mailServer.mailsTo(addressOf(company)).at(-1), 'mail');
}

const postedTo = ({ companyId }: TestCompany) =>
  receiver.received.filter(({ body }) => JSON.parse(body).data.companyId === companyId);

async function untilPosted(company: TestCompany, ...types: readonly string[]): Promise<void> {
  await vi.waitFor(() => {
    expect(postedTo(company).map(({ body }) => JSON.parse(body).type)).toEqual(types);
  }, patience);
}

function secretAtEntra({ tenantId, clientId }: TestCompany, value: string, endDateTime: string) {
  return house.outlook.control('PUT', `/sandbox/tenants/${tenantId}/applications/${clientId}`, {
    secrets: [{ value, endDateTime }],
  });
}

test('a secret whose last day is 30 days away is told of once, in the company’s language, with the steps to a new one', async () => {
  const company = await house.company({ language: 'da', timeZone });
  const signingSecret = await tells(company);
  await expires(company, inDays(30));
  await expires(company, inDays(30));
  const mail = await untilTold(company, /^Klienthemmeligheden for Contoso A\/S udløber om 30 dage$/);
  expect(mail.to).toEqual([addressOf(company)]);
  expect(mail.headers).toMatch(/^From: Absence Sync <absence-sync@service\.example>$/m);
  expect(mail.headers).toMatch(/^Auto-Submitted: auto-generated$/m);
  for (const part of [
    'Certificates & secrets',
    `secret renew --company ${company.companyId}`,
    company.clientId,
  ])
    expect(mail.body).toContain(part);

  await untilPosted(company, 'connection.secret-expiring');
  const { body, headers } = present(postedTo(company)[0], 'webhook');
  expect(new Webhook(signingSecret).verify(body, headers as Record<string, string>)).toMatchObject({
    type: 'connection.secret-expiring',
    timestamp: expect.stringMatching(/Z$/),
    data: { companyId: company.companyId, state: 'expiring', daysLeft: 30, waiting: 0 },
  });
  expect(mail.messageId).toBe(`<${await mailIdOf(company)}@service.example>`);

  await expires(company, inDays(7));
  await untilTold(company, /om 30 dage$/, /om 7 dage$/);
});

/** A mail's id is that of its notification, so that one that is sent twice after a crash is seen to be one. */
async function mailIdOf({ companyId }: TestCompany): Promise<string> {
  const rows = await inCompany(house.database, companyId, (transaction) =>
    transaction.selectFrom('notifications').select('notification_id').where('channel', '=', 'mail').execute(),
  );
  return rows[0]?.notification_id ?? 'none';
}

test('while the secret is expired there is one mail that day, however many registrations come, and one when it is renewed', async () => {
  const company = await house.company({ timeZone });
  await tells(company);
  const anna = await company.employee('Xenia Qvist');
  await secretAtEntra(company, company.clientSecret, '2020-01-01T00:00:00Z');
  const absences = Array.from({ length: 20 }, (_, index) => {
    const day = `2027-06-${String(index + 1).padStart(2, '0')}`;
    return vacation(anna, day, day);
  });
  await Promise.all(absences.map((absence) => company.hr.creates(absence, { approved: true })));
  for (const absence of absences) await company.untilState(absence, 'parked');
  const stopped = await untilTold(company, /^Absence of Contoso A\/S does not reach Outlook$/);
  for (const part of ['The client secret has expired.', 'AADSTS7000222', 'Nothing is lost'])
    expect(stopped.body).toContain(part);
  await expires(company, inDays(-1));

  await secretAtEntra(company, 'New8Q~secret', '2099-01-01T00:00:00Z');
  await house.administrator('PUT', `${pathOf(company)}/connection/secret`, { clientSecret: 'New8Q~secret' });
  await company.seesIn(anna, (events) => {
    expect(events).toHaveLength(20);
  });
  await untilTold(company, /does not reach Outlook$/, /^Absence of Contoso A\/S reaches Outlook again$/);
  await untilPosted(company, 'connection.sync-stopped', 'connection.sync-resumed');

  await expires(company, inDays(14));
  await untilTold(company, /does not reach/, /again$/, /in 14 days$/);
});

test('a mail that the server refuses at first arrives once, and webhooks don’t wait for it', async () => {
  const company = await house.company({ timeZone });
  await tells(company);
  mailServer.refuses(true);
  await expires(company, inDays(1));
  await untilPosted(company, 'connection.secret-expiring');
  await vi.waitFor(() => {
    expect(mailServer.refusals).toBeGreaterThan(0);
  }, patience);
  mailServer.refuses(false);
  await untilTold(company, /expires tomorrow$/);
  await expires(company, inDays(60));
  await untilTold(company, /expires tomorrow$/, /expires in 60 days$/);
});

test('a webhook that fails is posted again under the same id', async () => {
  const company = await house.company({ timeZone });
  await tells(company);
  receiver.answers(503);
  await expires(company, inDays(30));
  const posts = () => postedTo(company).length;
  await vi.waitFor(() => expect(posts()).toBeGreaterThan(0), patience);
  receiver.answers(204);
  const refused = posts();
  await vi.waitFor(() => expect(posts()).toBe(refused + 1), patience);
  expect(new Set(postedTo(company).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('no log says who is told, by which address, or with which secret', async () => {
  const company = await house.company({ timeZone });
  const signingSecret = await tells(company);
  await expires(company, inDays(30));
  await untilTold(company, /in 30 days$/);
  await untilPosted(company, 'connection.secret-expiring');
  const logs = house.logs();
  expect(logs).toContain('an administrator was notified');
  for (const mark of [
    addressOf(company),
    receiver.url,
    signingSecret,
    'Xenia',
    'Qvist',
    'Insufficient storage',
  ])
    expect(logs).not.toContain(mark);
});
