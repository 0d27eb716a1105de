import {
  ApplicationFailure,
  ActivityFailure,
  proxyActivities,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { ConnectionActivities } from '#activities/connections.ts';
import type { ReplayActivities } from '#activities/replays.ts';
import type { ConnectionCheckInput, ConnectionCheckResult } from './messages.ts';

/** An administrator waits for the answer, so Entra is asked a few times and no more. */
const { tryCandidate } = proxyActivities<ConnectionActivities>({
  startToCloseTimeout: '20s',
  retry: { initialInterval: '1s', maximumAttempts: 2 },
});
const { saveCandidate, discardCandidate } = proxyActivities<ConnectionActivities>({
  startToCloseTimeout: '15s',
});
const { startOwedReplay } = proxyActivities<ReplayActivities>({ startToCloseTimeout: '15s' });

/**
 * Tries what an administrator entered and, only where Entra gives a token, puts it in the place of what worked before;
 * the replay that follows is started here too, so that no crash comes between.
 */
export async function connectionCheck(input: ConnectionCheckInput): Promise<ConnectionCheckResult> {
  const { companyId, candidateId } = input;
  setCurrentDetails('Asking Entra for a token.');
  const verdict = await tryOrUnavailable(input);
  if (!verdict.ok) {
    await discardCandidate({ companyId, candidateId });
    setCurrentDetails(`Refused: ${verdict.reason.code}. What was saved before stays.`);
    return verdict;
  }
  // What Entra knows of its own secret goes before what was typed.
  await saveCandidate({ ...input, secretExpiresAt: verdict.secretExpiresAt ?? input.secretExpiresAt });
  setCurrentDetails('Saved.');
  return { ok: true, replayId: await startOwedReplay({ companyId }) };
}

async function tryOrUnavailable({ companyId, candidateId }: ConnectionCheckInput) {
  try {
    return await tryCandidate({ companyId, candidateId });
  } catch (error) {
    if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) throw error;
    return { ok: false, reason: { code: 'microsoft-unavailable' } } as const;
  }
}
