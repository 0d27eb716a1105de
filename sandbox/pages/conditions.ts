import { isSecretValid, type Application } from '../application.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Tenant } from '../tenant.ts';
import { html, type Html } from './html.ts';
import { throttlingOf } from './throttling.ts';

/** What is out of the ordinary at this moment, each with where it is mended; nothing where all is well. */
export function conditionsOf(sandbox: Sandbox, tenant: Tenant | null): Html {
  const words = [...(tenant ? ofTenant(sandbox, tenant) : []), ...ofSandbox(sandbox)];
  if (words.length === 0) return html``;
  return html`<ul>
      ${words.map((one) => html`<li>${one}</li>`)}
    </ul>
    ${tenant && html`<a href="/controls/${encodeURIComponent(tenant.id)}">Controls</a>`}`;
}

function ofTenant({ state, faults }: Sandbox, tenant: Tenant): string[] {
  const words: string[] = [];
  for (const appId of tenant.applications.keys()) {
    const application = state.application(tenant.id, appId);
    if (!application) continue;
    if (!application.enabled) words.push(`${application.displayName} is disabled`);
    if (!hasValidSecret(application, state.now()))
      words.push(`${application.displayName} has no valid client secret`);
  }
  const throttling = throttlingOf(faults, tenant.id);
  if (throttling) words.push(`Graph is throttled: Retry-After ${throttling.retryAfterSeconds} s`);
  return words;
}

function ofSandbox({ state, faults }: Sandbox): string[] {
  const words: string[] = [];
  const { latencyMilliseconds } = state.settings;
  if (latencyMilliseconds > 0) words.push(`Graph is slow: ${latencyMilliseconds} ms a request`);
  if (isClockMoved(state.now())) words.push(`The clock is moved: ${clockWords(state.nowText())}`);
  const live = faults
    .list()
    .filter(({ times, struck }) => times === null || Number(struck) < Number(times ?? 1));
  if (live.length > 0) words.push(live.length === 1 ? '1 fault is set' : `${live.length} faults are set`);
  return words;
}

export function hasValidSecret({ secrets }: Application, now: number): boolean {
  return secrets.some((secret) => isSecretValid(secret, now));
}

export function isClockMoved(now: number): boolean {
  return Math.abs(now - Date.now()) > 1500;
}

export function clockWords(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}
