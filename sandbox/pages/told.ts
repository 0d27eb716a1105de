import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { html, type Html } from './html.ts';

/** What a form did, told on the next page and only there. */
export interface Told {
  readonly message: string;
  readonly isFailure?: boolean;
  /** A new client secret: its Value is shown this once, as in Entra. */
  readonly secret?: { readonly value: string; readonly keyId: string; readonly endDateTime: string };
}

export class ToldOnce {
  readonly #waiting = new LRUCache<string, Told>({ max: 100, ttl: 5 * 60 * 1000 });

  /** A key for the next page's address; it names nothing itself. */
  keep(told: Told): string {
    const key = randomUUID();
    this.#waiting.set(key, told);
    return key;
  }

  take(key: unknown): Told | null {
    if (typeof key !== 'string') return null;
    const told = this.#waiting.get(key);
    this.#waiting.delete(key);
    return told ?? null;
  }
}

export function toldBox(told: Told | null): Html {
  if (!told) return html``;
  return html`<div class="told-box${told.isFailure && ' failure'}">
    <p><strong>${told.isFailure ? 'Not done.' : 'Done.'}</strong> ${told.message}</p>
    ${
      told.secret &&
      html`<dl>
          <div>
            <dt>Value <span class="tag">shown once</span></dt>
            <dd>
              <code id="secret-value">${told.secret.value}</code>
              <button type="button" data-copy="secret-value">Copy Value</button>
            </dd>
          </div>
          <div>
            <dt>Secret ID</dt>
            <dd>
              <code id="secret-id">${told.secret.keyId}</code>
              <button type="button" data-copy="secret-id">Copy Secret ID</button>
            </dd>
          </div>
          <div>
            <dt>Expires</dt>
            <dd>${told.secret.endDateTime.slice(0, 10)}</dd>
          </div>
        </dl>
        <p>Whoever connects this application needs the Value, not the Secret ID.</p>`
    }
  </div>`;
}
