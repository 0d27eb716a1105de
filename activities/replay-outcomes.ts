import type { ReplayOutcome } from '#domain/replay.ts';
import type { RegistrationStatus } from '#domain/sync.ts';
import type { DoneWrite } from './calendar-sync.ts';
import type { WriteStep } from './calendar-writes.ts';

/** What a step would report, were it done. */
export function wouldBe(step: WriteStep): ReplayOutcome {
  switch (step.kind) {
    case 'create':
      return 'created';
    case 'update':
      return 'updated';
    case 'remove':
      return 'removed';
  }
}

/** The net effect on Outlook: an event made in a new mailbox and removed from the old one was moved. */
export function outcomeOf({ state }: RegistrationStatus, writes: readonly DoneWrite[]): ReplayOutcome {
  if (state === 'attention') return 'failed';
  if (writes.includes('created')) return writes.includes('removed') ? 'updated' : 'created';
  if (writes.includes('removed')) return 'removed';
  if (writes.includes('updated')) return 'updated';
  return state === 'synced' ? 'unchanged' : 'skipped';
}
