import type { Mailbox, MailboxProfile } from '../mailbox.ts';
import { localTimeOf } from '../time-zones.ts';
import type { Tenant } from '../tenant.ts';
import { calendarRange, wholeWeeks, type CalendarRange } from './calendar-range.ts';
import { calendarToolbar } from './calendar-toolbar.ts';
import { eventDetails } from './event-details.ts';
import { legend } from './event-mark.ts';
import { html, type Html } from './html.ts';
import { monthGrid } from './month-grid.ts';
import type { Pages } from './page.ts';
import { place, placedEvents, subjectOf, whenWords, zoneOf, type MailboxZone } from './placed-event.ts';
import { options, replyCard, replyForm } from './reply-card.ts';
import { isInScope } from './scope-change.ts';
import { weekGrid, type GridLinks } from './week-grid.ts';

export interface CalendarQuery {
  readonly view?: unknown;
  readonly date?: unknown;
  readonly event?: unknown;
}

export const kindWords: Readonly<Record<MailboxProfile['kind'], string>> = {
  ok: 'In order',
  notEnabled: 'Without a mailbox licence',
  onPremises: 'On an Exchange server of its own',
  softDeleted: 'Deleted, still restorable',
  full: 'Full',
  moving: 'Being moved',
  unknown: 'Unknown to Microsoft 365',
};

export function calendarPath(tenantId: string, address: string): string {
  return `/calendars/${encodeURIComponent(tenantId)}/${encodeURIComponent(address)}`;
}

/** One person's calendar, with the automatic reply and what the person may do beside it. */
export function mailboxPage(
  { sandbox }: Pages,
  tenant: Tenant,
  mailbox: Mailbox,
  query: CalendarQuery,
): Html {
  const { state } = sandbox;
  const { profile } = mailbox;
  const zone = zoneOf(mailbox);
  const today = localTimeOf(state.now(), zone.iana).slice(0, 10);
  const range = calendarRange(query, today);
  const path = calendarPath(tenant.id, profile.address);
  const href = (view: string, date: string, event?: string): string =>
    `${path}?view=${view}&date=${date}${event === undefined ? '' : `&event=${encodeURIComponent(event)}`}`;
  const chosen = typeof query.event === 'string' ? mailbox.eventById(query.event) : undefined;
  const visible = chosen?.inDeletedItems ? undefined : chosen;
  const links: GridLinks = {
    today,
    chosenId: visible?.immutableId ?? null,
    event: ({ event }) => href(range.view, range.date, event.immutableId),
    week: (date) => href('week', date),
  };
  const back = backField(href(range.view, range.date));
  const details =
    visible && eventDetails(place(visible, zone.iana), path, back, href(range.view, range.date));
  const gone = typeof query.event === 'string' && !visible;
  return html`<div class="heading">
      <h1>${profile.displayName}</h1>
      <p>
        ${profile.address} · ${zone.words} ·
        <a href="/calendars/${encodeURIComponent(tenant.id)}?view=${range.view}&amp;date=${range.date}"
          >Team</a
        >
      </p>
    </div>
    <div class="calendar-page">
      <div class="side-details" id="details" data-live>
        ${details ?? (gone && html`<p class="card quiet">The event that was open is no longer in the calendar.</p>`)}
      </div>
      <section class="calendar" id="calendar" data-live aria-labelledby="days-title">
        ${calendarToolbar(range, today, href)} ${grid(mailbox, zone, range, links)} ${legend()}
      </section>
      <div class="side">
        <div id="reply" data-live>${replyCard(profile, zone, state.now())}</div>
        <section class="card" aria-labelledby="play-title">
          <h2 id="play-title">Play along</h2>
          <div id="play-forms" data-live>
            ${replyForm(profile, zone, path, back)}${mailboxForms(tenant, mailbox, path, back, state)}${deletedItems(mailbox, zone, path, back)}
          </div>
        </section>
      </div>
    </div>`;
}

export function backField(href: string): Html {
  return html`<input type="hidden" name="back" value="${href}" />`;
}

function grid(mailbox: Mailbox, zone: MailboxZone, range: CalendarRange, links: GridLinks): Html {
  if (range.view === 'week')
    return weekGrid(range.days, placedEvents(mailbox, zone.iana, range.firstDay, range.lastDay), links);
  const weeks = wholeWeeks(range);
  const first = weeks[0]?.[0] ?? range.firstDay;
  const last = weeks.at(-1)?.at(-1) ?? range.lastDay;
  return monthGrid(range.date.slice(0, 7), weeks, placedEvents(mailbox, zone.iana, first, last), links);
}

function mailboxForms(
  tenant: Tenant,
  { profile }: Mailbox,
  path: string,
  back: Html,
  state: Pages['sandbox']['state'],
): Html {
  const applications = [...tenant.applications.keys()].flatMap(
    (id) => state.application(tenant.id, id) ?? [],
  );
  return html`<details id="mailbox-state">
    <summary>Give the mailbox trouble</summary>
    <form method="post" action="${path}/kind" id="kind-form">
      ${back}<label for="kind">The mailbox is</label
      ><select id="kind" name="kind">
        ${options(kindWords, profile.kind)}</select
      ><button type="submit">Set</button>
    </form>
    ${applications.map((application) => {
      const inScope = isInScope(application, profile);
      return html`<form method="post" action="${path}/scope" id="scope-${application.appId}">
        ${back}<input type="hidden" name="appId" value="${application.appId}" /><input
          type="hidden"
          name="to"
          value="${inScope ? 'out' : 'in'}"
        />
        <p>
          ${application.displayName}
          ${inScope ? 'reaches this mailbox.' : html`<strong>doesn't reach</strong> this mailbox: it is out of scope.`}
        </p>
        <button type="submit">${inScope ? 'Take it out of scope' : 'Bring it back into scope'}</button>
      </form>`;
    })}
  </details>`;
}

function deletedItems(mailbox: Mailbox, zone: MailboxZone, path: string, back: Html): Html {
  const deleted = [...mailbox.events()]
    .filter((event) => event.inDeletedItems)
    .toSorted((a, b) => b.lastModifiedAt.localeCompare(a.lastModifiedAt));
  if (deleted.length === 0) return html``;
  return html`<details id="deleted-items">
    <summary>Deleted Items (${deleted.length})</summary>
    <ul class="deleted">
      ${deleted.slice(0, 20).map((event) => {
        const action = `${path}/events/${encodeURIComponent(event.immutableId)}`;
        const label = `${subjectOf(event)}, ${whenWords(place(event, zone.iana))}`;
        return html`<li>
          <span>${label}</span>
          <form method="post" action="${action}/restore">
            ${back}<button type="submit" aria-label="Restore ${label}">Restore</button>
          </form>
          <form method="post" action="${action}/delete">
            ${back}<button type="submit" aria-label="Delete for good: ${label}">Delete for good</button>
          </form>
        </li>`;
      })}
    </ul>
  </details>`;
}
