import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { once } from 'node:events';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { webhookHeaders } from '#client/standard-webhooks.ts';
import { findWebhookUrlFault, isLoopbackAddress, isRefusedAddress } from '#client/webhook-address.ts';

export interface WebhookMessage {
  /** The same at every attempt, so that a receiver that gets it twice knows. */
  readonly id: string;
  readonly url: string;
  /** Standard Webhooks' form: `whsec_` and the key in base64. */
  readonly signingSecret: string;
  readonly body: object;
}

/** Why it was not taken; `code` alone is fit for a log, addresses aren't. */
export class WebhookFailed extends Error {
  override readonly name = 'WebhookFailed';
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export interface WebhookOptions {
  readonly allowsLoopback: boolean;
  readonly stopping: AbortSignal;
  /** Asks DNS, as Node does where none is given. */
  readonly lookUp?: LookUp;
}

type LookUp = (
  host: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
) => void;

const timeoutSeconds = 10;

/**
 * Posts a message signed by Standard Webhooks
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). Taken is what is answered
 * by 2xx; redirects are not followed. Names are looked up for this very connection, and what isn't public is refused.
 * @throws WebhookFailed, or the connection's own error.
 */
export async function sendWebhook(
  message: WebhookMessage,
  { allowsLoopback, stopping, lookUp = lookup }: WebhookOptions,
): Promise<void> {
  if (findWebhookUrlFault(message.url, allowsLoopback) !== null) throw new WebhookFailed('address-refused');
  const url = new URL(message.url);
  const body = JSON.stringify(message.body);
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutSeconds * 1000)]);
  const sent = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    headers: headersOf(message, body),
    // None is kept: the next one may be another machine, and is looked up again.
    agent: false,
    lookup: guardedLookup(url, allowsLoopback, lookUp),
    signal,
  });
  const status = await statusOf(sent, body);
  if (status < 200 || status > 299) throw new WebhookFailed(`answered-${status}`);
}

function headersOf({ id, signingSecret }: WebhookMessage, body: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Absence-Sync',
    ...webhookHeaders(signingSecret, id, body),
  };
}

/** What is answered beside the status is nobody's business here, however long it is. */
async function statusOf(sent: ClientRequest, body: string): Promise<number> {
  try {
    const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
    sent.end(body);
    const [{ statusCode = 0 }] = await answered;
    return statusCode;
  } finally {
    sent.once('error', ignore);
    sent.destroy();
  }
}

/** The answer's rest breaks off, as it should. */
function ignore(): void {}

/** Plain http goes to this machine alone, whatever DNS says of the name. */
function guardedLookup(url: URL, allowsLoopback: boolean, lookUp: LookUp): LookupFunction {
  const isAllowed = (address: string): boolean =>
    isLoopbackAddress(address)
      ? allowsLoopback
      : url.protocol === 'https:' && !isRefusedAddress(address, allowsLoopback);
  return (host, options, callback) => {
    lookUp(host, { ...options, all: true }, (error, found) => {
      const refusal = error ?? (found.every(({ address }) => isAllowed(address)) ? null : refused());
      const [first] = found ?? [];
      if (refusal !== null || first === undefined) callback(refusal ?? refused(), '', 4);
      else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };
}

const refused = (): WebhookFailed => new WebhookFailed('address-refused');
