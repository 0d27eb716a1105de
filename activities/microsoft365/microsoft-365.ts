import { LRUCache } from 'lru-cache';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Keyring } from '#persistence/encryption.ts';
import { accessTokens, accessTokensPerConnection, type ApplicationCredential } from './access-tokens.ts';
import { decryptClientSecret } from './client-secret.ts';
import { Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import { graph, type Graph } from './graph.ts';
import { mailboxGate, type MailboxGate } from './mailbox-gate.ts';
import type { Microsoft365Settings } from './transport.ts';

/** A saved client secret, still encrypted, and what it belongs to. */
export interface SealedCredential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: Buffer;
  readonly secretVersion: number;
}

/** Microsoft 365 as a worker process shares it: tokens, clients and the gate before each mailbox. */
export interface Microsoft365 {
  readonly timeoutSeconds: number;
  /** How long a write may be held by one worker: twice the time an answer may take. */
  readonly leaseSeconds: number;
  readonly gate: MailboxGate;
  graphFor(companyId: CompanyId, credential: SealedCredential, keyring: Keyring): Graph;
  /** Asks Entra for a fresh token with a credential that isn't saved yet; null where one came. */
  tryCredential(credential: ApplicationCredential): Promise<Microsoft365Failure | null>;
}

export function microsoft365(settings: Microsoft365Settings): Microsoft365 {
  const tokensFor = accessTokensPerConnection(settings);
  const graphs = new LRUCache<string, Graph>({ max: 2000 });
  return {
    timeoutSeconds: settings.timeoutSeconds,
    leaseSeconds: settings.timeoutSeconds * 2,
    gate: mailboxGate(),
    graphFor(companyId, sealed, keyring) {
      const version = [companyId, sealed.tenantId, sealed.clientId, sealed.secretVersion].join('/');
      const known = graphs.get(version);
      if (known) return known;
      const clientSecret = decryptClientSecret(keyring, companyId, sealed.secret);
      const made = graph(tokensFor(version, { ...sealed, clientSecret }), settings);
      graphs.set(version, made);
      return made;
    },
    async tryCredential(credential) {
      try {
        await accessTokens(credential, settings).get({ refresh: true });
        return null;
      } catch (error) {
        if (error instanceof Microsoft365Error) return error.failure;
        throw error;
      }
    },
  };
}
