import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { GraphFailure } from './graph-failure.ts';

export const graphAudience = 'https://graph.microsoft.com';

export interface AccessTokenClaims {
  readonly aud: string;
  readonly iss: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly appid: string;
  readonly app_displayname: string;
  readonly appidacr: '1';
  readonly idtyp: 'app';
  readonly oid: string;
  readonly sub: string;
  readonly tid: string;
  readonly uti: string;
  readonly ver: '1.0';
  readonly roles?: readonly string[];
}

const header = Buffer.from(JSON.stringify({ typ: 'JWT', alg: 'HS256', kid: 'sandbox' })).toString(
  'base64url',
);

/** Issues and reads bearer tokens. With a data directory the key, and so every token, outlives a restart. */
export class AccessTokens {
  readonly #key: Buffer;
  readonly #verified = new LRUCache<string, AccessTokenClaims>({ max: 10_000 });
  readonly #issuedSinceEnd = new Map<string, Set<string>>();

  constructor(directory: string | null) {
    this.#key = directory === null ? randomBytes(32) : storedKey(directory);
  }

  issue(claims: AccessTokenClaims): string {
    this.#issuedSinceEnd.get(claims.appid)?.add(claims.uti);
    const payload = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${payload}.${this.#signature(payload)}`;
  }

  /** Refuses what the application was issued until now, as if it had run out; forgotten at a restart. */
  endIssued(appId: string): void {
    this.#issuedSinceEnd.set(appId, new Set());
  }

  /** The claims of a good token, or Graph's refusal. `nowSeconds` is the sandbox clock's. */
  read(authorization: string | undefined, nowSeconds: number): AccessTokenClaims | GraphFailure {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return invalidToken('Access token is empty.');
    const claims = this.#verified.get(token) ?? this.#verify(token);
    if (claims instanceof GraphFailure) return claims;
    if (claims.aud !== graphAudience)
      return invalidToken('Access token validation failure. Invalid audience.');
    if (this.#issuedSinceEnd.get(claims.appid)?.has(claims.uti) === false)
      return invalidToken('Lifetime validation failed, the token is expired.');
    if (claims.exp <= nowSeconds) return invalidToken('Lifetime validation failed, the token is expired.');
    if (claims.nbf > nowSeconds) return invalidToken('Access token has expired or is not yet valid.');
    return claims;
  }

  #verify(token: string): AccessTokenClaims | GraphFailure {
    const [head, payload, signature, ...more] = token.split('.');
    if (head !== header || !payload || !signature || more.length > 0)
      return invalidToken('CompactToken parsing failed with error code: 80049217');
    const expected = Buffer.from(this.#signature(`${head}.${payload}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given))
      return invalidToken('Access token validation failure. Invalid signature.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as AccessTokenClaims;
    this.#verified.set(token, claims);
    return claims;
  }

  #signature(payload: string): string {
    return createHmac('sha256', this.#key).update(payload).digest('base64url');
  }
}

function storedKey(directory: string): Buffer {
  const path = join(directory, 'token-key');
  const stored = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  if (stored.length === 32) return stored;
  const key = randomBytes(32);
  writeFileSync(path, key, { mode: 0o600 });
  return key;
}

function invalidToken(message: string): GraphFailure {
  return new GraphFailure(401, 'InvalidAuthenticationToken', message, {
    headers: {
      'www-authenticate':
        'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    },
  });
}
