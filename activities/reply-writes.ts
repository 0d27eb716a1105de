import {
  asRestored,
  type ReplyAttempt,
  type ReplyDecision,
  type ReplyFact,
  type ReplyLease,
  type ReplyRecord,
  type ReplySetting,
} from '#domain/reply-lease.ts';
import { inCompany } from '#persistence/database.ts';
import { appendReplyFact, replyFingerprintWith } from '#persistence/reply-events.ts';
import type { ActivityDependencies } from './dependencies.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { Graph } from './microsoft365/graph.ts';
import { readReplySetting, writeReplySetting, type ReplyAnswer } from './microsoft365/reply-setting.ts';
import type { ReplyLook } from './reply-look.ts';

/** A mailbox's slot within reach: what is known of it, and the way to Microsoft. */
export interface ReplySlotAccess {
  readonly dependencies: ActivityDependencies;
  readonly look: ReplyLook;
  readonly graph: Graph;
  readonly signal: AbortSignal;
}

export function readSetting(access: ReplySlotAccess, mailbox: string): Promise<ReplyAnswer> {
  const { gate } = access.dependencies.microsoft365;
  return gate.run(mailbox, 'live', () => readReplySetting(access.graph, mailbox, access.signal));
}

/** @returns why it failed; null where nothing failed. */
export async function carryOut(
  access: ReplySlotAccess,
  decision: ReplyDecision,
): Promise<Microsoft365Failure | null> {
  const { slot, record } = access.look;
  switch (decision.kind) {
    case 'none':
      return null;
    case 'learn':
      return learn(access, decision.fact);
    case 'yield':
      await append(access, record, decision.fact);
      return null;
    case 'set':
      return write(access, slot.mailbox, {
        kind: 'set',
        setting: decision.setting,
        saved: decision.saved,
      });
    case 'restore':
      return write(access, slot.mailbox, { kind: 'restore', setting: decision.setting });
  }
}

/** Where ours is not at the present address, the former one may be a mailbox of its own, and ours stands there still. */
async function learn(access: ReplySlotAccess, fact: ReplyFact): Promise<Microsoft365Failure | null> {
  const { slot, record } = access.look;
  const isElsewhere = record.isRenamed && record.lease !== null && fact.type === 'ReplyRestored';
  if (isElsewhere && slot.formerMailbox !== null) {
    const current = await readSetting(access, slot.formerMailbox);
    if (current.kind === 'failed' && current.failure.kind !== 'mailbox') return current.failure;
    if (current.kind === 'stands' && isOurs(access, record.lease, current.setting))
      return write(access, slot.formerMailbox, {
        kind: 'restore',
        setting: asRestored(record.lease.saved),
      });
  }
  await append(access, record, fact);
  return null;
}

const isOurs = (
  { dependencies: { keyring } }: ReplySlotAccess,
  { shownHash }: ReplyLease,
  setting: ReplySetting,
): boolean => replyFingerprintWith(keyring)(setting) === shownHash;

/**
 * The attempt is recorded before it is sent: until it has its answer, what stands in the mailbox is unknown. Nothing is
 * sent when so much time has passed since that another look may take the attempt for one whose answer was lost.
 */
async function write(
  access: ReplySlotAccess,
  mailbox: string,
  attempt: ReplyAttempt,
): Promise<Microsoft365Failure | null> {
  const { dependencies, look, graph, signal } = access;
  const { microsoft365, keyring } = dependencies;
  const fingerprint = replyFingerprintWith(keyring);
  const latest = performance.now() + (microsoft365.leaseSeconds - microsoft365.timeoutSeconds) * 1000;
  const attempted = await append(access, look.record, {
    type: 'ReplyAttempted',
    attempt,
    wantedHash: fingerprint(attempt.setting),
  });
  const maySend = (): boolean => !signal.aborted && performance.now() < latest;
  const answer = await microsoft365.gate.run(mailbox, 'live', () =>
    writeReplySetting(graph, mailbox, attempt.setting, { signal, maySend }),
  );
  if (answer.kind === 'stands') {
    await append(access, attempted, factOf(attempt, answer, fingerprint(answer.setting)));
    return null;
  }
  const { failure } = answer;
  const isUnknown = failure.kind === 'unavailable' && failure.mayHaveHappened;
  const reason = failure.kind === 'not-sent' ? null : failure.reason;
  if (!isUnknown) await append(access, attempted, { type: 'ReplyNotWritten', reason });
  return failure;
}

function factOf(
  { kind }: ReplyAttempt,
  { requestId }: Extract<ReplyAnswer, { kind: 'stands' }>,
  shownHash: string,
): ReplyFact {
  return kind === 'set' ? { type: 'ReplySet', shownHash, requestId } : { type: 'ReplyRestored', requestId };
}

/** @throws SequenceConflict where another look appended first. */
export function append(
  { dependencies: { database, keyring }, look: { company, slot } }: ReplySlotAccess,
  record: ReplyRecord,
  fact: ReplyFact,
): Promise<ReplyRecord> {
  return inCompany(database, company.companyId, (transaction) =>
    appendReplyFact(transaction, keyring, slot.mailboxKey, slot.employeeId, record, fact),
  );
}
