import { isGrpcServiceError, type Client } from '@temporalio/client';

/** gRPC: cancelled, deadline exceeded, resource exhausted, unavailable. */
const awayCodes = new Set([1, 4, 8, 14]);
const timeoutSeconds = 10;

/** The client wraps what gRPC says, except where no connection came up. */
export function isTemporalAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isGrpcServiceError(error)) return awayCodes.has(error.code);
  return error.message.startsWith('Failed to connect') || isTemporalAway(error.cause);
}

/**
 * Asks Temporal for no longer than a person waits: left to itself the client tries for some 20 seconds where nobody
 * listens.
 */
export function askTemporal<Answer>(temporal: Client, ask: () => Promise<Answer>): Promise<Answer> {
  return temporal.withDeadline(Date.now() + timeoutSeconds * 1000, ask);
}
