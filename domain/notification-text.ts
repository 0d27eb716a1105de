import type { Language, Localised } from './absence-types.ts';
import type { CompanyId } from './identifiers.ts';
import { describeReason, type Reason, type ReasonCode } from './reasons.ts';
import type { NoticeFacts, NotificationKind } from './reminders.ts';

/** All that a notification is told from. */
export interface Notification {
  readonly kind: NotificationKind;
  readonly facts: NoticeFacts;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly companyId: CompanyId;
  readonly companyName: string;
  readonly language: Language;
  /** IANA; the company's. */
  readonly timeZone: string;
  /** Registrations that an open connection would bring to Outlook. */
  readonly waiting: number;
}

/** A notification as an administrator reads it. */
export interface NotificationText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** In order; none where nothing is to be done. */
  readonly steps: readonly string[];
}

/** What has happened, what it means and the exact way out, in the company's language. */
export function describeNotification(notification: Notification): NotificationText {
  switch (notification.kind) {
    case 'secret-expiring':
      return secretExpiring(notification);
    case 'secret-expired':
      return notification.facts.state === 'expired' ? syncStopped(notification) : lastDayPassed(notification);
    case 'sync-stopped':
      return syncStopped(notification);
    case 'sync-resumed':
      return syncResumed(notification);
  }
}

function secretExpiring(notification: Notification): NotificationText {
  const { companyName, facts, language } = notification;
  const when = daysInWords(facts.daysLeft ?? 0)[language];
  const lastDay = dateInWords(notification, facts.secretExpiresAt);
  return {
    subject: {
      da: `Klienthemmeligheden for ${companyName} udløber ${when}`,
      en: `The client secret of ${companyName} expires ${when}`,
    }[language],
    paragraphs: {
      da: [
        `Den klienthemmelighed, som ${companyName} er forbundet med Microsoft 365 med, udløber ${when}: ${lastDay}.`,
        'Derefter kommer fravær ikke længere i Outlook og Teams. Intet går tabt: registreringer bliver gemt, venter og sendes, når der er en ny hemmelighed. Den gamle og den nye kan gælde samtidig, så skift den nu.',
      ],
      en: [
        `The client secret that connects ${companyName} to Microsoft 365 expires ${when}: ${lastDay}.`,
        'After that, absence no longer reaches Outlook and Teams. Nothing is lost: registrations are recorded, wait, and are sent once there is a new secret. The old and the new one may be valid side by side, so change it now.',
      ],
    }[language],
    steps: renewalSteps(notification),
  };
}

/** By the noted date it has expired, and Microsoft has not said so yet. */
function lastDayPassed(notification: Notification): NotificationText {
  const { companyName, facts, language, companyId } = notification;
  const lastDay = dateInWords(notification, facts.secretExpiresAt);
  return {
    subject: {
      da: `Klienthemmeligheden for ${companyName} skulle være udløbet`,
      en: `The client secret of ${companyName} should have expired`,
    }[language],
    paragraphs: {
      da: [
        `Den noterede sidste dag for klienthemmeligheden for ${companyName} var ${lastDay}. Microsoft har ikke afvist den endnu; når det sker, kommer fravær ikke længere i Outlook og Teams. Intet går tabt: registreringer venter og sendes, når der er en ny hemmelighed.`,
        `Er datoen forkert, så ret den: PATCH /v1/companies/${companyId}/connection med {"secretExpiresAt": "ÅÅÅÅ-MM-DD"}.`,
      ],
      en: [
        `The noted last day of the client secret of ${companyName} was ${lastDay}. Microsoft has not refused it yet; once it does, absence no longer reaches Outlook and Teams. Nothing is lost: registrations wait and are sent once there is a new secret.`,
        `If the date is wrong, correct it: PATCH /v1/companies/${companyId}/connection with {"secretExpiresAt": "YYYY-MM-DD"}.`,
      ],
    }[language],
    steps: renewalSteps(notification),
  };
}

function syncStopped(notification: Notification): NotificationText {
  const { companyName, facts, language } = notification;
  const reason: Reason = facts.reason ?? { code: 'secret-expired' };
  const { message } = describeReason(reason, language);
  const since = sinceInWords(notification);
  return {
    subject: {
      da: `Fravær for ${companyName} kommer ikke i Outlook`,
      en: `Absence of ${companyName} does not reach Outlook`,
    }[language],
    paragraphs: {
      da: [
        `Forbindelsen fra ${companyName} til Microsoft 365 har været afbrudt siden ${since}. ${message}`,
        `Intet går tabt: ${waitingInWords(notification)} Det hele sendes automatisk, når forbindelsen virker igen.`,
        ...microsoftInWords(reason, language),
      ],
      en: [
        `The connection of ${companyName} to Microsoft 365 has been closed since ${since}. ${message}`,
        `Nothing is lost: ${waitingInWords(notification)} All of it is sent by itself once the connection works again.`,
        ...microsoftInWords(reason, language),
      ],
    }[language],
    steps: secretCodes.has(reason.code) ? renewalSteps(notification) : mendingSteps(notification, reason),
  };
}

function syncResumed(notification: Notification): NotificationText {
  const { companyName, language, companyId } = notification;
  const since = sinceInWords(notification);
  return {
    subject: {
      da: `Fravær for ${companyName} kommer i Outlook igen`,
      en: `Absence of ${companyName} reaches Outlook again`,
    }[language],
    paragraphs: {
      da: [
        `Forbindelsen fra ${companyName} til Microsoft 365 har virket igen siden ${since}.`,
        `Det, der har ventet, bliver sendt automatisk: ${waitingInWords(notification)} Der er intet at gøre. Følg det med: npm exec absence-sync -- replay status --company ${companyId}`,
      ],
      en: [
        `The connection of ${companyName} to Microsoft 365 has been working again since ${since}.`,
        `What has waited is sent by itself: ${waitingInWords(notification)} Nothing needs to be done. To watch it: npm exec absence-sync -- replay status --company ${companyId}`,
      ],
    }[language],
    steps: [],
  };
}

/** A new secret is what helps. */
const secretCodes: ReadonlySet<ReasonCode> = new Set([
  'secret-expired',
  'secret-invalid',
  'secret-id-pasted',
]);

function renewalSteps({ facts: { clientId }, language, companyId }: Notification): readonly string[] {
  const command = `npm exec absence-sync -- secret renew --company ${companyId} --expires`;
  const path = `PUT /v1/companies/${companyId}/connection/secret`;
  return {
    da: [
      `Log ind på https://entra.microsoft.com, og åbn App registrations › All applications › applikationen med Application (client) ID ${clientId}.`,
      'Vælg Certificates & secrets › Client secrets › New client secret, vælg en udløbsdato, og tryk Add.',
      'Kopiér kolonnen Value med det samme; den vises kun denne ene gang. Secret ID ved siden af kan ikke bruges.',
      `Kør ${command} ÅÅÅÅ-MM-DD, og indsæt Value, når der spørges. Eller over HTTP: ${path} med {"clientSecret": "…", "secretExpiresAt": "ÅÅÅÅ-MM-DD"}. Send aldrig Value i en mail.`,
      'Den nye hemmelighed prøves, før den afløser den gamle, og det, der venter, sendes automatisk. Slet derefter den gamle i Entra.',
    ],
    en: [
      `Sign in at https://entra.microsoft.com and open App registrations › All applications › the one whose Application (client) ID is ${clientId}.`,
      'Choose Certificates & secrets › Client secrets › New client secret, choose when it expires, and press Add.',
      'Copy the column Value at once; it is shown this one time. The Secret ID beside it is of no use.',
      `Run ${command} YYYY-MM-DD and paste the Value when asked. Or by HTTP: ${path} with {"clientSecret": "…", "secretExpiresAt": "YYYY-MM-DD"}. Never send the Value by mail.`,
      'The new secret is tried before it replaces the old one, and what waits is sent by itself. Then delete the old one in Entra.',
    ],
  }[language];
}

function mendingSteps(
  { facts: { clientId }, language, companyId }: Notification,
  reason: Reason,
): readonly string[] {
  const { remedy } = describeReason(reason, language);
  return {
    da: [
      `Log ind på https://entra.microsoft.com, og åbn App registrations › All applications › applikationen med Application (client) ID ${clientId}.`,
      remedy,
      `Forbindelsen prøves automatisk igen inden for nogle minutter. Skal noget indtastes på ny: npm exec absence-sync -- connection set --company ${companyId} --tenant-id … --client-id … --on`,
    ],
    en: [
      `Sign in at https://entra.microsoft.com and open App registrations › All applications › the one whose Application (client) ID is ${clientId}.`,
      remedy,
      `The connection is tried again by itself within some minutes. If something has to be entered anew: npm exec absence-sync -- connection set --company ${companyId} --tenant-id … --client-id … --on`,
    ],
  }[language];
}

function microsoftInWords({ microsoft }: Reason, language: Language): readonly string[] {
  if (microsoft === undefined) return [];
  const { status, code, requestId } = microsoft;
  return {
    da: [`Microsofts svar: ${status} ${code}, request-id ${requestId}.`],
    en: [`Microsoft’s answer: ${status} ${code}, request id ${requestId}.`],
  }[language];
}

function daysInWords(days: number): Localised {
  if (days <= 0) return { da: 'i dag', en: 'today' };
  if (days === 1) return { da: 'i morgen', en: 'tomorrow' };
  return { da: `om ${days} dage`, en: `in ${days} days` };
}

function waitingInWords({ waiting, language }: Notification): string {
  if (waiting === 0)
    return { da: 'lige nu venter ingen registreringer.', en: 'no registrations wait at the moment.' }[
      language
    ];
  if (waiting === 1) return { da: '1 registrering venter.', en: '1 registration waits.' }[language];
  return { da: `${waiting} registreringer venter.`, en: `${waiting} registrations wait.` }[language];
}

const locales: Localised = { da: 'da-DK', en: 'en-GB' };

function dateInWords({ language, timeZone }: Notification, instant: string | null): string {
  if (instant === null) return '–';
  return new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone }).format(
    new Date(instant),
  );
}

function sinceInWords({ language, timeZone, facts }: Notification): string {
  const format = new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone,
  });
  return format.format(new Date(facts.since));
}
