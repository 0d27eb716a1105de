import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { ConnectionTestActivities } from '#activities/connection-tests.ts';
import type { ConnectionTestInput } from './messages.ts';

const { testConnection } = proxyActivities<ConnectionTestActivities>({
  startToCloseTimeout: '45s',
  retry: { initialInterval: '1s', maximumAttempts: 2 },
});

/** Tries a saved connection for an administrator who waits. Which mailboxes, and what came of it, stands in the store alone. */
export async function connectionTest({ companyId, testId }: ConnectionTestInput): Promise<void> {
  setCurrentDetails('Asking Entra for a token and trying mailboxes.');
  await testConnection({ companyId, testId });
  setCurrentDetails('Done. Whoever asked has the result.');
}
