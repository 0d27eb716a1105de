import { LRUCache } from 'lru-cache';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Keyring } from '#persistence/encryption.ts';
import {
  accessTokens,
  accessTokensPerConnection,
  type AccessTokens,
  type ApplicationCredential,
} from './access-tokens.ts';
import { decryptClientSecret } from './client-secret.ts';
import { Microsoft365Error, type Microsoft365Failure } from './failures.ts';
import { graph, type Graph } from './graph.ts';
import { mailboxGate, type MailboxGate } from './mailbox-gate.ts';
import { rememberingRefusal } from './remembered-refusal.ts';
import { requestCounts, type RequestCounts } from './request-counts.ts';
import type { Microsoft365Settings } from './transport.ts';

/** A saved client secret, still encrypted, and what it belongs to. */
export interface SealedCredential {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: Buffer;
  readonly secretVersion: number;
  /** Of the connection that it was read with: what Entra refused before the connection changed says nothing now. */
  readonly epoch: number;
}

/** Microsoft 365 as a worker process shares it: tokens, clients and the gate before each mailbox. */
export interface Microsoft365 {
  readonly timeoutSeconds: number;
  /** How long a write may be held by one worker: twice the time an answer may take. */
  readonly leaseSeconds: number;
  readonly gate: MailboxGate;
  /** What this process has sent to Microsoft. */
  readonly requests: RequestCounts;
  graphFor(companyId: CompanyId, credential: SealedCredential, keyring: Keyring): Graph;
  /** Asks Entra for a fresh token with a credential that isn't saved yet; nobody else uses that token. */
  tryCredential(credential: ApplicationCredential): Promise<CredentialTrial>;
  /**
   * Asks Entra for a fresh token with the saved credential, which this process goes on with: a consent given meanwhile
   * stands in no older one.
   */
  renewToken(companyId: CompanyId, credential: SealedCredential, keyring: Keyring): Promise<CredentialTrial>;
}

/** What Entra answered, and Graph with the token that came. */
export type CredentialTrial =
  | { readonly ok: true; readonly graph: Graph }
  | { readonly ok: false; readonly failure: Microsoft365Failure };

export function microsoft365(place: Microsoft365Settings): Microsoft365 {
  const requests = requestCounts();
  const settings = { ...place, noteRequest: requests.note };
  const tokensFor = accessTokensPerConnection(settings);
  const graphs = new LRUCache<string, Graph>({ max: 2000 });
  return {
    timeoutSeconds: settings.timeoutSeconds,
    leaseSeconds: settings.timeoutSeconds * 2,
    gate: mailboxGate(),
    requests,
    graphFor(companyId, sealed, keyring) {
      const version = versionOf(companyId, sealed);
      const key = `${version}/${sealed.epoch}`;
      const known = graphs.get(key);
      if (known) return known;
      const clientSecret = decryptClientSecret(keyring, companyId, sealed.secret);
      const tokens = tokensFor(version, { ...sealed, clientSecret });
      const made = graph(rememberingRefusal(tokens), settings);
      graphs.set(key, made);
      return made;
    },
    tryCredential: (credential) => tryTokens(accessTokens(credential, settings), settings),
    renewToken(companyId, sealed, keyring) {
      const clientSecret = decryptClientSecret(keyring, companyId, sealed.secret);
      return tryTokens(tokensFor(versionOf(companyId, sealed), { ...sealed, clientSecret }), settings);
    },
  };
}

const versionOf = (companyId: CompanyId, sealed: SealedCredential): string =>
  [companyId, sealed.tenantId, sealed.clientId, sealed.secretVersion].join('/');

async function tryTokens(tokens: AccessTokens, settings: Microsoft365Settings): Promise<CredentialTrial> {
  try {
    await tokens.get({ refresh: true });
    return { ok: true, graph: graph(tokens, settings) };
  } catch (error) {
    if (error instanceof Microsoft365Error) return { ok: false, failure: error.failure };
    throw error;
  }
}
