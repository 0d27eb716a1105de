import { applicationAt, type Application } from './application.ts';
import { noJournal, type Journal, type JournalRecord } from './journal.ts';
import { Mailbox } from './mailbox.ts';
import { defaultSandboxSettings, type SandboxSettings } from './sandbox-settings.ts';
import { Tenant } from './tenant.ts';

/** Everything that survives a restart. It changes only through `commit`, which writes the journal first. */
export class SandboxState {
  readonly #tenants = new Map<string, Tenant>();
  #settings: SandboxSettings = defaultSandboxSettings;
  #offsetMilliseconds = 0;
  #journal: Journal = noJournal;
  #changes = 0;

  get settings(): SandboxSettings {
    return this.#settings;
  }

  /** Rises with every change, and begins anew with the process. */
  get changes(): number {
    return this.#changes;
  }

  /** The sandbox clock: real time plus an offset, in milliseconds. */
  now(): number {
    return Date.now() + this.#offsetMilliseconds;
  }

  nowText(): string {
    return new Date(this.now()).toISOString();
  }

  tenants(): IterableIterator<Tenant> {
    return this.#tenants.values();
  }

  tenant(tenantId: string): Tenant | undefined {
    return this.#tenants.get(tenantId) ?? this.#tenants.get(tenantId.toLowerCase());
  }

  application(tenantId: string, appId: string): Application | undefined {
    const application = this.tenant(tenantId)?.applications.get(appId.toLowerCase());
    if (!application) return undefined;
    const current = applicationAt(application, this.now());
    if (current !== application) this.commit({ kind: 'application', tenantId, application: current });
    return current;
  }

  useJournal(journal: Journal): void {
    this.#journal = journal;
  }

  commit(record: JournalRecord): void {
    this.#journal.append(record);
    this.apply(record);
  }

  apply(record: JournalRecord): void {
    this.#changes += 1;
    switch (record.kind) {
      case 'tenant': {
        const tenant = this.#tenants.get(record.tenantId);
        if (tenant) tenant.displayName = record.displayName;
        else this.#tenants.set(record.tenantId, new Tenant(record.tenantId, record.displayName));
        return;
      }
      case 'tenantGone':
        this.#tenants.delete(record.tenantId);
        return;
      case 'application':
        this.tenant(record.tenantId)?.applications.set(record.application.appId, record.application);
        return;
      case 'mailbox': {
        const tenant = this.tenant(record.tenantId);
        const mailbox =
          tenant?.mailboxByObjectId(record.profile.objectId) ?? new Mailbox(record.tenantId, record.profile);
        mailbox.profile = record.profile;
        tenant?.put(mailbox);
        return;
      }
      case 'mailboxGone':
        this.tenant(record.tenantId)?.remove(record.objectId);
        return;
      case 'event':
        this.tenant(record.tenantId)?.mailboxByObjectId(record.objectId)?.put(record.event);
        return;
      case 'eventGone':
        this.tenant(record.tenantId)?.mailboxByObjectId(record.objectId)?.remove(record.immutableId);
        return;
      case 'transaction':
        this.tenant(record.tenantId)
          ?.mailboxByObjectId(record.objectId)
          ?.transactions.set(record.transactionId, record.remembered);
        return;
      case 'clock':
        this.#offsetMilliseconds = record.offsetMilliseconds;
        return;
      case 'settings':
        this.#settings = { ...defaultSandboxSettings, ...record.settings };
        return;
      case 'batch':
        for (const part of record.records) this.apply(part);
        return;
      case 'reset':
        this.#tenants.clear();
        this.#settings = defaultSandboxSettings;
        this.#offsetMilliseconds = 0;
        return;
    }
  }

  /** The shortest list of records that leads to the present state. */
  *snapshot(): Generator<JournalRecord> {
    yield { kind: 'clock', offsetMilliseconds: this.#offsetMilliseconds };
    yield { kind: 'settings', settings: this.#settings };
    for (const tenant of this.#tenants.values()) {
      const tenantId = tenant.id;
      yield { kind: 'tenant', tenantId, displayName: tenant.displayName };
      for (const application of tenant.applications.values())
        yield { kind: 'application', tenantId, application };
      for (const mailbox of tenant.mailboxes()) {
        const objectId = mailbox.profile.objectId;
        yield { kind: 'mailbox', tenantId, profile: mailbox.profile };
        // Before the events: a live event's own record overrides what a forgotten id pointed at.
        for (const [transactionId, remembered] of mailbox.transactions)
          yield { kind: 'transaction', tenantId, objectId, transactionId, remembered };
        for (const event of mailbox.events()) yield { kind: 'event', tenantId, objectId, event };
      }
    }
  }
}
