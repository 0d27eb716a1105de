import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly headers: string;
  /** The parts as a person reads them. */
  readonly body: string;
}

/** The company's mail server: takes what comes and shows it. */
export interface MailServer {
  readonly received: readonly ReceivedMail[];
  mailsTo(address: string): readonly ReceivedMail[];
  /** How often a mail was offered and refused. */
  readonly refusals: number;
  /** Refuses every mail for now, as a server does that is full. */
  refuses(isRefusing: boolean): void;
  readonly url: string;
  close(): Promise<void>;
}

export async function openMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let isRefusing = false;
  let refusals = 0;
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo(_address, _session, done) {
      if (isRefusing) refusals += 1;
      done(isRefusing ? Object.assign(new Error('Insufficient storage'), { responseCode: 452 }) : null);
    },
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
      stream.on('end', () => {
        const to = envelope.rcptTo.map(({ address }) => address);
        received.push(readMail(Buffer.concat(chunks).toString(), to));
        done();
      });
    },
  });
  // Who goes in the midst of a mail has sent none.
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    mailsTo: (address) => received.filter(({ to }) => to.includes(address)),
    get refusals() {
      return refusals;
    },
    refuses(refusing) {
      isRefusing = refusing;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function readMail(raw: string, to: readonly string[]): ReceivedMail {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '';
  return {
    to,
    headers,
    subject: decodeWords(header('subject')),
    messageId: header('message-id'),
    body: decodeQuoted(raw.slice(end).replaceAll('=\r\n', '')),
  };
}

/** RFC 2047; words that stand side by side are one text. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : decodeQuoted(word.replaceAll('_', ' ')),
    );
}

function decodeQuoted(text: string): string {
  return text.replaceAll(/(?:=[\dA-F]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('=', ''), 'hex').toString(),
  );
}
