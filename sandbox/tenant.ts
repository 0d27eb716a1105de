import type { Application } from './application.ts';
import type { Mailbox } from './mailbox.ts';

export class Tenant {
  readonly id: string;
  displayName: string;
  readonly applications = new Map<string, Application>();
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #byAddress = new Map<string, Mailbox>();

  constructor(id: string, displayName: string) {
    this.id = id;
    this.displayName = displayName;
  }

  get mailboxCount(): number {
    return this.#mailboxes.size;
  }

  mailboxes(): IterableIterator<Mailbox> {
    return this.#mailboxes.values();
  }

  mailboxByObjectId(objectId: string): Mailbox | undefined {
    return this.#mailboxes.get(objectId);
  }

  /** By address, alias or object id, as the `{id}` of a Graph path takes them. */
  mailbox(idOrAddress: string): Mailbox | undefined {
    return (
      this.#byAddress.get(idOrAddress) ??
      this.#byAddress.get(idOrAddress.toLowerCase()) ??
      this.#mailboxes.get(idOrAddress.toLowerCase())
    );
  }

  put(mailbox: Mailbox): void {
    this.remove(mailbox.profile.objectId);
    this.#mailboxes.set(mailbox.profile.objectId, mailbox);
    for (const address of [mailbox.profile.address, ...mailbox.profile.aliases])
      this.#byAddress.set(address.toLowerCase(), mailbox);
  }

  remove(objectId: string): void {
    const mailbox = this.#mailboxes.get(objectId);
    if (!mailbox) return;
    this.#mailboxes.delete(objectId);
    for (const [address, owner] of this.#byAddress) if (owner === mailbox) this.#byAddress.delete(address);
  }
}
