import type { SandboxState } from '../sandbox-state.ts';
import type { Tenant } from '../tenant.ts';
import { html, type Html } from './html.ts';
import { calendarPath, kindWords } from './mailbox-page.ts';
import { statusWords } from './reply-card.ts';

/** Of one tenant; a search finds the rest. */
const mailboxesShown = 500;

/** All tenants with their mailboxes, or those that the search finds by address or name. */
export function indexPage(state: SandboxState, search: string): Html {
  const tenants = [...state.tenants()];
  return html`<div class="heading"><h1>Mailboxes</h1></div>
    <form class="search" role="search" action="/" method="get">
      <label for="mailbox">Mailbox or name</label
      ><input id="mailbox" name="mailbox" type="search" value="${search}" /><button type="submit">
        Search
      </button>
    </form>
    <div id="tenants" data-live>
      ${tenants.map((tenant) => tenantSection(tenant, search.trim().toLowerCase()))}${tenants.length === 0 && html`<p class="card quiet">There are no tenants yet. The control API adds them: <code>PUT /sandbox/tenants/{tenantId}</code>.</p>`}
    </div>`;
}

function tenantSection(tenant: Tenant, wanted: string): Html {
  const found = [...tenant.mailboxes()]
    .filter(({ profile }) => `${profile.address} ${profile.displayName}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.profile.displayName.localeCompare(b.profile.displayName, 'da'));
  const id = encodeURIComponent(tenant.id);
  return html`<section class="tenant-section" aria-label="${tenant.displayName}">
    <div class="card-head">
      <h2>${tenant.displayName}</h2>
      <p>
        <a class="button" href="/calendars/${id}">Team calendar</a>
        <a class="button" href="/controls/${id}">Controls</a>
      </p>
    </div>
    <p class="quiet">
      ${found.length} of ${tenant.mailboxCount} mailboxes in tenant
      <code>${tenant.id}</code>${found.length > mailboxesShown && `; the first ${mailboxesShown} are shown`}
    </p>
    <ul class="people">
      ${found.slice(0, mailboxesShown).map((mailbox) => {
        const { profile } = mailbox;
        const count = [...mailbox.events()].filter((event) => !event.inDeletedItems).length;
        return html`<li>
          <a class="person" href="${calendarPath(tenant.id, profile.address)}"
            ><span class="initials" aria-hidden="true">${initials(profile.displayName)}</span
            ><span class="person-text"
              ><strong>${profile.displayName}</strong> <span class="address">${profile.address}</span>
              <span class="quiet"
                >${count === 1 ? '1 event' : `${count} events`}${profile.automaticReplies.status !== 'disabled' && ` · Reply: ${statusWords[profile.automaticReplies.status].toLowerCase()}`}${profile.kind !== 'ok' && html` · <strong>${kindWords[profile.kind]}</strong>`}</span
              ></span
            ></a
          >
        </li>`;
      })}
    </ul>
  </section>`;
}

function initials(name: string): string {
  const words = name.split(' ').filter((word) => word !== '');
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0) ?? '')
    .join('');
}
