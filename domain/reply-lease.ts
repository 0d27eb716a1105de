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
  /** The user has switched ours off: it stays off for that absence, whose window may change. */
  | { readonly type: 'ReplySwitchedOff'; readonly window: ReplyLease['window'] }
  /** The employee's address is another one now; `isSettled` once it is known to be the same mailbox, renamed. */
  | { readonly type: 'ReplySlotRenamed'; readonly isSettled: boolean };

/** All that is known of a mailbox's slot, folded from its facts. */
export interface ReplyRecord {
  readonly sequence: number;
  readonly lease: ReplyLease | null;
  readonly attempt: { readonly attempt: ReplyAttempt; readonly wantedHash: string } | null;
  readonly owner: 'none' | 'user' | 'absence-sync';
  readonly userUntil: string | null;
  /** The window of the absence for which the user has switched ours off; it outlives what is set for others. */
  readonly switchedOff: ReplyLease['window'] | null;
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
  switchedOff: null,
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
      return { lease: null, attempt: null, owner: 'user', userUntil: null, switchedOff: fact.window };
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
  if (wanted === null || isOver(wanted, now)) return false;
  return !isSwitchedOff(record, wanted) || hasMoved(record, wanted);
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
  if (!isOurs) return yieldLease(lease, current);
  if (wanted === null || isOver(wanted, now) || isSwitchedOff(record, wanted))
    return { kind: 'restore', setting: asRestored(lease.saved) };
  const isThere = [lease.wantedHash, lease.shownHash].includes(fingerprint(wanted));
  if (isThere) return { kind: 'none' };
  return { kind: 'set', setting: wanted, saved: lease.saved };
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
  if (wanted === null || isOver(wanted, now)) return { kind: 'none' };
  if (isSwitchedOff(record, wanted))
    return hasMoved(record, wanted) ? { kind: 'yield', fact: switchedOff(wanted) } : { kind: 'none' };
  if (!isOn(current, now)) return { kind: 'set', setting: wanted, saved: current };
  const until = current.status === 'scheduled' ? current.to : null;
  const isKnown = record.owner === 'user' && record.userUntil === until;
  return isKnown ? { kind: 'none' } : { kind: 'yield', fact: { type: 'ReplyLeftToUser', until } };
}

/** Switched off by hand it stays off for that absence; edited, or replaced by another, it is the user's own reply now. */
function yieldLease(lease: ReplyLease, current: ReplySetting): ReplyDecision {
  if (current.status === 'disabled') return { kind: 'yield', fact: switchedOff(lease.window) };
  const until = current.status === 'scheduled' ? current.to : null;
  return { kind: 'yield', fact: { type: 'ReplyLeftToUser', until } };
}

const switchedOff = ({ from, to }: ReplyLease['window']): ReplyFact => ({
  type: 'ReplySwitchedOff',
  window: { from, to },
});

/** A window that has changed since is still that absence's, as long as it overlaps the one that was known. */
const isSwitchedOff = (record: ReplyRecord, wanted: ReplySetting): boolean =>
  record.switchedOff !== null && wanted.from < record.switchedOff.to && wanted.to > record.switchedOff.from;

/** The record must follow the window, or it would take the next change of it for another absence's. */
const hasMoved = (record: ReplyRecord, wanted: ReplySetting): boolean =>
  wanted.from !== record.switchedOff?.from || wanted.to !== record.switchedOff.to;

/** Microsoft refuses a schedule that is over. */
const isOver = ({ to }: ReplySetting, now: string): boolean => to <= now;

/** A schedule that is over stays in the mailbox and replies to nobody. */
function isOn({ status, to }: ReplySetting, now: string): boolean {
  return status === 'alwaysEnabled' || (status === 'scheduled' && to > now);
}

/** It was saved where nobody's reply was on, so it comes back off, whatever its schedule was; its texts are kept. */
export const asRestored = (saved: ReplySetting): ReplySetting => ({ ...saved, status: 'disabled' });

/**
 * What became of a write that has no answer. The audience is left out: an organisation that forbids external replies
 * changes it silently. What stands there as it stood before was not written, also where the audience alone was to change.
 */
function learn(record: ReplyRecord, current: ReplySetting, fingerprint: ReplyFingerprint): ReplyFact {
  const attempt = record.attempt?.attempt;
  const isAsBefore = record.lease !== null && fingerprint(current) === record.lease.shownHash;
  if (attempt === undefined || isAsBefore) return notWritten;
  const withoutAudience = (setting: ReplySetting): string => fingerprint({ ...setting, audience: 'all' });
  const sent = withoutAudience(attempt.setting);
  if (attempt.kind === 'restore') {
    const isRestored =
      withoutAudience(current) === sent || isUsersOwnAndOff(record.lease, current, fingerprint);
    return isRestored ? { type: 'ReplyRestored', requestId: '' } : notWritten;
  }
  if (record.lease === null && fingerprint(current) === fingerprint(attempt.saved)) return notWritten;
  // Where the user has switched it off meanwhile it was there; that it is off is what the next look sees.
  const asSet = { ...current, status: attempt.setting.status };
  if (withoutAudience(asSet) === sent)
    return { type: 'ReplySet', shownHash: fingerprint(asSet), requestId: '' };
  const isUsers = record.lease !== null && isUsersOwnAndOff(record.lease, current, fingerprint);
  return isUsers ? { type: 'ReplyLeftToUser', until: null } : notWritten;
}

/** Off, and not by switching ours off: a reply of the user's own that is over, which forbids nothing of ours. */
const isUsersOwnAndOff = (
  lease: ReplyLease | null,
  current: ReplySetting,
  fingerprint: ReplyFingerprint,
): boolean =>
  current.status === 'disabled' && fingerprint({ ...current, status: 'scheduled' }) !== lease?.shownHash;

const notWritten: ReplyFact = { type: 'ReplyNotWritten', reason: null };

/** When the slot must be looked at again by itself, ISO 8601 in UTC; null where only a change of an absence calls for it. */
export function nextReplyLook(
  { lease, userUntil }: ReplyRecord,
  wanted: ReplySetting | null,
  now: string,
): string | null {
  if (lease !== null) return nextLookAtOurs(lease.window, now);
  if (wanted === null) return null;
  const boundaries = [userUntil, wanted.from, wanted.to, soon(now)];
  const ahead = boundaries.filter((boundary) => boundary !== null).filter((boundary) => boundary > now);
  return ahead.toSorted()[0] ?? null;
}

/** While ours replies the user may put another in its place, which ours is to follow; Microsoft doesn't tell. */
function nextLookAtOurs({ from, to }: ReplyLease['window'], now: string): string {
  if (now < from) return from;
  return to < soon(now) ? to : soon(now);
}

/** How often the slot is looked at while the user may change it or has it without an end. */
const userLookHours = 12;

const soon = (now: string): string =>
  new Date(Date.parse(now) + userLookHours * 60 * 60 * 1000).toISOString();
