import { sql } from 'kysely';
import { judgeRefusal, secondsToNextCheck, type MailboxState } from '#domain/mailbox.ts';
import type { Reason } from '#domain/reasons.ts';
import { lockCompany } from './companies.ts';
import type { CompanyTransaction } from './database.ts';

/** What an answer of Microsoft's proves of a mailbox. */
export type MailboxEvidence = {
  readonly mailbox: string;
  /** Whose answer it is: that of another tenant or application proves nothing of the present one. */
  readonly tenantId: string;
  readonly clientId: string;
} & (
  | {
      readonly kind: 'worked';
      /** Whether it took up a new event, so that it isn't full. */
      readonly hasRoom: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly reason: Reason;
      /** Whether HR names this mailbox still: others aren't checked again. */
      readonly isPresent: boolean;
    }
);

/** What follows from evidence. */
export interface MailboxVerdict {
  /** The reason to record for a failure, once it is told apart whose it is. */
  readonly judge: (mailbox: string, reason: Reason) => Reason;
  /** Why registrations are to be looked at again; null where they aren't. */
  readonly replayCause: 'healed' | 'schedule' | null;
}

/** How long a mailbox is known to work before that is noted anew: the usual write notes nothing. */
const knownMinutes = 10;

/**
 * Notes which mailboxes work and which are in trouble, and tells apart whose a refusal is. Where nothing is new it reads
 * once and writes nothing; else it holds the company, so that evidence and what follows from it come one after another.
 */
export async function noteMailboxEvidence(
  transaction: CompanyTransaction,
  evidence: readonly MailboxEvidence[],
  checkSeconds: number,
): Promise<MailboxVerdict> {
  const mailboxes = [...new Set(evidence.map(({ mailbox }) => mailbox))].toSorted();
  const seen = await readKnown(transaction, mailboxes);
  if (!evidence.some((each) => each.kind === 'failed' || isNews(each, seen))) return nothingNew;
  await lockCompany(transaction);
  const known = await readKnown(transaction, mailboxes);
  const own = await ofPresentApplication(transaction, evidence);
  const troubled = new Map(
    own.flatMap((each) =>
      each.kind === 'failed' && each.isPresent ? [[each.mailbox, each.reason] as const] : [],
    ),
  );
  // One that has both let in and refused is checked again, which also brings what was refused to Outlook.
  const working = own.filter((each) => isNews(each, known) && !troubled.has(each.mailbox));
  await noteWorking(transaction, [...new Set(working.map(({ mailbox }) => mailbox))].toSorted());
  const judge = await judgement(transaction);
  for (const [mailbox, reason] of troubled)
    await noteTrouble(transaction, mailbox, judge(mailbox, reason), known.get(mailbox), checkSeconds);
  const hasHealed = working.some(({ mailbox }) => (known.get(mailbox)?.reason ?? null) !== null);
  const isRevised = working.length > 0 && (await reviseRefusals(transaction));
  return { judge, replayCause: hasHealed ? 'healed' : isRevised ? 'schedule' : null };
}

const nothingNew: MailboxVerdict = { judge: (_, reason) => reason, replayCause: null };

interface Known {
  readonly state: MailboxState;
  /** Its trouble; of an unknown one, what it was last, which nobody has seen pass. */
  readonly reason: Reason | null;
  readonly failedChecks: number;
  /** Whether a write has worked since it came into this state, and whether in the last minutes. */
  readonly hasWorked: boolean;
  readonly hasWorkedLately: boolean;
}

async function readKnown(
  transaction: CompanyTransaction,
  mailboxes: readonly string[],
): Promise<ReadonlyMap<string, Known>> {
  if (mailboxes.length === 0) return new Map();
  const rows = await transaction
    .selectFrom('mailboxes')
    .select([
      'mailbox',
      'state',
      'reason',
      'failed_checks',
      sql<boolean>`coalesce(calendar_worked_at >= since, false)`.as('has_worked'),
      sql<boolean>`coalesce(calendar_worked_at > now() - make_interval(mins => ${knownMinutes}), false)`.as(
        'is_recent',
      ),
    ])
    .where('company_id', '=', transaction.companyId)
    .where('mailbox', 'in', mailboxes)
    .execute();
  return new Map(
    rows.map((row) => [
      row.mailbox,
      {
        state: row.state,
        reason: row.reason,
        failedChecks: row.failed_checks,
        hasWorked: row.has_worked,
        hasWorkedLately: row.has_worked && row.is_recent,
      },
    ]),
  );
}

function isNews(evidence: MailboxEvidence, known: ReadonlyMap<string, Known>): boolean {
  const row = known.get(evidence.mailbox);
  if (evidence.kind === 'failed') return false;
  if (row === undefined) return true;
  if (row.reason?.code === 'mailbox-full' && !evidence.hasRoom) return false;
  return row.state !== 'ok' || !row.hasWorkedLately;
}

async function ofPresentApplication(
  transaction: CompanyTransaction,
  evidence: readonly MailboxEvidence[],
): Promise<readonly MailboxEvidence[]> {
  const present = await transaction
    .selectFrom('connections')
    .select(['tenant_id', 'client_id'])
    .where('company_id', '=', transaction.companyId)
    .executeTakeFirst();
  return evidence.filter(
    ({ tenantId, clientId }) => tenantId === present?.tenant_id && clientId === present.client_id,
  );
}

async function noteWorking(transaction: CompanyTransaction, mailboxes: readonly string[]): Promise<void> {
  if (mailboxes.length === 0) return;
  const now = sql<Date>`now()`;
  const working = {
    state: 'ok',
    reason: null,
    checked_at: now,
    next_check_at: null,
    failed_checks: 0,
    calendar_worked_at: now,
  } as const;
  await transaction
    .insertInto('mailboxes')
    .values(mailboxes.map((mailbox) => ({ company_id: transaction.companyId, mailbox, ...working })))
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'mailbox']).doUpdateSet({
        ...working,
        since: sql`case when mailboxes.state = 'ok' then mailboxes.since else now() end`,
      }),
    )
    .execute();
}

/** Trouble that is known already is left as it is: what fails beside a check brings the next one no nearer. */
async function noteTrouble(
  transaction: CompanyTransaction,
  mailbox: string,
  reason: Reason,
  known: Known | undefined,
  checkSeconds: number,
): Promise<void> {
  if (known?.state === 'attention' && known.reason?.code === reason.code) return;
  const failedChecks = failedChecksAfter(known);
  const seconds = secondsToNextCheck(checkSeconds, failedChecks);
  const troubled = {
    state: 'attention',
    reason,
    checked_at: sql<Date>`now()`,
    next_check_at: sql<Date>`now() + make_interval(secs => ${seconds})`,
    failed_checks: failedChecks,
  } as const;
  await transaction
    .insertInto('mailboxes')
    .values({ company_id: transaction.companyId, mailbox, ...troubled })
    .onConflict((conflict) =>
      conflict.columns(['company_id', 'mailbox']).doUpdateSet({
        ...troubled,
        since: sql`case when mailboxes.state = 'attention' then mailboxes.since else now() end`,
      }),
    )
    .execute();
}

/** A check that let in where the next write is refused has told nothing: it counts as one that failed. */
function failedChecksAfter(known: Known | undefined): number {
  switch (known?.state) {
    case undefined:
    case 'attention':
      return 0;
    case 'unknown':
      return known.failedChecks;
    case 'ok':
      return known.hasWorked ? 0 : known.failedChecks + 1;
  }
}

/** By the mailboxes that the present application has written to. */
export async function judgement(transaction: CompanyTransaction): Promise<MailboxVerdict['judge']> {
  const worked = await transaction
    .selectFrom('mailboxes')
    .select('mailbox')
    .where('company_id', '=', transaction.companyId)
    .where('calendar_worked_at', 'is not', null)
    .limit(2)
    .execute();
  return (mailbox, reason) =>
    judgeRefusal(
      reason,
      worked.some((row) => row.mailbox !== mailbox),
    );
}

/**
 * Refusals from before any other mailbox had worked, now that one has.
 * @returns whether there were any; their registrations don't say so yet.
 */
async function reviseRefusals(transaction: CompanyTransaction): Promise<boolean> {
  const revised = await transaction
    .updateTable('mailboxes')
    .set({ reason: sql`jsonb_set(reason, '{code}', '"mailbox-out-of-scope"')` })
    .where('company_id', '=', transaction.companyId)
    .where('state', '=', 'attention')
    .where(sql<boolean>`reason->>'code' = 'permission-missing' and reason->'microsoft'->>'status' = '403'`)
    .executeTakeFirst();
  return revised.numUpdatedRows > 0n;
}
