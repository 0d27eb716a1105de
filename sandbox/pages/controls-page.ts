import { z } from 'zod';
import { isSecretValid, secretHint, type Application, type ApplicationSecret } from '../application.ts';
import type { Tenant } from '../tenant.ts';
import { clockWords, hasValidSecret, isClockMoved } from './conditions.ts';
import { fact } from './event-details.ts';
import { html, type Html } from './html.ts';
import { backField } from './mailbox-page.ts';
import type { Pages } from './page.ts';
import { throttlingOf } from './throttling.ts';

export function controlsPath(tenantId: string): string {
  return `/controls/${encodeURIComponent(tenantId)}`;
}

/** What an administrator of the tenant, or Microsoft's side, may do to those who use it. */
export function controlsPage({ sandbox }: Pages, tenant: Tenant): Html {
  const { state } = sandbox;
  const path = controlsPath(tenant.id);
  const applications = [...tenant.applications.keys()].flatMap(
    (id) => state.application(tenant.id, id) ?? [],
  );
  return html`<div class="heading">
      <h1>Controls</h1>
      <p>
        ${tenant.displayName} · tenant <code id="tenant-id">${tenant.id}</code>
        <button type="button" data-copy="tenant-id">Copy tenant ID</button>
      </p>
    </div>
    <div class="controls">
      <div id="applications" data-live>
        ${applications.map((application) => applicationCard(application, path, state.now()))}${applications.length === 0 && html`<p class="card quiet">This tenant has no application yet.</p>`}
      </div>
      <div id="weather" data-live>
        ${throttleCard(sandbox, tenant, path)}${latencyCard(state.settings.latencyMilliseconds, path)}${clockCard(state, path)}${faultsCard(sandbox, path)}
      </div>
    </div>`;
}

function applicationCard(application: Application, path: string, now: number): Html {
  const action = `${path}/applications/${application.appId}`;
  const back = backField(path);
  const isValid = hasValidSecret(application, now);
  return html`<section class="card" aria-labelledby="app-${application.appId}">
    <div class="card-head">
      <h2 id="app-${application.appId}">${application.displayName}</h2>
      <span class="state ${application.enabled ? 'on' : 'over'}"
        >${application.enabled ? 'Enabled' : 'Disabled'}</span
      >
    </div>
    <dl class="facts">
      ${fact('Application ID', html`<code id="id-${application.appId}">${application.appId}</code> <button type="button" data-copy="id-${application.appId}">Copy application ID</button>`)}${fact('Permissions', application.roles.join(', ') || 'None in Entra')}${application.rbacScopes && fact('RBAC scopes', application.rbacScopes.map(({ role, mailboxes }) => `${role}: ${mailboxes.length} mailboxes`).join('; '))}${application.accessPolicy && fact('Out of scope by access policy', application.accessPolicy.kind === 'deny' ? application.accessPolicy.mailboxes.join(', ') : `all but ${application.accessPolicy.mailboxes.length}`)}
    </dl>
    <h3>Client secrets</h3>
    ${
      application.secrets.length === 0
        ? html`<p class="quiet">None</p>`
        : html`<ul class="secrets">
            ${application.secrets.map((secret) => secretItem(secret, now))}
          </ul>`
    }
    <div class="forms">
      <form method="post" action="${action}/renew" id="renew-${application.appId}">
        ${back}<button type="submit" class="primary">Make a new client secret</button>
        <p class="hint">Its Value is shown once. The older ones stay as they are.</p>
      </form>
      <form method="post" action="${action}/expire" id="expire-${application.appId}">
        ${back}<button type="submit" ${!isValid && html` disabled`}>Expire all client secrets now</button
        ><label class="check"
          ><input type="checkbox" name="tokens" value="end" checked /> End the tokens issued so far as
          well</label
        >
        <p class="hint">
          Microsoft lets a token live for about an hour after its secret has expired. Ended, the outage shows
          at once.
        </p>
      </form>
      <form method="post" action="${action}/enabled" id="enabled-${application.appId}">
        ${back}<input type="hidden" name="enabled" value="${application.enabled ? 'no' : 'yes'}" /><button
          type="submit"
        >
          ${application.enabled ? 'Disable the application' : 'Enable the application'}</button
        >${application.enabled && html`<label class="check"><input type="checkbox" name="tokens" value="end" checked /> End the tokens issued so far as well</label>`}
      </form>
    </div>
  </section>`;
}

function secretItem(secret: ApplicationSecret, now: number): Html {
  const [state, words] = isSecretValid(secret, now)
    ? ['on', 'Valid']
    : Date.parse(secret.endDateTime) > now
      ? ['ahead', 'Not valid yet']
      : ['over', 'Expired'];
  return html`<li>
    <span class="state ${state}">${words}</span>
    <strong>${secret.displayName ?? 'Client secret'}</strong>
    <dl class="facts">
      ${fact('Expires', clockWords(secret.endDateTime))}${fact('Value', html`<code>${secretHint(secret)}******************</code>`)}${fact('Secret ID', html`<code>${secret.keyId}</code>`)}
    </dl>
  </li>`;
}

function throttleCard({ faults }: Pages['sandbox'], tenant: Tenant, path: string): Html {
  const throttling = throttlingOf(faults, tenant.id);
  return html`<section class="card" aria-labelledby="throttle-title">
    <div class="card-head">
      <h2 id="throttle-title">Throttling</h2>
      <span class="state ${throttling ? 'over' : 'off'}">${throttling ? 'On' : 'Off'}</span>
    </div>
    <form method="post" action="${path}/throttle" id="throttle-form">
      ${backField(path)}${
        throttling
          ? html`<input type="hidden" name="throttle" value="off" />
              <p>
                Every Graph request of this tenant is answered 429 with Retry-After
                ${throttling.retryAfterSeconds} s.
              </p>
              <button type="submit">Stop throttling</button>`
          : html`<input type="hidden" name="throttle" value="on" /><label for="retry-after"
                >Retry-After, seconds</label
              ><input
                id="retry-after"
                name="retryAfterSeconds"
                type="number"
                min="1"
                max="3600"
                required
                value="10"
              /><button type="submit">Throttle all of Graph</button>`
      }
    </form>
  </section>`;
}

function latencyCard(latencyMilliseconds: number, path: string): Html {
  return html`<section class="card" aria-labelledby="latency-title">
    <h2 id="latency-title">Latency</h2>
    <form method="post" action="${path}/latency" id="latency-form">
      ${backField(path)}<label for="latency">Milliseconds for each Graph request</label
      ><input
        id="latency"
        name="latencyMilliseconds"
        type="number"
        min="0"
        max="60000"
        required
        value="${latencyMilliseconds}"
      /><button type="submit">Set the latency</button>
    </form>
  </section>`;
}

function clockCard(state: Pages['sandbox']['state'], path: string): Html {
  const steps = [
    ['3600', '1 hour'],
    ['86400', '1 day'],
    ['604800', '7 days'],
    ['2592000', '30 days'],
  ] as const;
  return html`<section class="card" aria-labelledby="clock-title">
    <h2 id="clock-title">Clock</h2>
    <p>
      Here it is
      <strong>${clockWords(state.nowText())}</strong>${isClockMoved(state.now()) && ', not the real time'}.
    </p>
    <form method="post" action="${path}/clock" id="clock-form">
      ${backField(path)}<label for="advance">Move it forward by</label
      ><select id="advance" name="advanceSeconds">
        ${steps.map(([seconds, words]) => html`<option value="${seconds}">${words}</option>`)}</select
      ><button type="submit">Move the clock</button>
    </form>
    <form method="post" action="${path}/clock" id="clock-back">
      ${backField(path)}<input type="hidden" name="advanceSeconds" value="back" /><button
        type="submit"
        ${!isClockMoved(state.now()) && html` disabled`}
      >
        Back to the real time
      </button>
    </form>
    <p class="hint">
      Only Microsoft's clock moves: secrets and tokens run out by it. The service that is connected has its
      own.
    </p>
  </section>`;
}

function faultsCard({ faults }: Pages['sandbox'], path: string): Html {
  const set = faults.list();
  if (set.length === 0) return html``;
  return html`<section class="card" aria-labelledby="faults-title">
    <h2 id="faults-title">Faults (${set.length})</h2>
    <ul>
      ${set.map((fault) => html`<li>${faultWords(faultSchema.parse(fault))}</li>`)}
    </ul>
    <form method="post" action="${path}/faults" id="faults-form">
      ${backField(path)}<button type="submit">Remove all faults</button>
    </form>
  </section>`;
}

const faultSchema = z.object({
  effect: z.object({ kind: z.string() }),
  operation: z.string().optional(),
  mailbox: z.string().optional(),
  struck: z.number(),
});

function faultWords({ effect, operation, mailbox, struck }: z.infer<typeof faultSchema>): string {
  const where = `${operation ? `, ${operation}` : ''}${mailbox ? `, ${mailbox}` : ''}`;
  return `${effect.kind}${where}: struck ${struck === 1 ? 'once' : `${struck} times`}`;
}
