import type { AccessTokens } from './access-tokens.ts';
import { Microsoft365Error, type Microsoft365Failure } from './failures.ts';

/** Long enough for all that was under way to find the connection closed; a purge, which closes nothing, then asks again. */
const rememberedMilliseconds = 60_000;

/**
 * Entra's refusal of an application or a secret counts for all who ask after it too: until the first of them has closed
 * the connection, each of the others would else ask for a token of its own.
 */
export function rememberingRefusal(tokens: AccessTokens): AccessTokens {
  let refusal: { readonly failure: Microsoft365Failure; readonly until: number } | null = null;
  return {
    async get(options) {
      if (refusal !== null && performance.now() < refusal.until) throw new Microsoft365Error(refusal.failure);
      try {
        return await tokens.get(options);
      } catch (error) {
        if (error instanceof Microsoft365Error && error.failure.kind === 'connection')
          refusal = { failure: error.failure, until: performance.now() + rememberedMilliseconds };
        throw error;
      }
    },
  };
}
