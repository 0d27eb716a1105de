import { timingSafeEqual } from 'node:crypto';
import { webhookSignature } from '#client/standard-webhooks.ts';

/** A request's headers as they came; several values of one header make an array. */
export interface SignatureHeaders {
  readonly id: string | string[] | undefined;
  readonly timestamp: string | string[] | undefined;
  readonly signature: string | string[] | undefined;
}

const toleranceSeconds = 5 * 60;

/**
 * Checks a signature by Standard Webhooks: one of possibly several.
 * @returns what is wrong, in words, or null where it is right.
 */
export function findSignatureFault(
  { id, timestamp, signature }: SignatureHeaders,
  body: Buffer,
  signingSecret: string,
  nowMilliseconds: number,
): string | null {
  if (typeof id !== 'string' || id === '') return 'webhook-id is missing.';
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp))
    return 'webhook-timestamp must be a time in whole seconds since 1970.';
  if (typeof signature !== 'string') return 'webhook-signature is missing.';
  const ageSeconds = nowMilliseconds / 1000 - Number(timestamp);
  if (Math.abs(ageSeconds) > toleranceSeconds)
    return `webhook-timestamp is ${Math.round(Math.abs(ageSeconds))} s ${ageSeconds > 0 ? 'old' : 'ahead'}; at most ${toleranceSeconds} s are taken.`;
  const expected = webhookSignature(signingSecret, id, timestamp, body);
  const isSigned = signature.split(' ').some((part) => {
    const [version, value] = part.split(',', 2);
    if (version !== 'v1' || value === undefined) return false;
    const given = Buffer.from(value, 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? null : 'The signature is not right.';
}
