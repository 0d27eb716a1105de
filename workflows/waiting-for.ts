import type { SyncRegistrationResult } from '#activities/registrations.ts';
import { describeReason } from '#domain/reasons.ts';

/** What the workflow waits for, as an operator reads it in Temporal's UI. Never personal: states and reasons only. */
export function waitingFor(result: Pick<SyncRegistrationResult, 'state' | 'reason'> | null): string {
  if (result === null) return 'Being brought to Outlook.';
  const why = result.reason === null ? '' : inWords(result.reason);
  switch (result.state) {
    case 'synced':
      return 'In Outlook. Waiting for a change from the HR system.';
    case 'syncing':
      return 'Being brought to Outlook.';
    case 'waiting':
      return `Not in Outlook yet. ${why}`;
    case 'parked':
      return `Parked: a replay brings it to Outlook. ${why}`;
    case 'attention':
      return `Needs somebody. ${why}`;
    case 'removed':
      return `Its event is no longer in Outlook. ${why}`.trim();
    case 'ignored':
      return `Not for Outlook. ${why}`.trim();
    case 'unknown':
      return 'The store knows no such registration.';
  }
}

function inWords(reason: NonNullable<SyncRegistrationResult['reason']>): string {
  const { message, remedy, microsoft } = describeReason(reason, 'en');
  const answer = microsoft
    ? ` (Microsoft: ${microsoft.status} ${microsoft.code}, request ${microsoft.requestId})`
    : '';
  return `${message}${answer} ${remedy}`;
}
