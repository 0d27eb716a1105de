import type { CalendarEvent } from './calendar-event.ts';
import { extendedPropertyKey } from './extended-properties.ts';

export const mailboxKinds = [
  'ok',
  'notEnabled',
  'onPremises',
  'softDeleted',
  'full',
  'moving',
  'unknown',
] as const;

export const automaticRepliesStatuses = ['disabled', 'alwaysEnabled', 'scheduled'] as const;
export const externalAudiences = ['none', 'contactsOnly', 'all'] as const;

export interface AutomaticReplies {
  readonly status: (typeof automaticRepliesStatuses)[number];
  readonly externalAudience: (typeof externalAudiences)[number];
  /** Instants in milliseconds. */
  readonly scheduledStartAt: number;
  readonly scheduledEndAt: number;
  readonly internalReplyMessage: string;
  readonly externalReplyMessage: string;
}

export interface MailboxProfile {
  readonly objectId: string;
  readonly address: string;
  readonly displayName: string;
  readonly aliases: readonly string[];
  readonly kind: (typeof mailboxKinds)[number];
  /** A Windows name; empty for a mailbox that was never opened. */
  readonly timeZone: string;
  readonly externalRepliesAllowed: boolean;
  readonly automaticReplies: AutomaticReplies;
}

export interface RememberedTransaction {
  readonly immutableId: string;
  readonly mutableId: string;
}

/** A mailbox with its default calendar, indexed by everything that a request looks an event up by. */
export class Mailbox {
  readonly tenantId: string;
  profile: MailboxProfile;
  readonly transactions = new Map<string, RememberedTransaction>();
  readonly #events = new Map<string, CalendarEvent>();
  readonly #byMutableId = new Map<string, string>();
  readonly #byProperty = new Map<string, Set<string>>();

  constructor(tenantId: string, profile: MailboxProfile) {
    this.tenantId = tenantId;
    this.profile = profile;
  }

  get eventCount(): number {
    return this.#events.size;
  }

  events(): IterableIterator<CalendarEvent> {
    return this.#events.values();
  }

  eventById(id: string): CalendarEvent | undefined {
    return this.#events.get(id) ?? this.#events.get(this.#byMutableId.get(id) ?? '');
  }

  eventsByProperty(id: string, value: string): readonly CalendarEvent[] {
    const found: CalendarEvent[] = [];
    for (const immutableId of this.#byProperty.get(extendedPropertyKey(id, value)) ?? []) {
      const event = this.#events.get(immutableId);
      if (event) found.push(event);
    }
    return found;
  }

  put(event: CalendarEvent): void {
    const previous = this.#events.get(event.immutableId);
    if (previous) this.#unindex(previous);
    this.#events.set(event.immutableId, event);
    this.#byMutableId.set(event.mutableId, event.immutableId);
    for (const property of event.extendedProperties) {
      const key = extendedPropertyKey(property.id, property.value);
      const ids = this.#byProperty.get(key);
      if (ids) ids.add(event.immutableId);
      else this.#byProperty.set(key, new Set([event.immutableId]));
    }
    if (event.transactionId !== null)
      this.transactions.set(event.transactionId, {
        immutableId: event.immutableId,
        mutableId: event.mutableId,
      });
  }

  /** The event is gone for good; its transactionId stays remembered. */
  remove(immutableId: string): void {
    const event = this.#events.get(immutableId);
    if (!event) return;
    this.#unindex(event);
    this.#events.delete(immutableId);
  }

  #unindex(event: CalendarEvent): void {
    this.#byMutableId.delete(event.mutableId);
    for (const property of event.extendedProperties) {
      const key = extendedPropertyKey(property.id, property.value);
      const ids = this.#byProperty.get(key);
      ids?.delete(event.immutableId);
      if (ids?.size === 0) this.#byProperty.delete(key);
    }
  }
}
