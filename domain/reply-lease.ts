import type { Reason } from './reasons.ts';

/** A mailbox's one automatic-reply setting. Times are ISO 8601 in UTC; texts are HTML. */
export interface ReplySetting {
  readonly status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  readonly audience: 'none' | 'contactsOnly' | 'all';
  readonly from: string;
  readonly to: string;
  readonly internal: string;
  readonly external: string;
}

/** A keyed hash of a setting, texts normalised: what Outlook wraps around a text makes no difference. */
export type ReplyFingerprint = (setting: ReplySetting) => string;

/** Ours stands in the mailbox, until its window is over or the user takes the slot. */
export interface ReplyLease {
  readonly window: { readonly from: string; readonly to: string };
  /** Of what was wanted. */
  readonly wantedHash: string;
  /** Of what stood there after it was set: an organisation may forbid what was wanted. */
  readonly shownHash: string;
  /** What stood there before. */
  readonly saved: ReplySetting;
}

export type ReplyAttempt =
  | { readonly kind: 'set'; readonly setting: ReplySetting; readonly saved: ReplySetting }
  | { readonly kind: 'restore'; readonly setting: ReplySetting };

/** Facts of a mailbox's replies, in their own stream. */
export type ReplyFact =
  | { readonly type: 'ReplyAttempted'; readonly attempt: ReplyAttempt; readonly wantedHash: string }
  | { readonly type: 'ReplySet'; readonly shownHash: string; readonly requestId: string }
  | { readonly type: 'ReplyRestored'; readonly requestId: string }
  /** The write is known not to have happened. */
  | { readonly type: 'ReplyNotWritten'; readonly reason: Reason | null }
  /** The user's own reply is on: theirs until `until`, or for as long as they please. */
  | { readonly type: 'ReplyLeftToUser'; readonly until: string | null }
  /** The user has switched ours off: it stays off until that absence is over. */
  | { readonly type: 'ReplySwitchedOff'; readonly until: string }
  /** The employee's address is another one now; `isSettled` once it is known to be the same mailbox, renamed. */
  | { readonly type: 'ReplySlotRenamed'; readonly isSettled: boolean };

/** All that is known of a mailbox's slot, folded from its facts. */
export interface ReplyRecord {
  readonly sequence: number;
  readonly lease: ReplyLease | null;
  readonly attempt: { readonly attempt: ReplyAttempt; readonly wantedHash: string } | null;
  readonly owner: 'none' | 'user' | 'absence-sync';
  readonly userUntil: string | null;
  readonly switchedOffUntil: string | null;
  /** The address has changed since the lease was last seen to stand. */
  readonly isRenamed: boolean;
  readonly setback: Reason | null;
}

export const emptyReplyRecord: ReplyRecord = {
  sequence: 0,
  lease: null,
  attempt: null,
  owner: 'none',
  userUntil: null,
  switchedOffUntil: null,
  isRenamed: false,
  setback: null,
};

export function evolveReply(record: ReplyRecord, fact: ReplyFact): ReplyRecord {
  return { ...record, ...changeBy(record, fact), sequence: record.sequence + 1 };
}

function changeBy(record: ReplyRecord, fact: ReplyFact): Partial<ReplyRecord> {
  switch (fact.type) {
    case 'ReplyAttempted':
      return { attempt: { attempt: fact.attempt, wantedHash: fact.wantedHash } };
    case 'ReplySet':
      return {
        lease: leaseAfter(record, fact.shownHash),
        attempt: null,
        owner: 'absence-sync',
        userUntil: null,
        switchedOffUntil: null,
        isRenamed: false,
        setback: null,
      };
    case 'ReplyRestored':
      return { lease: null, attempt: null, owner: 'none', isRenamed: false, setback: null };
    case 'ReplyNotWritten':
      return { attempt: null, setback: fact.reason };
    case 'ReplyLeftToUser':
      return { lease: null, attempt: null, owner: 'user', userUntil: fact.until, setback: null };
    case 'ReplySwitchedOff':
      return { lease: null, attempt: null, owner: 'user', userUntil: null, switchedOffUntil: fact.until };
    case 'ReplySlotRenamed':
      return { isRenamed: !fact.isSettled };
  }
}

function leaseAfter({ attempt }: ReplyRecord, shownHash: string): ReplyLease | null {
  if (attempt === null || attempt.attempt.kind !== 'set') return null;
  const { setting, saved } = attempt.attempt;
  const window = { from: setting.from, to: setting.to };
  return { window, wantedHash: attempt.wantedHash, shownHash, saved };
}

/** What to do about the slot now. */
export type ReplyDecision =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly setting: ReplySetting; readonly saved: ReplySetting }
  | { readonly kind: 'restore'; readonly setting: ReplySetting }
  /** A write without an answer turns out to have happened, or not. */
  | { readonly kind: 'learn'; readonly fact: ReplyFact }
  /** Nothing is written: the user has the slot. */
  | { readonly kind: 'yield'; readonly fact: ReplyFact };

/** Whether the decision needs to know what stands in the mailbox; if not, nothing is asked of Microsoft. */
export function mustRead(record: ReplyRecord, wanted: ReplySetting | null, now: string): boolean {
  if (record.lease !== null || record.attempt !== null) return true;
  return wanted !== null && !isSwitchedOff(record, wanted, now);
}

/**
 * Whose the slot is, and what follows. Ours is a lease: it is set only where nobody's reply is on, changed and taken
 * back only where it stands as we left it, and what the user has set or edited is never touched.
 * @param wanted what should stand there: the next window's reply; null where none is wanted.
 * @param current what stands there, read now.
 */
export function decideReply(
  record: ReplyRecord,
  wanted: ReplySetting | null,
  current: ReplySetting,
  fingerprint: ReplyFingerprint,
  now: string,
): ReplyDecision {
  if (record.attempt !== null) return { kind: 'learn', fact: learn(record, current, fingerprint) };
  const { lease } = record;
  if (lease === null) return whereFree(record, wanted, current, now);
  const isOurs = fingerprint(current) === lease.shownHash;
  if (record.isRenamed) return { kind: 'learn', fact: afterRename(isOurs) };
  if (!isOurs) return yieldLease(lease, current, now);
  if (wanted !== null && fingerprint(wanted) === lease.wantedHash) return { kind: 'none' };
  if (wanted !== null) return { kind: 'set', setting: wanted, saved: lease.saved };
  return { kind: 'restore', setting: asRestored(lease.saved) };
}

/** In another mailbox ours doesn't stand; in the old one it runs out by its own end, where nobody can reach it any more. */
const afterRename = (isOurs: boolean): ReplyFact =>
  isOurs ? { type: 'ReplySlotRenamed', isSettled: true } : { type: 'ReplyRestored', requestId: '' };

function whereFree(
  record: ReplyRecord,
  wanted: ReplySetting | null,
  current: ReplySetting,
  now: string,
): ReplyDecision {
  if (wanted === null || isSwitchedOff(record, wanted, now)) return { kind: 'none' };
  if (!isOn(current, now)) return { kind: 'set', setting: wanted, saved: current };
  const until = current.status === 'scheduled' ? current.to : null;
  const isKnown = record.owner === 'user' && record.userUntil === until;
  return isKnown ? { kind: 'none' } : { kind: 'yield', fact: { type: 'ReplyLeftToUser', until } };
}

/** Switched off by hand it stays off for that absence; edited, or replaced by another, it is the user's own reply now. */
function yieldLease(lease: ReplyLease, current: ReplySetting, now: string): ReplyDecision {
  if (isOn(current, now)) {
    const until = current.status === 'scheduled' ? current.to : null;
    return { kind: 'yield', fact: { type: 'ReplyLeftToUser', until } };
  }
  return { kind: 'yield', fact: { type: 'ReplySwitchedOff', until: lease.window.to } };
}

/** A window that has changed since is still that absence, as long as it begins before the old one was to end. */
function isSwitchedOff({ switchedOffUntil }: ReplyRecord, wanted: ReplySetting, now: string): boolean {
  return switchedOffUntil !== null && now < switchedOffUntil && wanted.from < switchedOffUntil;
}

/** A schedule that is over stays in the mailbox and replies to nobody. */
function isOn({ status, to }: ReplySetting, now: string): boolean {
  return status === 'alwaysEnabled' || (status === 'scheduled' && to > now);
}

/** It was saved where nobody's reply was on, so it comes back off, whatever its schedule was; its texts are kept. */
const asRestored = (saved: ReplySetting): ReplySetting => ({ ...saved, status: 'disabled' });

/** The audience is left out: an organisation that forbids external replies changes it silently. */
function learn({ attempt }: ReplyRecord, current: ReplySetting, fingerprint: ReplyFingerprint): ReplyFact {
  const sent = attempt?.attempt.setting;
  const isThere =
    sent !== undefined &&
    fingerprint({ ...current, audience: 'all' }) === fingerprint({ ...sent, audience: 'all' });
  if (!isThere) return { type: 'ReplyNotWritten', reason: null };
  return attempt?.attempt.kind === 'set'
    ? { type: 'ReplySet', shownHash: fingerprint(current), requestId: '' }
    : { type: 'ReplyRestored', requestId: '' };
}

/** When the slot must be looked at again by itself, ISO 8601 in UTC; null where only a change of an absence calls for it. */
export function nextReplyLook(record: ReplyRecord, wanted: ReplySetting | null, now: string): string | null {
  const { lease, userUntil, switchedOffUntil } = record;
  if (lease !== null) return lease.window.to;
  if (wanted === null) return null;
  const boundaries = [userUntil, switchedOffUntil, wanted.from, wanted.to, hoursAfter(now, userLookHours)];
  const ahead = boundaries.filter((boundary) => boundary !== null).filter((boundary) => boundary > now);
  return ahead.toSorted()[0] ?? null;
}

/** How often a user's reply without an end is looked at, while one of ours waits for it. */
const userLookHours = 12;

const hoursAfter = (now: string, hours: number): string =>
  new Date(Date.parse(now) + hours * 60 * 60 * 1000).toISOString();
