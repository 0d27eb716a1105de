import {
  decideReply,
  emptyReplyRecord,
  evolveReply,
  mustRead,
  type ReplyAttempt,
  type ReplyFact,
  type ReplyFingerprint,
  type ReplyRecord,
  type ReplySetting,
} from '#domain/reply-lease.ts';
import { normalizedReply } from '#domain/reply-text.ts';

export const replyFingerprint: ReplyFingerprint = ({ status, audience, from, to, internal, external }) =>
  JSON.stringify([status, audience, from, to, normalizedReply(internal), normalizedReply(external)]);

/** What becomes of a write: an answer, none (the effect having happened or not), or a refusal. */
export const writeFates = ['answered', 'lost before the effect', 'lost after the effect', 'refused'] as const;
export type WriteFate = (typeof writeFates)[number];

/** The user's own setting, from before anything of ours. */
export const usersOwn: ReplySetting = {
  status: 'disabled',
  audience: 'contactsOnly',
  from: '2026-01-01T08:00:00.000Z',
  to: '2026-01-02T08:00:00.000Z',
  internal: '<html>\n<body>\nBack soon\n</body>\n</html>\n',
  external: '<html>\n<body>\nGone fishing &amp; sailing\n</body>\n</html>\n',
};

/** A mailbox's one slot, by the rules that matter here: no version, texts wrapped, an audience that may be forbidden. */
export class ReplySlotSimulator {
  setting: ReplySetting = usersOwn;
  lastWriter: 'user' | 'absence-sync' = 'user';
  /** Whether the organisation lets replies out; where not, the audience becomes none without a word. */
  allowsExternal = true;

  /** Sets all fields together. */
  writes(setting: ReplySetting): void {
    this.put(setting);
    this.lastWriter = 'absence-sync';
  }

  userSets(change: Partial<ReplySetting>): void {
    this.put({ ...this.setting, ...change });
    this.lastWriter = 'user';
  }

  private put(setting: ReplySetting): void {
    const audience = this.allowsExternal ? setting.audience : 'none';
    const [internal, external] = [wrapped(setting.internal), wrapped(setting.external)];
    this.setting = { ...setting, audience, internal, external };
  }
}

function wrapped(text: string): string {
  return text.startsWith('<html>') ? text : `<html>\n<body>\n${text}\n</body>\n</html>\n`;
}

interface DoneWrite {
  readonly attempt: ReplyAttempt;
  readonly before: ReplySetting;
  readonly lastWriterBefore: ReplySlotSimulator['lastWriter'];
  readonly fate: WriteFate;
}

/** More than a change can take: to learn, to yield, to write, and to see that nothing is left. */
const maximumRounds = 8;

/** One mailbox: its slot, what we know of it, and all that we have written. */
export class ReplyScene {
  readonly slot = new ReplySlotSimulator();
  readonly writes: DoneWrite[] = [];
  record: ReplyRecord = emptyReplyRecord;
  reads = 0;
  /** Whether the last look ended with more to do. */
  isRestless = false;

  /** A look as the activity takes it; a write that has no answer ends it. */
  looks(wanted: ReplySetting | null, now: string, fate: WriteFate = 'answered'): this {
    this.isRestless = false;
    for (let rounds = 0; rounds < maximumRounds; rounds += 1) {
      if (!mustRead(this.record, wanted, now)) return this;
      this.reads += 1;
      const decision = decideReply(this.record, wanted, this.slot.setting, replyFingerprint, now);
      if (decision.kind === 'none') return this;
      if (decision.kind === 'learn' || decision.kind === 'yield') this.notes(decision.fact);
      else {
        this.writesOnce(decision, fate);
        if (fate !== 'answered') return this;
      }
    }
    this.isRestless = true;
    return this;
  }

  private writesOnce(attempt: ReplyAttempt, fate: WriteFate): void {
    const { setting: before, lastWriter: lastWriterBefore } = this.slot;
    this.writes.push({ attempt, before, lastWriterBefore, fate });
    this.notes({ type: 'ReplyAttempted', attempt, wantedHash: replyFingerprint(attempt.setting) });
    if (fate === 'answered' || fate === 'lost after the effect') this.slot.writes(attempt.setting);
    if (fate === 'refused') this.notes({ type: 'ReplyNotWritten', reason: { code: 'throttled' } });
    if (fate !== 'answered') return;
    const shownHash = replyFingerprint(this.slot.setting);
    this.notes(
      attempt.kind === 'set'
        ? { type: 'ReplySet', shownHash, requestId: 'request-1' }
        : { type: 'ReplyRestored', requestId: 'request-1' },
    );
  }

  notes(fact: ReplyFact): void {
    this.record = evolveReply(this.record, fact);
  }
}

/** Whether somebody who writes to the mailbox is answered, now or later, without anybody's doing. */
export function isOn({ status, to }: ReplySetting, now: string): boolean {
  return status === 'alwaysEnabled' || (status === 'scheduled' && to > now);
}
