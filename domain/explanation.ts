import type { Language } from './absence-types.ts';
import { desiredCalendarEvent, type NoEventReason } from './calendar-event.ts';
import type { Company } from './company.ts';
import { nextTexts, ruleTexts, type NextAction, type NextCode, type RuleCode } from './explanation-texts.ts';
import type { ReasonCode } from './reasons.ts';
import {
  explainReply,
  replyExplanationTexts,
  type ReplyExplanation,
  type ReplyState,
} from './reply-explanation.ts';
import type { Registration } from './registration.ts';
import { isRemovedByUser, registrationStatus, type Fingerprint, type RegistrationStatus } from './sync.ts';

/** The one answer to "why is this (not) in Outlook?". */
export interface Explanation extends RegistrationStatus {
  /** What decided what should stand in Outlook. */
  readonly rule: RuleCode;
  readonly next: NextStep;
  /** Of the automatic reply; null where the company has replies OFF. */
  readonly reply: ReplyExplanation | null;
}

/** What happens next with the registration, and when; `at` is null where no time is known for it. */
interface NextStep {
  readonly code: NextCode;
  readonly at: string | null;
}

/** What is known beside the registration and its company. */
export interface Surroundings {
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** When the mailbox is checked next; null where no check is due. */
  readonly mailboxCheckAt: string | null;
  /** When a connection that Microsoft has closed is tried next. */
  readonly connectionProbeAt: string | null;
  /** The automatic reply of its mailbox; null where nothing is known. */
  readonly reply: ReplyState | null;
}

/** An explanation as an administrator reads it. */
export interface ExplanationText {
  readonly rule: RuleCode;
  readonly message: string;
  readonly next: { readonly action: NextAction; readonly at: string | null; readonly message: string };
  readonly automaticReply: (ReplyExplanation & { readonly message: string }) | null;
}

/** Explains the registration as it is now. Total: every registration has exactly one explanation. */
export function explain(
  registration: Registration,
  company: Company,
  fingerprint: Fingerprint,
  surroundings: Surroundings,
): Explanation {
  const status = registrationStatus(registration, company, fingerprint);
  return {
    ...status,
    rule: ruleOf(registration, company, status),
    next: nextOf(registration, company, status, surroundings),
    reply: explainReply(registration, company, surroundings.reply ?? nothingKnown, surroundings.now),
  };
}

const nothingKnown: ReplyState = { owner: 'none', from: null, to: null, reason: null };

/** The sentences, in the language asked for. Of the registration they name nothing, so nothing personal either. */
export function describeExplanation({ rule, next, reply }: Explanation, language: Language): ExplanationText {
  const { action, ...message } = nextTexts[next.code];
  return {
    rule,
    message: ruleTexts[rule][language],
    next: { action, at: next.at, message: message[language] },
    automaticReply: reply && { ...reply, message: replyExplanationTexts[reply.code][language] },
  };
}

/** Follows `desiredCalendarEvent`, the one place that decides; what overrides it comes first. */
function ruleOf(registration: Registration, company: Company, { reason }: RegistrationStatus): RuleCode {
  if (reason?.code === 'deletion-limit')
    return registration.calendar.heldRemoval?.isRejected ? 'removal-rejected' : 'removal-held';
  const desired = desiredCalendarEvent(registration, company);
  if (desired.kind === 'event')
    return isRemovedByUser(registration) ? 'removed-by-user' : 'approved-and-synced';
  if (desired.reason === null) return registration.existence?.value === 'deleted' ? 'deleted' : 'rejected';
  return noEventRules[desired.reason.code];
}

const noEventRules: Readonly<Record<NoEventReason, RuleCode>> = {
  'awaiting-registration': 'awaiting-registration',
  'awaiting-approval': 'awaiting-approval',
  'type-not-synced': 'type-not-synced',
  'before-sync-from': 'before-sync-from',
  'connection-off': 'connection-purged',
};

function nextOf(
  registration: Registration,
  company: Company,
  status: RegistrationStatus,
  surroundings: Surroundings,
): NextStep {
  switch (status.state) {
    case 'syncing':
      return step('sync');
    case 'synced':
      return step('synced');
    case 'waiting':
      return waiting(status, surroundings);
    case 'parked':
      return parked(registration, company, status, surroundings);
    case 'attention':
      return attention(registration, status, surroundings);
    case 'removed':
    case 'ignored':
      return step(atRest(status.reason?.code));
  }
}

const step = (code: NextCode, at: string | null = null): NextStep => ({ code, at });

function waiting({ reason, nextAttemptAt }: RegistrationStatus, { now }: Surroundings): NextStep {
  if (reason?.code === 'awaiting-approval') return step('approval');
  if (reason?.code === 'awaiting-registration') return step('registration');
  return retry(nextAttemptAt, now);
}

const retry = (at: string | null, now: string): NextStep =>
  isAhead(at, now) ? step('retry-at', at) : step('retry');

/** A time that has passed says nothing any more: it is done at any moment. */
const isAhead = (at: string | null, now: string): at is string =>
  at !== null && Date.parse(at) > Date.parse(now);

function parked(
  { calendar: { setback } }: Registration,
  { connection }: Company,
  { reason }: RegistrationStatus,
  { now, connectionProbeAt }: Surroundings,
): NextStep {
  if (connection.isPurging) {
    if (reason?.code === 'connection-off') return step('switch-on');
    return setback?.kind === 'retry' ? retry(setback.nextAttemptAt, now) : step('mend-and-ask');
  }
  switch (connection.state) {
    case 'missing':
      return step('connect');
    case 'off':
      return step('switch-on');
    case 'expired':
    case 'misconfigured':
      return step('connection-probe', isAhead(connectionProbeAt, now) ? connectionProbeAt : null);
    case 'unverified':
    case 'healthy':
    case 'expiring':
      return step('replay');
  }
}

function attention(
  { calendar: { heldRemoval } }: Registration,
  { reason }: RegistrationStatus,
  { now, mailboxCheckAt }: Surroundings,
): NextStep {
  if (reason?.code === 'deletion-limit')
    return step(heldRemoval?.isRejected ? 'stays-until-changed' : 'approve-removals');
  // Of a request that Microsoft refuses for its own sake no check of the mailbox says anything.
  if (mailboxCheckAt === null || reason?.code === 'rejected-by-microsoft') return step('mend-and-ask');
  return step('mailbox-check', isAhead(mailboxCheckAt, now) ? mailboxCheckAt : null);
}

/** Rejected or deleted registrations are at rest without a reason. */
const atRest = (code: ReasonCode | undefined): NextCode =>
  (code === undefined ? undefined : afterRest[code]) ?? 'ended-by-hr';

const afterRest: Partial<Record<ReasonCode, NextCode>> = {
  'removed-by-user': 'stays-removed',
  'type-not-synced': 'type-switched-on',
  'before-sync-from': 'earlier-first-day',
};
