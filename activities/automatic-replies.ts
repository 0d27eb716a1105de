import { cancellationSignal } from '@temporalio/activity';
import { judgeSettingsRefusal } from '#domain/mailbox.ts';
import type { Reason } from '#domain/reasons.ts';
import { decideReply, type ReplyRecord } from '#domain/reply-lease.ts';
import { closeConnection } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { readReplyRecord, replyFingerprintWith } from '#persistence/reply-events.ts';
import { haveSettingsWorkedElsewhere, noteReplyLook, noteSettingsWorked } from '#persistence/reply-states.ts';
import { retrying } from '#persistence/retrying.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { heartbeating } from './heartbeating.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import {
  nextLookAt,
  secondsAfter,
  takeReplyLook,
  whyNotAsked,
  type NotAsked,
  type ReplyLook,
  type ReplyLookReference,
} from './reply-look.ts';
import { append, carryOut, readSetting, type ReplySlotAccess } from './reply-writes.ts';

/** The key stands for the address, which stays in the store. */
export interface SyncReplyInput extends ReplyLookReference {
  /** Looks before this one that Microsoft gave no usable answer to, one after another. */
  readonly setbacks: number;
}

export interface SyncReplyResult {
  readonly owner: ReplyRecord['owner'];
  readonly reason: Reason | null;
  /** When to look again by itself, ISO 8601 in UTC; null where only a change calls for it. */
  readonly lookAt: string | null;
  /** The same, by the clock that decides which absences are over. */
  readonly lookInSeconds: number | null;
  /** Ours stands in the mailbox, or may: somebody must take it back. */
  readonly holdsLease: boolean;
  /** Microsoft gave no usable answer. */
  readonly isSetback: boolean;
}

export interface AutomaticReplyActivities {
  /**
   * Brings a mailbox's one automatic reply to what should stand there: reads it, decides whose it is, and writes only
   * where it is nobody's or ours. Idempotent by level, like a registration's sync; each decision is a fact in the store.
   */
  syncAutomaticReply(input: SyncReplyInput): Promise<SyncReplyResult>;
}

/** A change takes a look, an attempt and its answer; a renamed mailbox or a lost answer some rounds more. */
const maximumRounds = 8;
/** What gave no answer is asked again after 1, 2, 4 … seconds, or after what Microsoft asks for. */
const longestBackoffSeconds = 60;
/** A mailbox that refuses isn't asked again for this long unless somebody changes something there. */
const refusedSeconds = 6 * 60 * 60;
/** A setting that Microsoft doesn't take for its own sake is another one by then, or wanted no more. */
const rejectedSeconds = 60 * 60;

export function automaticReplyActivities(dependencies: ActivityDependencies): AutomaticReplyActivities {
  return {
    syncAutomaticReply: (input) => heartbeating(() => syncReply(dependencies, input, cancellationSignal())),
  };
}

const nothingThere: SyncReplyResult = {
  owner: 'none',
  reason: null,
  lookAt: null,
  lookInSeconds: null,
  holdsLease: false,
  isSetback: false,
};

/** What `syncAutomaticReply` does. */
export async function syncReply(
  dependencies: ActivityDependencies,
  input: SyncReplyInput,
  signal: AbortSignal,
): Promise<SyncReplyResult> {
  const { microsoft365, keyring } = dependencies;
  let look: ReplyLook | null = null;
  for (let round = 0; round < maximumRounds; round += 1) {
    look = await takeReplyLook(dependencies, input);
    if (look === null) return nothingThere;
    const notAsked = whyNotAsked(look, microsoft365);
    if (notAsked !== null || look.credential === null)
      return settle(dependencies, look, notAsked ?? atBoundary(look), look.slot.notBefore);
    const graph = microsoft365.graphFor(input.companyId, look.credential, keyring);
    const access: ReplySlotAccess = { dependencies, look, graph, signal };
    const current = await readSetting(access, look.slot.mailbox);
    if (current.kind === 'failed') {
      if (await letsGo(access, current.failure)) continue;
      return fail(dependencies, look, current.failure, { ...input, wasRead: false });
    }
    await noteWorking(dependencies, look);
    const fingerprint = replyFingerprintWith(keyring);
    const decision = decideReply(look.record, look.wanted, current.setting, fingerprint, look.now);
    const failure = await carryOut(access, decision);
    if (failure !== null) return fail(dependencies, look, failure, { ...input, wasRead: true });
    if (decision.kind === 'none') return settle(dependencies, look, atBoundary(look), null);
  }
  return look === null
    ? nothingThere
    : fail(dependencies, look, { kind: 'not-sent' }, { ...input, wasRead: true });
}

const atBoundary = (look: ReplyLook): NotAsked => ({ reason: null, lookAt: nextLookAt(look, look.record) });

/** A mailbox that is gone takes ours with it: when that would be over, nothing is left to take back. */
async function letsGo(access: ReplySlotAccess, failure: Microsoft365Failure): Promise<boolean> {
  const { record, now } = access.look;
  if (record.lease === null || record.lease.window.to > now || failure.kind !== 'mailbox') return false;
  const isGone = failure.reason.code === 'mailbox-not-found' || failure.reason.code === 'mailbox-not-enabled';
  if (isGone) await append(access, record, { type: 'ReplyRestored', requestId: '' });
  return isGone;
}

async function noteWorking(
  { database }: ActivityDependencies,
  { company, slot, credential }: ReplyLook,
): Promise<void> {
  if (slot.hasSettingsWorkedLately || credential === null) return;
  await inCompany(database, company.companyId, (transaction) =>
    noteSettingsWorked(transaction, slot.mailboxKey, credential),
  );
}

interface Circumstances {
  readonly setbacks: number;
  /** Whether the mailbox's setting could be read right before. */
  readonly wasRead: boolean;
}

async function fail(
  dependencies: ActivityDependencies,
  look: ReplyLook,
  failure: Microsoft365Failure,
  { setbacks, wasRead }: Circumstances,
): Promise<SyncReplyResult> {
  const { company, slot } = look;
  // After the answer: Microsoft's Retry-After counts from there.
  const now = dependencies.now();
  switch (failure.kind) {
    case 'connection': {
      await inCompany(dependencies.database, company.companyId, (transaction) =>
        closeConnection(transaction, company.connection.epoch, failure.closes, failure.reason),
      );
      return settle(dependencies, look, { reason: failure.reason, lookAt: null }, null);
    }
    case 'mailbox':
    case 'rejected': {
      const seconds = failure.kind === 'mailbox' ? refusedSeconds : rejectedSeconds;
      const workedElsewhere = await inCompany(dependencies.database, company.companyId, (transaction) =>
        haveSettingsWorkedElsewhere(transaction, slot.mailboxKey),
      );
      const reason = judgeSettingsRefusal(failure.reason, { beenReadHere: wasRead, workedElsewhere });
      const lookAt = secondsAfter(now, seconds);
      return settle(dependencies, look, { reason, lookAt }, lookAt);
    }
    case 'throttled':
    case 'unavailable':
    case 'not-sent': {
      const reason: Reason = failure.kind === 'not-sent' ? { code: 'microsoft-unavailable' } : failure.reason;
      const asked = failure.kind === 'not-sent' ? null : failure.retryAfterSeconds;
      const backoff = Math.min(longestBackoffSeconds, 2 ** setbacks);
      const lookAt = secondsAfter(now, Math.max(asked ?? 0, backoff));
      const settled = await settle(dependencies, look, { reason, lookAt }, lookAt);
      return { ...settled, isSetback: true };
    }
  }
}

function settle(
  { database, keyring, now: clock }: ActivityDependencies,
  { company, slot, wanted }: ReplyLook,
  { reason, lookAt }: NotAsked,
  notBefore: string | null,
): Promise<SyncReplyResult> {
  return retrying(() =>
    inCompany(database, company.companyId, async (transaction: CompanyTransaction) => {
      const { record } = await readReplyRecord(transaction, keyring, slot.mailboxKey);
      const holdsLease = record.lease !== null || record.attempt !== null;
      // Where nothing is wanted, whose reply is on is the user's own business.
      const known = wanted === null && !holdsLease ? { ...record, owner: 'none' as const } : record;
      const { isOpen } = company.connection;
      await noteReplyLook(transaction, slot.mailboxKey, known, {
        reason: isOpen ? reason : null,
        notBefore: notBefore !== null && notBefore > clock() ? notBefore : null,
        lookAt,
      });
      return {
        owner: known.owner,
        reason,
        lookAt,
        lookInSeconds: lookAt === null ? null : (Date.parse(lookAt) - Date.parse(clock())) / 1000,
        holdsLease,
        isSetback: false,
      };
    }),
  );
}
