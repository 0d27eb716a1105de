import type { ConnectionTestAnswer } from '#api/connection-tests.ts';

export type Check = ConnectionTestAnswer['checks'][number];
export type Outcome = 'passed' | 'failed' | 'skipped' | 'warning';

/** A secret that is still accepted stops nothing, whatever is known of its last day. */
export function outcomeOf({ name, ok, skipped, reason }: Check): Outcome {
  if (ok) return 'passed';
  if (skipped === true) return 'skipped';
  return name === 'secret-expiry' && reason?.code !== 'secret-expired' ? 'warning' : 'failed';
}
