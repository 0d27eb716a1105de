import { createHash, randomBytes } from 'node:crypto';
import type { CompanyId } from '#domain/identifiers.ts';
import { decrypt, encrypt, type Keyring } from './encryption.ts';

/** What the HR system signs in with. Shown once; the store keeps a hash of the one and encrypts the other. */
export interface CompanyKeys {
  readonly apiKey: string;
  /** Standard Webhooks' form: `whsec_` and the key in base64. */
  readonly signingSecret: string;
}

export function makeCompanyKeys(): CompanyKeys {
  return {
    apiKey: `abs_${randomBytes(32).toString('base64url')}`,
    signingSecret: `whsec_${randomBytes(32).toString('base64')}`,
  };
}

/** A random key of 256 bits needs no slow hash. */
export function hashApiKey(apiKey: string): Buffer {
  return createHash('sha256').update(apiKey).digest();
}

export function encryptSigningSecret(keyring: Keyring, companyId: CompanyId, signingSecret: string): Buffer {
  return encrypt(keyring.signingSecrets, signingSecret, `signing-secret/${companyId}`);
}

export function decryptSigningSecret(keyring: Keyring, companyId: CompanyId, sealed: Buffer): string {
  return decrypt(keyring.signingSecrets, sealed, `signing-secret/${companyId}`).toString();
}

/** What a company's webhook is signed with; the company shows it to whoever receives. */
export function makeWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function encryptWebhookSecret(keyring: Keyring, companyId: CompanyId, secret: string): Buffer {
  return encrypt(keyring.signingSecrets, secret, webhookSecretContext(companyId));
}

export function decryptWebhookSecret(keyring: Keyring, companyId: CompanyId, sealed: Buffer): string {
  return decrypt(keyring.signingSecrets, sealed, webhookSecretContext(companyId)).toString();
}

const webhookSecretContext = (companyId: CompanyId): string => `webhook-signing-secret/${companyId}`;
