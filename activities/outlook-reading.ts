import { setTimeout } from 'node:timers/promises';
import type { Company } from '#domain/company.ts';
import type { RegistrationId } from '#domain/identifiers.ts';
import type { Reason } from '#domain/reasons.ts';
import type { Registration } from '#domain/registration.ts';
import { findingsOf, mailboxToRead, standingHere } from '#domain/repair.ts';
import { findCompany } from '#persistence/companies.ts';
import { closeConnection, findClientSecret } from '#persistence/connections.ts';
import { inCompany } from '#persistence/database.ts';
import { readRegistrations } from '#persistence/event-store.ts';
import { judgement } from '#persistence/mailbox-evidence.ts';
import { fingerprintWith } from '#persistence/registrations.ts';
import type { ActivityDependencies } from './dependencies.ts';
import {
  listCalendarEvents,
  lookUpCalendarEvent,
  type CalendarList,
  type LookUp,
} from './microsoft365/calendar-reading.ts';
import type { Microsoft365Failure } from './microsoft365/failures.ts';
import type { Graph } from './microsoft365/graph.ts';
import { nothingRead, type OutlookReading, type ReplayPage } from './replay-plan.ts';

/** Mailboxes that are read at the same time. */
const maximumMailboxes = 50;
/** Tries of one request before its mailbox counts as unreadable. */
const maximumAttempts = 8;

interface Reader {
  readonly dependencies: ActivityDependencies;
  readonly company: Company;
  readonly graph: Graph;
  readonly page: ReplayPage;
}

type MutableReading = {
  readonly [Field in keyof OutlookReading]: OutlookReading[Field] extends ReadonlyMap<infer Key, infer Value>
    ? Map<Key, Value>
    : never;
};

/**
 * Reads what of the page's registrations stands in Outlook, one list a mailbox. An event counts as missing only where a
 * whole list lacks it and a look-up by its id says so too. Where either fails, or they contradict one another, nothing
 * is learnt of that mailbox, and nothing is written there. Reads only; the page records what it learns.
 */
export async function readOutlook(
  dependencies: ActivityDependencies,
  page: ReplayPage,
): Promise<OutlookReading> {
  const { database, keyring, microsoft365 } = dependencies;
  const known = await inCompany(database, page.companyId, async (transaction) => ({
    company: await findCompany(transaction),
    credential: await findClientSecret(transaction),
    registrations: await readRegistrations(transaction, keyring, page.registrationIds),
  }));
  const { company, credential } = known;
  if (company === null || credential === null || !company.connection.isOpen) return nothingRead;
  const graph = microsoft365.graphFor(page.companyId, credential, keyring);
  const reader: Reader = { dependencies, company, graph, page };
  const mailboxes = Map.groupBy(known.registrations.values(), (registration) =>
    mailboxToRead(registration, company),
  );
  mailboxes.delete(null);
  const queue = [...mailboxes];
  const reading: MutableReading = { findings: new Map(), unreadable: new Map() };
  const run = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !page.signal.aborted; next = queue.shift()) {
      const [mailbox, registrations] = next;
      if (mailbox !== null) await readMailbox(reader, mailbox, registrations, reading);
    }
  };
  await Promise.all(Array.from({ length: Math.min(maximumMailboxes, queue.length) }, run));
  page.signal.throwIfAborted();
  return reading;
}

async function readMailbox(
  reader: Reader,
  mailbox: string,
  registrations: readonly Registration[],
  reading: MutableReading,
): Promise<void> {
  const { company, graph, dependencies, page } = reader;
  const fail = (reason: Reason): void => {
    for (const { registrationId } of registrations) reading.unreadable.set(registrationId, reason);
  };
  const [first] = registrations;
  const only = registrations.length === 1 && first !== undefined ? first.registrationId : null;
  const list = await patiently(reader, mailbox, () =>
    listCalendarEvents(graph, mailbox, company.companyId, only, page.signal),
  );
  if (list.kind === 'failed') return fail(await judged(reader, mailbox, reasonOf(list.failure)));
  const byRegistration = Map.groupBy(list.events, ({ registrationId }) => registrationId);
  const gone = await findGone(reader, mailbox, registrations, list);
  if (gone.kind === 'failed') return fail(await judged(reader, mailbox, gone.reason));
  for (const registration of registrations) {
    const { registrationId, sequence } = registration;
    const facts = findingsOf(registration, company, fingerprintWith(dependencies.keyring), {
      mailbox,
      events: byRegistration.get(registrationId) ?? [],
      isStandingGone: gone.registrationIds.has(registrationId),
      requestId: gone.registrationIds.get(registrationId) ?? list.requestId,
    });
    if (facts.length > 0) reading.findings.set(registrationId, { sequence, facts });
  }
}

/** A refusal is the mailbox's own only where another one has worked. */
function judged(
  { dependencies: { database }, company }: Reader,
  mailbox: string,
  reason: Reason,
): Promise<Reason> {
  return inCompany(database, company.companyId, async (transaction) =>
    (await judgement(transaction))(mailbox, reason),
  );
}

type Gone =
  | { readonly kind: 'read'; readonly registrationIds: ReadonlyMap<RegistrationId, string> }
  | { readonly kind: 'failed'; readonly reason: Reason };

/** Looks up by its id whatever should stand and isn't in the list, all of it before anything is concluded. */
async function findGone(
  reader: Reader,
  mailbox: string,
  registrations: readonly Registration[],
  { events }: Extract<CalendarList, { kind: 'read' }>,
): Promise<Gone> {
  const listed = new Set(events.map(({ calendarEventId }) => calendarEventId));
  const registrationIds = new Map<RegistrationId, string>();
  for (const registration of registrations) {
    const standing = standingHere(registration, reader.company);
    if (standing === null || listed.has(standing.calendarEventId)) continue;
    const found = await patiently(reader, mailbox, () =>
      lookUpCalendarEvent(reader.graph, mailbox, standing.calendarEventId, reader.page.signal),
    );
    switch (found.kind) {
      case 'gone':
        registrationIds.set(registration.registrationId, found.requestId);
        break;
      case 'there':
        return { kind: 'failed', reason: contradiction(found.requestId) };
      case 'failed':
        return { kind: 'failed', reason: reasonOf(found.failure) };
    }
  }
  return { kind: 'read', registrationIds };
}

const contradiction = (requestId: string): Reason => ({
  code: 'contradictory-answers',
  microsoft: { status: 200, code: 'NotInList', requestId },
});

/** Through the mailbox's gate, and again after what Microsoft asks for, until it answers for good. */
async function patiently<Answer extends CalendarList | LookUp>(
  { dependencies: { database, microsoft365 }, company, page }: Reader,
  mailbox: string,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await microsoft365.gate.run(mailbox, 'replay', ask);
    if (answer.kind !== 'failed') return answer;
    const { failure } = answer;
    if (failure.kind === 'connection')
      await inCompany(database, company.companyId, (transaction) =>
        closeConnection(transaction, company.connection.epoch, failure.closes, failure.reason),
      );
    const passes = failure.kind === 'throttled' || failure.kind === 'unavailable';
    if (!passes || attempt === maximumAttempts || page.signal.aborted) return answer;
    const seconds = failure.retryAfterSeconds ?? Math.min(30, 2 ** (attempt - 1));
    await setTimeout(seconds * 1000, undefined, { signal: page.signal }).catch(() => {});
  }
}

const reasonOf = (failure: Microsoft365Failure): Reason =>
  failure.kind === 'not-sent' ? { code: 'microsoft-unavailable' } : failure.reason;
