import { sql } from 'kysely';
import { normalizedReply } from '#domain/reply-text.ts';
import {
  emptyReplyRecord,
  evolveReply,
  type ReplyFact,
  type ReplyFingerprint,
  type ReplyRecord,
} from '#domain/reply-lease.ts';
import { isUniqueViolation, type CompanyTransaction } from './database.ts';
import {
  employeeKeysAtHand,
  ensureEmployeeKeys,
  noteEmployeeKey,
  type EmployeeKeys,
} from './employee-keys.ts';
import { decrypt, encrypt, keyedHash, type Keyring } from './encryption.ts';
import { SequenceConflict } from './event-store.ts';
import { projectReply } from './reply-states.ts';

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
  const evolved = evolveReply(record, fact);
  await projectReply(transaction, mailboxKey, evolved);
  return evolved;
}

/** The record, and how old an attempt in it is that has no answer. */
export interface StoredReplyRecord {
  readonly record: ReplyRecord;
  readonly attemptAgeSeconds: number | null;
}

/**
 * All that is known of the mailbox's slot. What was known before the reply that was set last no longer counts, but for an
 * absence that the user has switched it off for: so the stream may grow and its reading doesn't.
 */
export async function readReplyRecord(
  transaction: CompanyTransaction,
  keyring: Keyring,
  mailboxKey: string,
): Promise<StoredReplyRecord> {
  const { companyId } = transaction;
  const { rows } = await sql<Row>`
    with own as (select * from reply_events where company_id = ${companyId} and mailbox_key = ${mailboxKey}),
         set_last as (select max(sequence) as sequence from own where type = 'ReplySet'),
         first as (select coalesce(max(own.sequence), 0) as sequence from own, set_last
                    where own.type = 'ReplyAttempted' and own.sequence < set_last.sequence),
         switched_off as (select max(own.sequence) as sequence from own, first
                           where own.type = 'ReplySwitchedOff' and own.sequence < first.sequence)
    select own.sequence, own.type, own.employee_id, own.data, own.personal, wrapped_key,
           extract(epoch from clock_timestamp() - own.recorded_at)::float as age_seconds
      from own cross join first cross join switched_off
           left join employee_keys
                  on employee_keys.company_id = ${companyId} and employee_keys.employee_id = own.employee_id
     where own.sequence >= first.sequence or own.sequence = switched_off.sequence
     order by own.sequence`.execute(transaction);
  let record = emptyReplyRecord;
  let attemptAgeSeconds: number | null = null;
  for (const row of rows) {
    const fact = factOf(transaction, keyring, mailboxKey, row);
    record = { ...(fact === null ? record : evolveReply(record, fact)), sequence: row.sequence };
    if (row.type === 'ReplyAttempted') attemptAgeSeconds = row.age_seconds;
  }
  return { record, attemptAgeSeconds: record.attempt === null ? null : attemptAgeSeconds };
}

interface Row {
  readonly sequence: number;
  readonly type: string;
  readonly employee_id: string | null;
  readonly data: object;
  readonly personal: Buffer | null;
  readonly wrapped_key: Buffer | null;
  readonly age_seconds: number;
}

/** Null where it said something of an employee who has been erased since. */
function factOf(
  transaction: CompanyTransaction,
  keyring: Keyring,
  mailboxKey: string,
  { type, data, personal, employee_id: employeeId, wrapped_key: wrapped }: Row,
): ReplyFact | null {
  if (personal === null || employeeId === null) return join(type, data, null);
  if (wrapped === null) return null;
  noteEmployeeKey(transaction, keyring, employeeId, wrapped);
  const key = keyOf(employeeKeysAtHand(transaction), employeeId);
  return join(type, data, decrypt(key, personal, contextOf(transaction, mailboxKey)));
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
