import { z } from 'zod';
import type { Faults } from '../faults.ts';

const graphPaths = '/v1.0/';

const throttlingSchema = z.object({
  id: z.string(),
  tenantId: z.string(),
  pathContains: z.literal(graphPaths),
  times: z.null(),
  effect: z.object({
    kind: z.literal('respond'),
    status: z.literal(429),
    headers: z.object({ 'retry-after': z.coerce.number() }),
  }),
});

export interface Throttling {
  readonly id: string;
  readonly retryAfterSeconds: number;
}

/** The throttling of all of a tenant's Graph requests, where it is on; it is a fault like any other. */
export function throttlingOf(faults: Faults, tenantId: string): Throttling | null {
  for (const fault of faults.list()) {
    const { success, data } = throttlingSchema.safeParse(fault);
    if (success && data.tenantId === tenantId)
      return { id: data.id, retryAfterSeconds: data.effect.headers['retry-after'] };
  }
  return null;
}

export function startThrottling(faults: Faults, tenantId: string, retryAfterSeconds: number): void {
  endThrottling(faults, tenantId);
  faults.add({
    tenantId,
    pathContains: graphPaths,
    times: null,
    effect: {
      kind: 'respond',
      status: 429,
      headers: { 'retry-after': String(retryAfterSeconds) },
      body: {
        error: { code: 'ApplicationThrottled', message: 'Application is over its MailboxConcurrency limit.' },
      },
    },
  });
}

export function endThrottling(faults: Faults, tenantId: string): void {
  const current = throttlingOf(faults, tenantId);
  if (current) faults.remove(current.id);
}
