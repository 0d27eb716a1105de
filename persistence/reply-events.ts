import { normalizedReply } from '#domain/reply-text.ts';
import {
  emptyReplyRecord,
  evolveReply,
  type ReplyFact,
  type ReplyFingerprint,
  type ReplyRecord,
} from '#domain/reply-lease.ts';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import { ensureEmployeeKeys, type EmployeeKeys } from './employee-keys.ts';
import { decrypt, encrypt, keyedHash, type Keyring } from './encryption.ts';
import { SequenceConflict } from './event-store.ts';

/** The keyed hash by which a setting is recognised in the mailbox. */
export function replyFingerprintWith(keyring: Keyring): ReplyFingerprint {
  return ({ status, audience, from, to, internal, external }) =>
    keyedHash(
      keyring.fingerprints,
      JSON.stringify([
        status,
        audience,
        Date.parse(from),
        Date.parse(to),
        normalizedReply(internal),
        normalizedReply(external),
      ]),
    );
}

/**
 * Appends a fact to the mailbox's stream. What a setting says is the employee's own, so it is encrypted with the
 * employee's key.
 * @throws SequenceConflict where somebody else appended first; the transaction is then lost.
 */
export async function appendReplyFact(
  transaction: CompanyTransaction,
  keyring: Keyring,
  mailboxKey: string,
  employeeId: string,
  record: ReplyRecord,
  fact: ReplyFact,
): Promise<ReplyRecord> {
  const keys = await ensureEmployeeKeys(transaction, keyring, [employeeId]);
  const { clear, personal } = split(fact);
  const sealed =
    personal &&
    encrypt(keyOf(keys, employeeId), JSON.stringify(personal), contextOf(transaction, mailboxKey));
  try {
    await transaction
      .insertInto('reply_events')
      .values({
        company_id: transaction.companyId,
        mailbox_key: mailboxKey,
        sequence: record.sequence + 1,
        type: fact.type,
        employee_id: personal && employeeId,
        data: clear,
        personal: sealed,
      })
      .execute();
  } catch (error) {
    throw isUniqueViolation(error) ? new SequenceConflict() : error;
  }
  return evolveReply(record, fact);
}

/** All that is known of the mailbox's slot. */
export async function readReplyRecord(
  transaction: CompanyTransaction,
  keyring: Keyring,
  mailboxKey: string,
): Promise<ReplyRecord> {
  const rows = await transaction
    .selectFrom('reply_events')
    .selectAll()
    .where('company_id', '=', transaction.companyId)
    .where('mailbox_key', '=', mailboxKey)
    .orderBy('sequence')
    .execute();
  const employeeIds = rows.flatMap(({ employee_id: id }) => (id === null ? [] : [id]));
  const keys = await ensureEmployeeKeys(transaction, keyring, employeeIds);
  let record = emptyReplyRecord;
  for (const row of rows) {
    const personal =
      row.personal === null || row.employee_id === null
        ? null
        : decrypt(keyOf(keys, row.employee_id), row.personal, contextOf(transaction, mailboxKey));
    record = evolveReply(record, join(row.type, row.data, personal));
  }
  return record;
}

type Attempted = Extract<ReplyFact, { type: 'ReplyAttempted' }>;

function split(fact: ReplyFact): { readonly clear: object; readonly personal: Attempted['attempt'] | null } {
  const { type: _type, ...data } = fact;
  if (fact.type !== 'ReplyAttempted') return { clear: data, personal: null };
  return { clear: { wantedHash: fact.wantedHash }, personal: fact.attempt };
}

function join(type: string, data: object, personal: Buffer | null): ReplyFact {
  const attempt = personal === null ? {} : { attempt: JSON.parse(personal.toString()) };
  return { ...data, ...attempt, type } as ReplyFact;
}

function keyOf(keys: EmployeeKeys, employeeId: string) {
  const key = keys.get(employeeId);
  if (key === undefined) throw new TypeError('Personal fields need the key of their employee.');
  return key;
}

const contextOf = ({ companyId }: CompanyTransaction, mailboxKey: string): string =>
  `reply-event/${companyId}/${mailboxKey}`;
