import { cancellationSignal } from '@temporalio/activity';
import type { Company } from '#domain/company.ts';
import type { CompanyId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import {
  decideReply,
  mustRead,
  nextReplyLook,
  type ReplyAttempt,
  type ReplyDecision,
  type ReplyFact,
  type ReplyRecord,
  type ReplySetting,
} from '#domain/reply-lease.ts';
import { replyTexts } from '#domain/reply-text.ts';
import { replyWindows } from '#domain/reply-window.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection, findClientSecret } from '#persistence/connections.ts';
import { inCompany, type CompanyTransaction } from '#persistence/database.ts';
import { appendReplyFact, readReplyRecord, replyFingerprintWith } from '#persistence/reply-events.ts';
import {
  findReplySlot,
  noteReplyState,
  readReplyRegistrations,
  type ReplySlot,
} from '#persistence/reply-slots.ts';
import { retrying } from '#persistence/retrying.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { heartbeating } from './heartbeating.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { Graph } from './microsoft365/graph.ts';
import { readReplySetting, writeReplySetting } from './microsoft365/reply-setting.ts';

export interface SyncReplyInput {
  readonly companyId: CompanyId;
  /** Stands for the address, which stays in the store. */
  readonly mailboxKey: string;
}

export interface SyncReplyResult {
  readonly owner: ReplyRecord['owner'];
  readonly reason: Reason | null;
  /** When to look again by itself, ISO 8601 in UTC; null where only a change calls for it. */
  readonly lookAt: string | null;
  /** Ours stands in the mailbox, or may: somebody must take it back. */
  readonly holdsLease: boolean;
}

export interface AutomaticReplyActivities {
  /**
   * Brings a mailbox's one automatic reply to what should stand there: reads it, decides whose it is, and writes only
   * where it is nobody's or ours. Idempotent by level, like a registration's sync; each decision is a fact in the store.
   */
  syncAutomaticReply(input: SyncReplyInput): Promise<SyncReplyResult>;
}

/** A change takes a look, an attempt and its answer; a lost answer one round more. */
const maximumRounds = 6;
/** What gave no answer is tried again after so long, or after what Microsoft asks for. */
const soonSeconds = 60;
/** A mailbox that refuses isn't asked again for this long unless somebody changes something there. */
const refusedSeconds = 6 * 60 * 60;

interface Look {
  readonly company: Company;
  readonly slot: ReplySlot;
  readonly record: ReplyRecord;
  readonly wanted: ReplySetting | null;
  readonly credential: NonNullable<Awaited<ReturnType<typeof findClientSecret>>> | null;
  readonly now: string;
}

export function automaticReplyActivities(dependencies: ActivityDependencies): AutomaticReplyActivities {
  return {
    syncAutomaticReply: (input) => heartbeating(() => syncReply(dependencies, input, cancellationSignal())),
  };
}

export async function syncReply(
  dependencies: ActivityDependencies,
  input: SyncReplyInput,
  signal: AbortSignal,
): Promise<SyncReplyResult> {
  for (let round = 0; round < maximumRounds; round += 1) {
    const look = await takeLook(dependencies, input);
    if (look === null) return { owner: 'none', reason: null, lookAt: null, holdsLease: false };
    const { isOpen, reason } = look.company.connection;
    if (!isOpen || look.credential === null) return settle(dependencies, look, reason, null);
    if (!mustRead(look.record, look.wanted, look.now)) return settle(dependencies, look, null, null);
    const refusedUntil = refusalOf(look);
    if (refusedUntil !== null)
      return settle(dependencies, look, look.slot.setback?.reason ?? null, refusedUntil);
    const graph = dependencies.microsoft365.graphFor(input.companyId, look.credential, dependencies.keyring);
    const current = await throughGate(dependencies, look, () =>
      readReplySetting(graph, look.slot.mailbox, signal),
    );
    if (current.kind === 'failed') return fail(dependencies, look, current.failure);
    const fingerprint = replyFingerprintWith(dependencies.keyring);
    const decision = decideReply(look.record, look.wanted, current.setting, fingerprint, look.now);
    const failure = await carryOut(dependencies, look, decision, graph, signal);
    if (failure !== null) return fail(dependencies, look, failure);
    if (decision.kind === 'none') return settle(dependencies, look, null, null);
  }
  return { owner: 'none', reason: { code: 'microsoft-unavailable' }, lookAt: null, holdsLease: true };
}

function takeLook(
  { database, keyring, now: clock }: ActivityDependencies,
  { companyId, mailboxKey }: SyncReplyInput,
): Promise<Look | null> {
  return inCompany(database, companyId, async (transaction) => {
    const company = await findCompany(transaction);
    const slot = await findReplySlot(transaction, mailboxKey);
    if (company === null || slot === null) return null;
    const now = clock();
    const record = await readReplyRecord(transaction, keyring, mailboxKey);
    const registrations = company.settings.automaticReplies.enabled
      ? await readReplyRegistrations(transaction, keyring, slot.mailbox, now)
      : [];
    const [window] = replyWindows(registrations, company, now);
    const wanted: ReplySetting | null =
      window === undefined
        ? null
        : {
            status: 'scheduled',
            audience: audiences[company.settings.automaticReplies.audience],
            from: window.from,
            to: window.to,
            ...replyTexts(window, company.settings),
          };
    return { company, slot, record, wanted, credential: await findClientSecret(transaction), now };
  });
}

const audiences = { none: 'none', contacts: 'contactsOnly', all: 'all' } as const;

/** Until when a mailbox that has refused is left alone; null where it may be asked. */
function refusalOf({ slot, now }: Look): string | null {
  if (slot.setback === null || isPassing(slot.setback.reason)) return null;
  const until = after(slot.setback.at, refusedSeconds);
  return until > now ? until : null;
}

const isPassing = ({ code }: Reason): boolean => code === 'throttled' || code === 'microsoft-unavailable';

/** @returns why the write failed; null where nothing failed. */
async function carryOut(
  dependencies: ActivityDependencies,
  look: Look,
  decision: ReplyDecision,
  graph: Graph,
  signal: AbortSignal,
): Promise<Microsoft365Failure | null> {
  switch (decision.kind) {
    case 'none':
      return null;
    case 'learn':
    case 'yield':
      await append(dependencies, look, decision.fact);
      return null;
    case 'set':
      return write(
        dependencies,
        look,
        { kind: 'set', setting: decision.setting, saved: decision.saved },
        graph,
        signal,
      );
    case 'restore':
      return write(dependencies, look, { kind: 'restore', setting: decision.setting }, graph, signal);
  }
}

/** The attempt is recorded before it is sent: until its answer is, what stands in the mailbox is unknown. */
async function write(
  dependencies: ActivityDependencies,
  look: Look,
  attempt: ReplyAttempt,
  graph: Graph,
  signal: AbortSignal,
): Promise<Microsoft365Failure | null> {
  const fingerprint = replyFingerprintWith(dependencies.keyring);
  const record = await append(dependencies, look, {
    type: 'ReplyAttempted',
    attempt,
    wantedHash: fingerprint(attempt.setting),
  });
  const attempted = { ...look, record };
  const answer = await throughGate(dependencies, look, () =>
    writeReplySetting(graph, look.slot.mailbox, attempt.setting, signal),
  );
  if (answer.kind === 'failed') {
    const { failure } = answer;
    const isUnknown = failure.kind === 'unavailable' && failure.mayHaveHappened;
    if (!isUnknown)
      await append(dependencies, attempted, { type: 'ReplyNotWritten', reason: reasonOf(failure) });
    return failure;
  }
  const { requestId } = answer;
  await append(
    dependencies,
    attempted,
    attempt.kind === 'set'
      ? { type: 'ReplySet', shownHash: fingerprint(answer.setting), requestId }
      : { type: 'ReplyRestored', requestId },
  );
  return null;
}

function append(
  { database, keyring }: ActivityDependencies,
  { company, slot, record }: Look,
  fact: ReplyFact,
): Promise<ReplyRecord> {
  return inCompany(database, company.companyId, (transaction) =>
    appendReplyFact(transaction, keyring, slot.mailboxKey, slot.employeeId, record, fact),
  );
}

const throughGate = <Answer>(
  { microsoft365 }: ActivityDependencies,
  { slot }: Look,
  ask: () => Promise<Answer>,
): Promise<Answer> => microsoft365.gate.run(slot.mailbox, 'live', ask);

async function fail(
  dependencies: ActivityDependencies,
  look: Look,
  failure: Microsoft365Failure,
): Promise<SyncReplyResult> {
  const { company } = look;
  if (failure.kind === 'connection')
    await inCompany(dependencies.database, company.companyId, (transaction) =>
      closeConnection(transaction, company.connection.epoch, failure.closes, failure.reason),
    );
  const passes = failure.kind === 'throttled' || failure.kind === 'unavailable';
  const waitSeconds = passes ? Math.max(soonSeconds, failure.retryAfterSeconds ?? 0) : refusedSeconds;
  const lookAt = failure.kind === 'connection' ? null : after(look.now, waitSeconds);
  return settle(dependencies, look, reasonOf(failure), lookAt);
}

function settle(
  { database, keyring }: ActivityDependencies,
  { company, slot, wanted, now }: Look,
  reason: Reason | null,
  lookAt: string | null,
): Promise<SyncReplyResult> {
  return retrying(() =>
    inCompany(database, company.companyId, async (transaction: CompanyTransaction) => {
      const record = await readReplyRecord(transaction, keyring, slot.mailboxKey);
      await noteReplyState(transaction, slot.mailboxKey, record, company.connection.isOpen ? reason : null);
      const boundary = company.connection.isOpen ? nextReplyLook(record, wanted, now) : null;
      return {
        owner: record.owner,
        reason,
        lookAt: reason === null ? boundary : lookAt,
        holdsLease: record.lease !== null || record.attempt !== null,
      };
    }),
  );
}

const reasonOf = (failure: Microsoft365Failure): Reason =>
  failure.kind === 'not-sent' ? { code: 'microsoft-unavailable' } : failure.reason;

const after = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();
