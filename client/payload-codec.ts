import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { METADATA_ENCODING_KEY, type Payload, type PayloadCodec } from '@temporalio/common';

const encoding = Buffer.from('binary/absence-sync-encrypted');
/** Only a CloudEvent that an HR system signalled carries personal data through Temporal. */
const personalMark = Buffer.from('"specversion"');

/**
 * Encrypts what is personal before it reaches Temporal, and leaves all else readable, so that operators can follow a
 * workflow in Temporal's UI without a codec server. A payload that can't be decrypted stays as it is: the workflow
 * then refuses it in its status, where a throwing codec would leave its workflow task failing for ever.
 */
export function payloadCodec(masterKey: Buffer): PayloadCodec {
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), 'absence-sync/payloads', 32));
  return {
    encode: async (payloads) =>
      payloads.map((payload) => (isPersonal(payload) ? encryptPayload(key, payload) : payload)),
    decode: async (payloads) =>
      payloads.map((payload) => (isEncrypted(payload) ? decryptPayload(key, payload) : payload)),
  };
}

const isPersonal = ({ data }: Payload): boolean => data != null && Buffer.from(data).includes(personalMark);

const isEncrypted = ({ metadata }: Payload): boolean =>
  metadata != null && encoding.equals(metadata[METADATA_ENCODING_KEY] ?? Buffer.alloc(0));

function encryptPayload(key: Buffer, payload: Payload): Payload {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const inner = JSON.stringify({
    metadata: Object.fromEntries(
      Object.entries(payload.metadata ?? {}).map(([name, value]) => [
        name,
        Buffer.from(value).toString('base64'),
      ]),
    ),
    data: Buffer.from(payload.data ?? []).toString('base64'),
  });
  const ciphertext = Buffer.concat([cipher.update(inner), cipher.final()]);
  return {
    metadata: { [METADATA_ENCODING_KEY]: encoding },
    data: Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]),
  };
}

function decryptPayload(key: Buffer, payload: Payload): Payload {
  const sealed = Buffer.from(payload.data ?? []);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
    decipher.setAuthTag(sealed.subarray(12, 28));
    const inner = JSON.parse(
      Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString(),
    ) as { metadata: Record<string, string>; data: string };
    return {
      metadata: Object.fromEntries(
        Object.entries(inner.metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
      ),
      data: Buffer.from(inner.data, 'base64'),
    };
  } catch {
    return payload;
  }
}
