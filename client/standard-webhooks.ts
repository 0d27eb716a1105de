import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA256 over `id.timestamp.body`, by the key that a signing secret (`whsec_` and base64) holds
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 * @param timestamp whole seconds since 1970.
 */
export function webhookSignature(
  signingSecret: string,
  id: string,
  timestamp: string,
  body: string | Buffer,
): Buffer {
  const key = Buffer.from(signingSecret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** The headers of a message that is sent now. */
export function webhookHeaders(signingSecret: string, id: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = webhookSignature(signingSecret, id, timestamp, body).toString('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
