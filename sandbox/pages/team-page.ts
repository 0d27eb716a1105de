import type { CalendarEvent } from '../calendar-event.ts';
import type { Mailbox } from '../mailbox.ts';
import type { Tenant } from '../tenant.ts';
import { localTimeOf } from '../time-zones.ts';
import { calendarRange, type CalendarRange } from './calendar-range.ts';
import { calendarToolbar } from './calendar-toolbar.ts';
import { dayNumber, isWeekend, longDay, weekdayName } from './date-text.ts';
import { legend } from './event-mark.ts';
import { html, type Html } from './html.ts';
import { calendarPath } from './mailbox-page.ts';
import type { Pages } from './page.ts';
import { placedEvents, showAsWords, timeOf, whenWords, zoneOf, type PlacedEvent } from './placed-event.ts';

export interface TeamQuery {
  readonly view?: unknown;
  readonly date?: unknown;
  readonly who?: unknown;
  readonly only?: unknown;
}

/** What hides the rest of a day: the first that is there wins. Free time is no absence and isn't drawn. */
const precedence: readonly CalendarEvent['showAs'][] = ['oof', 'busy', 'tentative', 'workingElsewhere'];

const letters: Readonly<Record<CalendarEvent['showAs'], string>> = {
  oof: 'A',
  workingElsewhere: 'E',
  busy: 'B',
  tentative: 'T',
  free: '',
  unknown: '',
};

/** Who is away when: a row for each person, a column for each day. */
export function teamPage({ sandbox }: Pages, tenant: Tenant, query: TeamQuery): Html {
  const mailboxes = [...tenant.mailboxes()].toSorted((a, b) =>
    a.profile.displayName.localeCompare(b.profile.displayName, 'da'),
  );
  const today = localTimeOf(sandbox.state.now(), commonZone(mailboxes)).slice(0, 10);
  const range = calendarRange(query, today);
  const who = typeof query.who === 'string' ? query.who.trim() : '';
  const only = query.only === 'away';
  const path = `/calendars/${encodeURIComponent(tenant.id)}`;
  const kept = `${who && `&who=${encodeURIComponent(who)}`}${only ? '&only=away' : ''}`;
  const href = (view: string, date: string): string => `${path}?view=${view}&date=${date}${kept}`;
  const people = mailboxes
    .filter(({ profile }) =>
      `${profile.displayName} ${profile.address}`.toLowerCase().includes(who.toLowerCase()),
    )
    .map((mailbox) => ({
      mailbox,
      placed: placedEvents(mailbox, zoneOf(mailbox).iana, range.firstDay, range.lastDay),
    }));
  const shown = only
    ? people.filter(({ placed }) => placed.some(({ event }) => event.showAs === 'oof'))
    : people;
  return html`<div class="heading">
      <h1>Team calendar</h1>
      <p>${tenant.displayName}</p>
    </div>
    <form class="search" method="get" action="${path}">
      <input type="hidden" name="view" value="${range.view}" /><input
        type="hidden"
        name="date"
        value="${range.date}"
      /><label for="who">Name or mailbox</label
      ><input id="who" name="who" type="search" value="${who}" /><label class="check"
        ><input type="checkbox" name="only" value="away" ${only && html` checked`} /> Only people who are away
        in these days</label
      ><button type="submit">Show</button>
    </form>
    <section class="calendar" id="calendar" data-live aria-labelledby="days-title">
      ${calendarToolbar(range, today, href)}
      ${awayToday(
        people.map(({ placed }) => placed),
        range,
        today,
        shown.length,
      )}
      ${table(tenant, shown, range, today)} ${legend()}
    </section>`;
}

/** The zone that most of the mailboxes have decides which day is today. */
function commonZone(mailboxes: readonly Mailbox[]): string {
  const counts = new Map<string, number>();
  for (const mailbox of mailboxes) {
    const { iana } = zoneOf(mailbox);
    counts.set(iana, (counts.get(iana) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 'Etc/UTC';
}

function awayToday(
  all: readonly (readonly PlacedEvent[])[],
  range: CalendarRange,
  today: string,
  shown: number,
): Html {
  if (today < range.firstDay || today > range.lastDay)
    return html`<p class="lead">${shown === 1 ? '1 person' : `${shown} people`}</p>`;
  const away = all.filter((placed) => on(placed, today).some(({ event }) => event.showAs === 'oof')).length;
  return html`<p class="lead">
    <strong>${away} of ${all.length}</strong> are away today, or for a part of it
  </p>`;
}

function table(
  tenant: Tenant,
  people: readonly { readonly mailbox: Mailbox; readonly placed: readonly PlacedEvent[] }[],
  range: CalendarRange,
  today: string,
): Html {
  if (people.length === 0)
    return html`<p class="card quiet">Nobody is found. Empty the search to see everybody.</p>`;
  return html`<div class="team-scroll" role="region" aria-label="Who is away" tabindex="0" id="team-scroll">
    <table class="team ${range.view}">
      <thead>
        <tr>
          <th scope="col" class="who">Who</th>
          ${range.days.map(
            (day) =>
              html`<th
                scope="col"
                class="${classes(day, today)}"
                ${day === today && html` aria-current="date"`}
              >
                <span aria-hidden="true"
                  ><span class="name">${weekdayName(day).slice(0, range.view === 'week' ? 3 : 1)}</span>
                  <span class="number">${dayNumber(day)}</span></span
                ><span class="vh">${longDay(day)}${day === today && ', today'}</span>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${people.map(({ mailbox, placed }) => {
          const { profile } = mailbox;
          const own = `${calendarPath(tenant.id, profile.address)}?view=${range.view}&date=`;
          return html`<tr>
            <th scope="row" class="who">
              <a id="who-${profile.objectId}" href="${own}${range.date}">${profile.displayName}</a>
            </th>
            ${range.days.map((day) => cell(on(placed, day), day, today, `${own}${day}`))}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function on(placed: readonly PlacedEvent[], day: string): readonly PlacedEvent[] {
  return placed
    .filter(
      ({ event, firstDay, lastDay }) =>
        firstDay <= day && lastDay >= day && precedence.includes(event.showAs),
    )
    .toSorted(
      (a, b) =>
        precedence.indexOf(a.event.showAs) - precedence.indexOf(b.event.showAs) ||
        a.starts.localeCompare(b.starts),
    );
}

function cell(placed: readonly PlacedEvent[], day: string, today: string, href: string): Html {
  const [first] = placed;
  if (!first) return html`<td class="${classes(day, today)}"></td>`;
  const { event } = first;
  const isPart = !event.isAllDay && (first.starts > `${day}T00:00` || first.ends.slice(0, 10) <= day);
  const edge = `${first.firstDay < day ? '' : ' begins'}${first.lastDay > day ? '' : ' ends'}`;
  const words = placed.map((one) => `${showAsWords[one.event.showAs]}, ${whenWords(one)}`).join('; ');
  const hours = isPart ? hoursOn(first, day) : null;
  return html`<td class="${classes(day, today)}" data-href="${href}" title="${words}">
    <span class="event mark ${event.showAs}${isPart && ' part'}${edge}"
      ><span aria-hidden="true"
        ><span class="letter">${letters[event.showAs]}</span
        ><span class="word">${showAsWords[event.showAs]}</span
        >${hours !== null && html`<span class="time">${hours}</span>`}</span
      ><span class="vh">${showAsWords[event.showAs]}${hours !== null && ` ${hours}`}</span></span
    >
  </td>`;
}

function hoursOn({ starts, ends }: PlacedEvent, day: string): string {
  const from = starts.startsWith(day) ? timeOf(starts) : '00:00';
  return `${from}–${ends.startsWith(day) ? timeOf(ends) : '24:00'}`;
}

function classes(day: string, today: string): string {
  return `day${day === today ? ' today' : ''}${isWeekend(day) ? ' weekend' : ''}`;
}
