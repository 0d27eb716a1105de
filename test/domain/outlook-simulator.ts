import type { CalendarEventContent } from '#domain/calendar-event.ts';
import type { Company } from '#domain/company.ts';
import type { Reason } from '#domain/reasons.ts';
import type { CalendarFact, CalendarWrite, StandingCalendarEvent } from '#domain/registration-event.ts';
import type { Registration } from '#domain/registration.ts';
import type { SyncStep } from '#domain/sync.ts';

/** One of our events as it really stands in a mailbox. */
export interface OutlookEvent {
  readonly id: string;
  readonly address: string;
  readonly folder: 'calendar' | 'elsewhere';
  readonly etag: number;
  readonly content: CalendarEventContent;
  /** What we wrote last; the user may have edited it since. */
  readonly written: CalendarEventContent;
  readonly isCopy: boolean;
}

interface Mailbox {
  address: string;
  readonly events: Map<string, Omit<OutlookEvent, 'id' | 'address'>>;
  /** Which event a create with this generation's transactionId has made; remembered when the event is gone. */
  readonly byGeneration: Map<number, string>;
}

/** What becomes of a request: the answer, none (the effect having happened or not), a crash, or a refusal. */
export const fates = [
  'answered',
  'lost before the effect',
  'lost after the effect',
  'crash before the effect',
  'crash after the effect',
  'throttled',
] as const;
export type Fate = (typeof fates)[number];

/** Two tenants' mailboxes by the rules that matter here: ids that outlive a move, transactionIds, unknown addresses. */
export class OutlookSimulator {
  private readonly tenants = new Map<string, Mailbox[]>();
  /** Addresses that the application may not reach. */
  readonly outOfScope = new Set<string>();
  private count = 0;

  constructor(tenantIds: readonly string[], addresses: readonly string[]) {
    for (const tenantId of tenantIds)
      this.tenants.set(
        tenantId,
        addresses.map((address) => ({ address, events: new Map(), byGeneration: new Map() })),
      );
  }

  eventsIn(tenantId: string): OutlookEvent[] {
    return this.mailboxesOf(tenantId).flatMap(({ address, events }) =>
      [...events].map(([id, event]) => ({ id, address, ...event })),
    );
  }

  has(tenantId: string, address: string): boolean {
    return this.mailbox(tenantId, address) !== undefined;
  }

  /** The same mailbox under a new address, in every tenant. */
  renames(from: string, to: string): void {
    for (const mailboxes of this.tenants.values())
      for (const mailbox of mailboxes) if (mailbox.address === from) mailbox.address = to;
  }

  userDeletes(tenantId: string, id: string): void {
    for (const { events } of this.mailboxesOf(tenantId)) events.delete(id);
  }

  userMoves(tenantId: string, id: string): void {
    for (const { events } of this.mailboxesOf(tenantId)) {
      const event = events.get(id);
      if (event !== undefined) events.set(id, { ...event, folder: 'elsewhere', etag: event.etag + 1 });
    }
  }

  userEdits(tenantId: string, id: string, change: Partial<CalendarEventContent>): void {
    for (const { events } of this.mailboxesOf(tenantId)) {
      const event = events.get(id);
      if (event === undefined) continue;
      events.set(id, { ...event, etag: event.etag + 1, content: { ...event.content, ...change } });
    }
  }

  /** The copy keeps our mark and lies in the calendar. */
  userCopies(tenantId: string, id: string): void {
    for (const { events } of this.mailboxesOf(tenantId)) {
      const event = events.get(id);
      if (event === undefined) continue;
      this.count += 1;
      events.set(`event-${this.count}`, { ...event, folder: 'calendar', etag: 1, isCopy: true });
    }
  }

  create(write: CalendarWrite, content: CalendarEventContent): 'no mailbox' | { id: string; isNew: boolean } {
    const mailbox = this.mailbox(write.tenantId, write.mailbox);
    if (mailbox === undefined) return 'no mailbox';
    const existing = mailbox.byGeneration.get(write.generation);
    if (existing !== undefined) return { id: existing, isNew: false };
    this.count += 1;
    const id = `event-${this.count}`;
    mailbox.events.set(id, { folder: 'calendar', etag: 1, content, written: content, isCopy: false });
    mailbox.byGeneration.set(write.generation, id);
    return { id, isNew: true };
  }

  hasMade(tenantId: string, address: string, generation: number): boolean {
    return this.mailbox(tenantId, address)?.byGeneration.has(generation) ?? false;
  }

  find(tenantId: string, address: string, id: string): OutlookEvent | 'no mailbox' | 'no event' {
    const mailbox = this.mailbox(tenantId, address);
    if (mailbox === undefined) return 'no mailbox';
    const event = mailbox.events.get(id);
    return event === undefined ? 'no event' : { id, address, ...event };
  }

  update(tenantId: string, address: string, id: string, content: CalendarEventContent): void {
    const event = this.mailbox(tenantId, address)?.events.get(id);
    if (event === undefined) return;
    const updated = { ...event, etag: event.etag + 1, content, written: content };
    this.mailbox(tenantId, address)?.events.set(id, updated);
  }

  remove(tenantId: string, address: string, id: string): void {
    this.mailbox(tenantId, address)?.events.delete(id);
  }

  private mailboxesOf(tenantId: string): readonly Mailbox[] {
    return this.tenants.get(tenantId) ?? [];
  }

  private mailbox(tenantId: string, address: string): Mailbox | undefined {
    return this.mailboxesOf(tenantId).find((mailbox) => mailbox.address === address);
  }
}

type WriteStep = Exclude<SyncStep, { kind: 'none' }>;

export interface Surroundings {
  readonly outlook: OutlookSimulator;
  /** Every address that HR has named for the registration: an address unknown by now may have been renamed. */
  readonly namedByHr: readonly string[];
}

/** The facts that the syncing activity appends for one step, the request having met its fate. */
export function carryOut(
  step: WriteStep,
  registration: Registration,
  surroundings: Surroundings,
  fate: Fate,
): CalendarFact[] {
  const before = registration.calendar.unanswered;
  const attempted: CalendarFact[] = isSameWrite(before, step.write)
    ? []
    : [{ type: 'CalendarWriteAttempted', write: step.write }];
  const isClosed = surroundings.outlook.outOfScope.has(step.write.mailbox);
  const hasEffect = !isClosed && (fate === 'answered' || fate.endsWith('after the effect'));
  const answer = hasEffect ? send(step, surroundings) : unanswered;
  if (fate.startsWith('crash')) return attempted;
  if (fate.startsWith('lost')) return [...attempted, unanswered];
  if (isClosed) return [...attempted, refused({ code: 'mailbox-out-of-scope' }, 'attention', before)];
  if (fate === 'throttled') return [...attempted, refused({ code: 'throttled' }, 'retry', before)];
  return [...attempted, answer];
}

function isSameWrite(attempt: CalendarWrite | null, write: CalendarWrite): boolean {
  return attempt !== null && JSON.stringify(attempt) === JSON.stringify(write);
}

function send(step: WriteStep, surroundings: Surroundings): CalendarFact {
  switch (step.kind) {
    case 'create':
      return sendCreate(step.write, step.content, surroundings);
    case 'update':
      return sendUpdate(step, surroundings);
    case 'remove':
      return sendRemoval(step, surroundings);
  }
}

function sendCreate(
  write: CalendarWrite,
  content: CalendarEventContent,
  { outlook, namedByHr }: Surroundings,
): CalendarFact {
  const made = outlook.create(write, content);
  if (made === 'no mailbox') {
    const renamed = namedByHr.find((address) => outlook.hasMade(write.tenantId, address, write.generation));
    return renamed === undefined
      ? noMailbox
      : sendCreate({ ...write, mailbox: renamed }, content, { outlook, namedByHr });
  }
  if (made.isNew) {
    const event = standing(write, made.id, 1);
    return { type: 'CalendarEventCreated', event, wasAdopted: false, requestId };
  }
  const existing = outlook.find(write.tenantId, write.mailbox, made.id);
  if (typeof existing === 'string') return foundGone(made.id, write.registrationVersion);
  const event = { ...standing(write, made.id, existing.etag), payloadHash: null };
  return { type: 'CalendarEventCreated', event, wasAdopted: true, requestId };
}

function sendUpdate(step: Extract<WriteStep, { kind: 'update' }>, { outlook }: Surroundings): CalendarFact {
  const { tenantId, mailbox } = step.write;
  const { calendarEventId: id } = step.standing;
  const found = outlook.find(tenantId, mailbox, id);
  if (found === 'no mailbox') return noMailbox;
  if (found === 'no event')
    return mailbox === step.standing.mailbox
      ? foundGone(id, step.standing.registrationVersion)
      : { type: 'CalendarEventLeftBehind', calendarEventId: id, requestId };
  outlook.update(tenantId, mailbox, id, step.content);
  return { type: 'CalendarEventUpdated', event: standing(step.write, id, found.etag + 1), requestId };
}

function sendRemoval(
  step: Extract<WriteStep, { kind: 'remove' }>,
  { outlook, namedByHr }: Surroundings,
): CalendarFact {
  const { tenantId, mailbox } = step.write;
  const { calendarEventId: id } = step.standing;
  const found = outlook.find(tenantId, mailbox, id);
  if (found !== 'no mailbox') {
    outlook.remove(tenantId, mailbox, id);
    return { type: 'CalendarEventRemoved', calendarEventId: id, wasGone: found === 'no event', requestId };
  }
  const renamed = namedByHr.find((address) => typeof outlook.find(tenantId, address, id) !== 'string');
  if (renamed === undefined) return noMailbox;
  outlook.remove(tenantId, renamed, id);
  return { type: 'CalendarEventRemoved', calendarEventId: id, wasGone: false, requestId };
}

const requestId = 'request-1';
/** A refusal settles nothing while a write before it has no answer: that one may have happened. */
const refused = (
  reason: Reason,
  consequence: 'retry' | 'attention',
  before: CalendarWrite | null,
): CalendarFact => ({
  type: 'CalendarWriteFailed',
  answer: before === null ? 'refused' : 'unanswered',
  consequence,
  reason,
  nextAttemptAt: null,
});
/** Whatever was sent before: a mailbox that doesn't exist holds no event. */
const noMailbox = refused({ code: 'mailbox-not-found' }, 'attention', null);
const unanswered: CalendarFact = {
  type: 'CalendarWriteFailed',
  answer: 'unanswered',
  consequence: 'retry',
  reason: { code: 'microsoft-unavailable' },
  nextAttemptAt: null,
};
const foundGone = (calendarEventId: string, registrationVersion: number): CalendarFact => ({
  type: 'CalendarEventFoundGone',
  calendarEventId,
  registrationVersion,
  requestId,
});

function standing(write: CalendarWrite, calendarEventId: string, etag: number): StandingCalendarEvent {
  const { operation: _, ...rest } = write;
  return { ...rest, calendarEventId, etag: String(etag) };
}

/** Whose tenant the company's connection reaches. */
export const tenantOf = ({ connection }: Company): string => connection.tenantId ?? 'none';
