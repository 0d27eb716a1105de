import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Activity } from '#domain/activity.ts';
import type { Company } from '#domain/company.ts';
import { decideMessage, type Fault, type HrMessage, type RecordedMessage } from '#domain/hr-message.ts';
import type { CompanyId, RegistrationId } from '#domain/identifiers.ts';
import { isHrEvent, type RecordedRegistrationEvent } from '#domain/registration-event.ts';
import { emptyRegistration, evolve, fold, type Registration } from '#domain/registration.ts';
import { noteActivity } from './activity.ts';
import { chunksOf, endsChunk } from './chunks.ts';
import { findCompany } from './companies.ts';
import { inCompany, type CompanyTransaction, type Database } from './database.ts';
import type { Keyring } from './encryption.ts';
import { appendEvents, decode, eventsWithKeys, type Append } from './event-store.ts';
import { oweReplay } from './owed-replays.ts';
import { projectRegistrations } from './registrations.ts';
import { retrying } from './retrying.ts';
import { markUndelivered } from './undelivered.ts';

export type RecordResult =
  | { readonly kind: 'recorded'; readonly messages: readonly RecordedResult[] }
  | { readonly kind: 'refused'; readonly faults: readonly MessageFault[] }
  | { readonly kind: 'no-such-company' };

interface RecordedResult {
  readonly eventId: string;
  readonly registrationId: RegistrationId;
  readonly sequence: number;
  readonly duplicate: boolean;
}

/** `index` is the message's place in what was given. */
export interface MessageFault extends Fault {
  readonly index: number;
  /** True where the message contradicts what is recorded, false where it is wrong in itself. */
  readonly isConflict: boolean;
}

export interface RecordOptions {
  /** False where the caller or a replay brings them to Outlook: an import doesn't wake a workflow a row. */
  readonly deliver: boolean;
  /** Whether a replay is to bring them to Outlook; it is owed in the same transaction. */
  readonly owesReplay?: boolean;
  /** The act that they come by; it is noted in the same transaction. */
  readonly activity?: (recorded: readonly RecordedResult[]) => Activity;
}

/**
 * Records the HR system's messages: all of them in one transaction, or none. A message already recorded is
 * acknowledged and happens once. When this resolves, the messages can't be lost any more.
 */
export async function recordHrMessages(
  database: Database,
  keyring: Keyring,
  companyId: CompanyId,
  messages: readonly HrMessage[],
  options: RecordOptions,
): Promise<RecordResult> {
  return retrying(() =>
    inCompany(database, companyId, (transaction) => recordIn(transaction, keyring, messages, options)),
  );
}

async function recordIn(
  transaction: CompanyTransaction,
  keyring: Keyring,
  messages: readonly HrMessage[],
  { deliver, owesReplay = false, activity }: RecordOptions,
): Promise<RecordResult> {
  const company = await findCompany(transaction);
  if (company === null) return { kind: 'no-such-company' };
  const known = await readKnown(transaction, keyring, messages);
  const faults: MessageFault[] = [];
  const results: RecordedResult[] = [];
  const appends: Append[] = [];
  for (const [index, message] of messages.entries()) {
    if (endsChunk(index)) await nextTurn();
    const { registrationId, eventId, source } = message;
    const fault = unknownTypeIn(message, company);
    if (fault) faults.push({ index, isConflict: false, ...fault });
    const decision = decideMessage(known.candidatesFor(message), message);
    if (decision.kind === 'conflict') {
      faults.push({ index, isConflict: true, ...decision.fault });
    } else if (decision.kind === 'duplicate') {
      results.push({ eventId, registrationId, sequence: decision.sequence, duplicate: true });
    } else {
      const sequence = known.add(message);
      appends.push({ registrationId, sequence, event: message.event, message: { source, eventId } });
      results.push({ eventId, registrationId, sequence, duplicate: false });
    }
  }
  if (faults.length > 0) return { kind: 'refused', faults };
  if (appends.length > 0) {
    const recorded = await appendEvents(transaction, keyring, appends);
    await projectRegistrations(transaction, keyring, company, await known.foldedWith(recorded));
    if (deliver) await markUndelivered(transaction, recorded);
    if (owesReplay && company.connection.isOpen)
      await oweReplay(transaction, { cause: 'import', scope: { scope: 'unsynced' } });
  }
  if (activity) await noteActivity(transaction, activity(results));
  return { kind: 'recorded', messages: results };
}

function unknownTypeIn({ event }: HrMessage, { absenceTypes }: Company): Fault | null {
  if (event.data === null || absenceTypes.has(event.data.absenceType)) return null;
  return {
    path: 'data.absenceType',
    message: 'is no absence type of this company; define it among the absence types first',
  };
}

/** What is recorded of the messages' registrations and ids, growing as messages are accepted. */
class Known {
  readonly #registrations = new Map<RegistrationId, Registration>();
  readonly #byRegistration = new Map<RegistrationId, RecordedMessage[]>();
  readonly #byId = new Map<string, RecordedMessage>();

  constructor(registrations: Iterable<Registration>, messages: Iterable<RecordedMessage>) {
    for (const registration of registrations)
      this.#registrations.set(registration.registrationId, registration);
    for (const message of messages) this.#note(message);
  }

  candidatesFor(message: HrMessage): RecordedMessage[] {
    const sameId = this.#byId.get(keyOf(message));
    const sameRegistration = this.#byRegistration.get(message.registrationId) ?? [];
    return sameId && sameId.registrationId !== message.registrationId
      ? [sameId, ...sameRegistration]
      : sameRegistration;
  }

  /** @returns the sequence that the message takes. */
  add(message: HrMessage): number {
    const registration = this.#registration(message.registrationId);
    const sequence = registration.sequence + 1;
    this.#registrations.set(message.registrationId, { ...registration, sequence });
    this.#note({ ...message, sequence });
    return sequence;
  }

  async foldedWith(recorded: readonly RecordedRegistrationEvent[]): Promise<Registration[]> {
    const changed = new Map<RegistrationId, Registration>();
    for (const [index, event] of recorded.entries()) {
      if (endsChunk(index)) await nextTurn();
      const id = event.registrationId;
      changed.set(id, evolve(changed.get(id) ?? this.#registration(id), event));
    }
    return [...changed.values()];
  }

  #registration(registrationId: RegistrationId): Registration {
    return this.#registrations.get(registrationId) ?? emptyRegistration(registrationId);
  }

  #note(message: RecordedMessage): void {
    this.#byId.set(keyOf(message), message);
    const list = this.#byRegistration.get(message.registrationId);
    if (list) list.push(message);
    else this.#byRegistration.set(message.registrationId, [message]);
  }
}

const keyOf = ({ source, eventId }: Pick<HrMessage, 'source' | 'eventId'>): string =>
  JSON.stringify([source, eventId]);

async function readKnown(
  transaction: CompanyTransaction,
  keyring: Keyring,
  messages: readonly HrMessage[],
): Promise<Known> {
  const registrations: Registration[] = [];
  const recordedMessages = new Map<string, RecordedMessage>();
  for (const chunk of chunksOf(messages)) {
    const rows = await eventsWithKeys(transaction)
      .where('registration_events.registration_id', 'in', streamsNamedBy(transaction, chunk))
      .execute();
    const events = decode(transaction, keyring, rows);
    const wanted = new Set(chunk.map((message) => message.registrationId));
    for (const [registrationId, stream] of Map.groupBy(events, (event) => event.registrationId))
      if (wanted.has(registrationId)) registrations.push(fold(registrationId, stream));
    for (const [index, { registrationId, sequence, event }] of events.entries()) {
      const { source, event_id: eventId } = rows[index] ?? {};
      if (isHrEvent(event) && source && eventId)
        recordedMessages.set(`${registrationId}/${sequence}`, {
          registrationId,
          sequence,
          event,
          source,
          eventId,
        });
    }
  }
  return new Known(registrations, recordedMessages.values());
}

/**
 * The messages' own streams, and those that their ids are recorded in. As one list of ids, because an `or` over two
 * columns would make Postgres read the company's whole history.
 */
function streamsNamedBy(transaction: CompanyTransaction, messages: readonly HrMessage[]) {
  return sql<RegistrationId>`(
    select unnest(${messages.map(({ registrationId }) => registrationId)}::text[])
    union
    select recorded.registration_id
      from unnest(${messages.map(({ source }) => source)}::text[],
                  ${messages.map(({ eventId }) => eventId)}::text[]) as message (source, event_id)
      join registration_events as recorded
        on recorded.company_id = ${transaction.companyId}
       and recorded.source = message.source
       and recorded.event_id = message.event_id)`;
}
