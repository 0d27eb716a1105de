import type { Reason } from './reasons.ts';
import type { CalendarWriteOperation } from './registration-event.ts';

/**
 * What is known of a mailbox: `ok` has let a write or a check in, `attention` is in trouble, and of an `unknown` one
 * nothing is known, or no longer.
 */
export type MailboxState = 'ok' | 'attention' | 'unknown';

/** Whether a write to a mailbox in this trouble is kept back. A full one still lets go of events and changes them. */
export function isWithheld(operation: CalendarWriteOperation, trouble: Reason): boolean {
  return trouble.code !== 'mailbox-full' || operation === 'create';
}

/**
 * Microsoft answers 403 alike where the permission is missing and where it doesn't cover the mailbox. It is the
 * mailbox's own only where the same application has written to another one.
 */
export function judgeRefusal(reason: Reason, hasWorkedElsewhere: boolean): Reason {
  if (reason.code !== 'mailbox-out-of-scope' || hasWorkedElsewhere) return reason;
  return { ...reason, code: 'permission-missing' };
}

/**
 * As `judgeRefusal`, of a mailbox's settings: a permission of their own. Where they have been read the permission to
 * change them is what is missing.
 */
export function judgeSettingsRefusal(
  reason: Reason,
  has: { readonly beenReadHere: boolean; readonly workedElsewhere: boolean },
): Reason {
  if (reason.code !== 'mailbox-out-of-scope' && reason.code !== 'permission-missing') return reason;
  const isOutOfScope = has.workedElsewhere && !has.beenReadHere;
  return { ...reason, code: isOutOfScope ? 'mailbox-out-of-scope' : 'reply-permission-missing' };
}

const longestCheckSeconds = 24 * 60 * 60;

/**
 * How long a mailbox in trouble is left alone. Microsoft holds what an application may do for 30 minutes to 2 hours, and
 * longer while it keeps asking (https://learn.microsoft.com/exchange/permissions-exo/application-rbac), so each check
 * that fails doubles the wait.
 */
export function secondsToNextCheck(checkSeconds: number, failedChecks: number): number {
  return Math.min(checkSeconds * 2 ** failedChecks, longestCheckSeconds);
}
