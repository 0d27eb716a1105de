import type { FastifyRequest } from 'fastify';
import type { CompanyId } from '#domain/identifiers.ts';
import { findCompanyByApiKeyHash, findSigningSecret } from '#persistence/companies.ts';
import { decryptSigningSecret, hashApiKey } from '#persistence/company-keys.ts';
import { inCompany } from '#persistence/database.ts';
import type { Dependencies } from './dependencies.ts';
import { Problem } from './problems.ts';
import { findSignatureFault } from './standard-webhooks.ts';

export function unauthorized(detail: string): Problem {
  return new Problem(401, 'unauthorized', detail, {
    headers: { 'www-authenticate': 'Bearer realm="absence-sync"' },
  });
}

export const bearerOf = (request: FastifyRequest): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1];

/** Lets a company's HR system in by its key, before a byte of the body is read. A signature is checked with the body. */
export function requireCompanyKey({ database }: Dependencies) {
  return async (request: FastifyRequest): Promise<void> => {
    const { companyId } = request.params as { companyId: string };
    const key = bearerOf(request);
    if (key === undefined) {
      if (request.headers.authorization === undefined && request.headers['webhook-signature']) return;
      throw unauthorized(
        'Give the company key (Authorization: Bearer <company key>), or sign the request with the signing secret (webhook-id, webhook-timestamp, webhook-signature).',
      );
    }
    const owner = await findCompanyByApiKeyHash(database, hashApiKey(key));
    if (owner === null) throw unauthorized('This is no company key.');
    if (owner !== companyId) throw new Problem(403, 'forbidden', "This is another company's key.");
  };
}

/** Checks the signature of a request that has come without a key. */
export async function verifySignature(
  { database, keyring }: Dependencies,
  request: FastifyRequest,
  companyId: CompanyId,
  rawBody: Buffer,
): Promise<void> {
  if (request.headers.authorization !== undefined) return;
  const sealed = await inCompany(database, companyId, findSigningSecret);
  const fault = sealed
    ? findSignatureFault(
        {
          id: request.headers['webhook-id'],
          timestamp: request.headers['webhook-timestamp'],
          signature: request.headers['webhook-signature'],
        },
        rawBody,
        decryptSigningSecret(keyring, companyId, sealed),
        Date.now(),
      )
    : 'The signature is not right.';
  if (fault !== null) throw unauthorized(fault);
}
