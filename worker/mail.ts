import { createTransport } from 'nodemailer';
import type { NotificationText } from '#domain/notification-text.ts';

export interface MailSettings {
  /** `smtp://` or `smtps://`, as nodemailer reads it (https://nodemailer.com/smtp). */
  readonly smtpUrl: string;
  readonly from: string;
}

export interface Mail {
  /** Of the notification: it makes the Message-ID, so that a mail sent twice is seen to be one. */
  readonly id: string;
  readonly to: readonly string[];
  readonly text: NotificationText;
  readonly at: Date;
}

export type SendMail = (mail: Mail) => Promise<void>;

/** @returns what sends a mail and is fulfilled once the server has taken it for somebody. */
export function mailer({ smtpUrl, from }: MailSettings): SendMail {
  const transport = createTransport({
    url: smtpUrl,
    dnsTimeout: 10_000,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost';
  return async ({ id, to, text, at }) => {
    await transport.sendMail({
      from,
      // As objects, so that nothing in an address is read as a list.
      to: to.map((address) => ({ name: '', address })),
      subject: text.subject,
      text: plainText(text),
      html: html(text),
      date: at,
      messageId: `<${id}@${domain}>`,
      // Nobody's absence reply answers it (https://www.rfc-editor.org/rfc/rfc3834).
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    });
  };
}

function plainText({ paragraphs, steps }: NotificationText): string {
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`);
  return `${[...paragraphs, ...numbered].join('\n\n')}\n`;
}

function html({ paragraphs, steps }: NotificationText): string {
  const list = steps.map((step) => `<li>${escaped(step)}</li>`).join('\n');
  return [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...(steps.length === 0 ? [] : [`<ol>\n${list}\n</ol>`]),
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
