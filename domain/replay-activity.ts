import type { Activity } from './activity.ts';
import type { ReplayCause, ReplayState } from './replay.ts';

/** Only what an administrator has asked for is an administrator's; what a commit has called for starts by itself. */
export function replayStarted(replay: {
  readonly replayId: string;
  readonly cause: ReplayCause;
  readonly isDryRun: boolean;
}): Activity {
  const { replayId, cause, isDryRun } = replay;
  return {
    actor: cause === 'administrator' ? 'administrator' : 'absence-sync',
    action: 'replay-started',
    details: { replayId, cause, isDryRun },
  };
}

export function replayEnded(replayId: string, state: ReplayState): Activity {
  return { actor: 'absence-sync', action: 'replay-ended', details: { replayId, state } };
}

/** What an administrator has decided about a replay that runs. */
export function replayAct(
  act: 'pause' | 'resume' | 'cancel' | 'approve' | 'reject',
  replayId: string,
): Activity {
  return { actor: 'administrator', action: acts[act], details: { replayId } };
}

const acts = {
  pause: 'replay-paused',
  resume: 'replay-resumed',
  cancel: 'replay-cancelled',
  approve: 'removals-approved',
  reject: 'removals-rejected',
} as const;
