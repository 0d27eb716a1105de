import { z } from 'zod';
import { Microsoft365Error } from './failures.ts';
import type { Graph } from './graph.ts';

/** What Entra shows of a client secret after it was made: its first three characters. */
export const secretHintOf = (clientSecret: string): string => clientSecret.slice(0, 3);

const applicationSchema = z.object({
  passwordCredentials: z.array(z.object({ hint: z.string().nullish(), endDateTime: z.string().nullish() })),
});

/**
 * The last day of the secret with this hint, in ISO 8601, as the application's registration in Entra has it
 * (https://learn.microsoft.com/graph/api/resources/passwordcredential). It needs a permission that the service can do
 * without, and the registration stands only in the tenant that owns it.
 * @returns null where Entra doesn't tell in time, has no such secret, or has several with different dates.
 */
export async function readSecretExpiry(
  graph: Graph,
  clientId: string,
  hint: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const result = await graph.send({
      method: 'GET',
      path: `/applications(appId='${encodeURIComponent(clientId)}')?$select=id,appId,displayName,passwordCredentials`,
      signal,
      maySend: () => true,
    });
    return result.isSuccess ? expiryOf(result.json, hint) : null;
  } catch (error) {
    if (error instanceof Microsoft365Error || signal.aborted) return null;
    throw error;
  }
}

function expiryOf(json: unknown, hint: string): string | null {
  const application = applicationSchema.safeParse(json);
  if (!application.success) return null;
  const dates = new Set(
    application.data.passwordCredentials
      .filter((secret) => secret.hint === hint)
      .map(({ endDateTime }) => Date.parse(endDateTime ?? '')),
  );
  const [date = Number.NaN, ...others] = dates;
  return others.length > 0 || Number.isNaN(date) ? null : new Date(date).toISOString();
}
