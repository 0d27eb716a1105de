import { sql, type Selectable } from 'kysely';
import type { Activity, ActivityAction, ActivityActor } from '#domain/activity.ts';
import { registrationIdPattern } from '#domain/identifiers.ts';
import type { RecordedRegistrationEvent } from '#domain/registration-event.ts';
import { actorName } from './acting.ts';
import { isTimeText, readCursor, timeText, UnreadableCursor, writeCursor } from './cursors.ts';
import type { CompanyTransaction, Tables } from './database.ts';
import { fromRow } from './registration-event-rows.ts';

/**
 * Notes an act, in the transaction that carries it out: neither is there without the other. An administrator's carries
 * the name of the person where one is known.
 */
export async function noteActivity(
  transaction: CompanyTransaction,
  { actor, action, details, requestId }: Activity,
  name: string | null = actorName(),
): Promise<void> {
  await transaction
    .insertInto('activity')
    .values({
      company_id: transaction.companyId,
      actor,
      actor_name: actor === 'administrator' ? name : null,
      action,
      details,
      request_id: requestId ?? null,
    })
    .execute();
}

/** A row of the log: an act, or what Microsoft has answered. */
export type ActivityRow = { readonly at: string; readonly cursor: string } & (
  | {
      readonly kind: 'act';
      readonly actor: ActivityActor;
      /** Of the person who did it, where one is known. */
      readonly actorName: string | null;
      readonly action: ActivityAction;
      readonly details: object;
      readonly requestId: string | null;
    }
  | { readonly kind: 'answer'; readonly answer: RecordedRegistrationEvent }
);

/**
 * The company's acts and Microsoft's answers, newest first, after the row that `cursor` names; acts before answers
 * where the times are equal.
 * @throws UnreadableCursor where the cursor is none of this log.
 */
export async function listActivity(
  transaction: CompanyTransaction,
  { actor, cursor }: { readonly actor?: ActivityActor | undefined; readonly cursor?: string | undefined },
  limit: number,
): Promise<ActivityRow[]> {
  const place = cursor === undefined ? null : parseCursor(cursor);
  const acts = actor === 'microsoft' ? [] : await readActs(transaction, actor, place, limit);
  const answers =
    actor === undefined || actor === 'microsoft' ? await readAnswers(transaction, place, limit) : [];
  return [...acts, ...answers]
    .toSorted((one, other) => Number(one.time < other.time) - Number(one.time > other.time))
    .slice(0, limit)
    .map(({ row }) => row);
}

interface TimedRow {
  readonly time: string;
  readonly row: ActivityRow;
}

/** A row that has been shown: equal times are told apart by the row's own key. */
type Place =
  | { readonly kind: 'act'; readonly time: string; readonly activityId: string }
  | {
      readonly kind: 'answer';
      readonly time: string;
      readonly registrationId: string;
      readonly sequence: number;
    };

async function readActs(
  transaction: CompanyTransaction,
  actor: ActivityActor | undefined,
  place: Place | null,
  limit: number,
): Promise<TimedRow[]> {
  const rows = await transaction
    .selectFrom('activity')
    .select([
      'activity_id',
      'at',
      'actor',
      'actor_name',
      'action',
      'details',
      'request_id',
      timeText('at').as('time'),
    ])
    .where('company_id', '=', transaction.companyId)
    .$if(actor !== undefined, (query) => query.where(sql<boolean>`actor = ${actor}`))
    .$if(place !== null, (query) => query.where(actsAfter(place)))
    .orderBy('at', 'desc')
    .orderBy('activity_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ activity_id, at, time, actor, actor_name, action, details, request_id }) => ({
    time,
    row: {
      kind: 'act',
      at: at.toISOString(),
      cursor: toCursor({ kind: 'act', time, activityId: activity_id }),
      actor,
      actorName: actor_name,
      action,
      details,
      requestId: request_id,
    },
  }));
}

function actsAfter(place: Place | null) {
  if (place?.kind === 'act')
    return sql<boolean>`(at, activity_id) < (${place.time}::timestamptz, ${place.activityId}::bigint)`;
  return sql<boolean>`at < ${place?.time}::timestamptz`;
}

/** As the migration's index has it, word for word: Postgres takes a partial index for its own condition alone. */
const isAnswer = sql<boolean>`type in ('CalendarEventCreated', 'CalendarEventUpdated', 'CalendarEventRemoved', 'CalendarEventFoundGone',
                    'CalendarEventLeftBehind', 'CalendarEventFound', 'CalendarWriteFailed')`;

/** Read without their personal fields, of which the log shows none. */
async function readAnswers(
  transaction: CompanyTransaction,
  place: Place | null,
  limit: number,
): Promise<TimedRow[]> {
  const rows = await selectAnswers(transaction, place).limit(limit).execute();
  return rows.map(toTimedAnswer);
}

/** What Microsoft has answered, newest first, after `place`. */
export function selectAnswers(transaction: CompanyTransaction, place: Place | null) {
  return transaction
    .selectFrom('registration_events')
    .selectAll()
    .select(timeText('recorded_at').as('time'))
    .where('company_id', '=', transaction.companyId)
    .where(isAnswer)
    .$if(place !== null, (query) => query.where(answersAfter(place)))
    .orderBy('recorded_at', 'desc')
    .orderBy('registration_id', 'desc')
    .orderBy('sequence', 'desc');
}

function toTimedAnswer(row: Selectable<Tables['registration_events']> & { readonly time: string }): TimedRow {
  const { time, registration_id: registrationId, sequence } = row;
  return {
    time,
    row: {
      kind: 'answer',
      at: row.recorded_at.toISOString(),
      cursor: toCursor({ kind: 'answer', time, registrationId, sequence }),
      answer: fromRow(row, new Map()),
    },
  };
}

function answersAfter(place: Place | null) {
  if (place?.kind === 'answer')
    return sql<boolean>`(recorded_at, registration_id, sequence)
      < (${place.time}::timestamptz, ${place.registrationId}, ${place.sequence}::int)`;
  return sql<boolean>`recorded_at <= ${place?.time}::timestamptz`;
}

function toCursor(place: Place): string {
  const fields =
    place.kind === 'act'
      ? [place.time, place.activityId]
      : [place.time, place.registrationId, place.sequence];
  return writeCursor(fields);
}

/** @throws UnreadableCursor */
function parseCursor(cursor: string): Place {
  const [time, key, sequence] = readCursor(cursor);
  if (!isTimeText(time) || typeof key !== 'string') throw new UnreadableCursor();
  if (sequence === undefined && /^\d{1,18}$/.test(key)) return { kind: 'act', time, activityId: key };
  if (!registrationIdPattern.test(key) || !isSequence(sequence)) throw new UnreadableCursor();
  return { kind: 'answer', time, registrationId: key, sequence };
}

const isSequence = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31;
