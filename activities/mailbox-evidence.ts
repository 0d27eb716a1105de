import type { CompanyTransaction } from '#persistence/database.ts';
import {
  noteMailboxEvidence,
  type MailboxEvidence,
  type MailboxVerdict,
} from '#persistence/mailbox-evidence.ts';
import type { PerformedWrite } from './calendar-writes.ts';
import type { PreparedWrite } from './prepare-writes.ts';

interface AnsweredWrite {
  readonly prepared: PreparedWrite;
  readonly performed: PerformedWrite;
}

/** Writes with the reasons that are to be recorded for them, and what else follows for their company. */
export interface JudgedWrites<Write> extends Pick<MailboxVerdict, 'replayCause'> {
  readonly judged: readonly Write[];
}

/** Notes what the answers prove of their mailboxes, and tells a missing permission from a mailbox out of scope. */
export async function judgeByMailbox<Write extends AnsweredWrite>(
  transaction: CompanyTransaction,
  writes: readonly Write[],
  checkSeconds: number,
): Promise<JudgedWrites<Write>> {
  const verdict = await noteMailboxEvidence(transaction, writes.flatMap(evidenceOf), checkSeconds);
  const judged = writes.map((write) => ({ ...write, performed: judgedBy(verdict, write.performed) }));
  return { judged, replayCause: verdict.replayCause };
}

function evidenceOf({ prepared, performed: { step, answer } }: AnsweredWrite): MailboxEvidence[] {
  const { mailbox } = step.write;
  const { tenantId, clientId } = prepared.credential;
  const place = { mailbox, tenantId, clientId };
  switch (answer.kind) {
    case 'written':
      return [{ ...place, kind: 'worked', hasRoom: step.kind === 'create' }];
    case 'adopted':
      return [{ ...place, kind: 'worked', hasRoom: false }];
    case 'removed':
      // That nothing was there to remove may have been told without a look at the mailbox.
      return answer.wasGone ? [] : [{ ...place, kind: 'worked', hasRoom: false }];
    case 'not-there':
      return [];
    case 'failed': {
      const { failure } = answer;
      if (failure.kind !== 'mailbox') return [];
      const isPresent = mailbox === prepared.presentMailbox;
      return [{ ...place, kind: 'failed', reason: failure.reason, isPresent }];
    }
  }
}

function judgedBy({ judge }: MailboxVerdict, performed: PerformedWrite): PerformedWrite {
  const { step, answer } = performed;
  if (answer.kind !== 'failed' || answer.failure.kind !== 'mailbox') return performed;
  const reason = judge(step.write.mailbox, answer.failure.reason);
  return { step, answer: { kind: 'failed', failure: { kind: 'mailbox', reason } } };
}
