import { etagOf } from '../event-representation.ts';
import { textOf } from '../html-body.ts';
import { longDay } from './date-text.ts';
import { lock } from './event-mark.ts';
import { html, type Html, type Part } from './html.ts';
import { isPrivate, showAsWords, subjectOf, timeOf, whenWords, type PlacedEvent } from './placed-event.ts';

/** Everything about one event, and what its owner may do with it in Outlook. `back` keeps the days shown. */
export function eventDetails(placed: PlacedEvent, path: string, back: Html, closeHref: string): Html {
  const { event } = placed;
  const action = `${path}/events/${encodeURIComponent(event.immutableId)}`;
  const body = textOf(event.body);
  return html`<section class="card details" aria-labelledby="details-title">
    <div class="card-head">
      <h2 id="details-title" tabindex="-1">
        <span class="event swatch ${event.showAs}" aria-hidden="true"></span> ${subjectOf(event)}
      </h2>
      <a class="button square" id="close-details" data-key="Escape" href="${closeHref}"
        ><span aria-hidden="true">✕</span><span class="vh">Close the event</span></a
      >
    </div>
    <p class="lead">${whenWords(placed)}</p>
    <p>
      <strong>${showAsWords[event.showAs]}</strong> <code>${event.showAs}</code> ·
      ${isPrivate(event) ? html`${lock} Private` : 'Not private'} <code>${event.sensitivity}</code>
    </p>
    ${body !== '' && html`<p class="pre">${body}</p>`}
    <dl class="facts">
      ${fact('First day', longDay(placed.firstDay))}${fact('Last day', longDay(placed.lastDay))}${fact('Sent as', `${event.start.dateTime} to ${event.end.dateTime}, ${event.start.timeZone}`)}${fact('Reminder', event.isReminderOn ? `${event.reminderMinutesBeforeStart} minutes before` : 'Off')}${fact('Attendees', event.attendees.length === 0 ? 'None' : String(event.attendees.length))}${fact('Created', instant(event.createdAt))}${fact('Modified', instant(event.lastModifiedAt))}
    </dl>
    <details id="technical">
      <summary>Ids and properties</summary>
      <dl class="facts">
        ${fact('Immutable id', code(event.immutableId))}${fact('Id', code(event.mutableId))}${fact('ETag', code(etagOf(event)))}${fact('transactionId', code(event.transactionId ?? 'none'))}${event.extendedProperties.map(({ id, value }) => fact(html`<code>${id}</code>`, code(value)))}
      </dl>
    </details>
    <details id="user-event">
      <summary>As the owner in Outlook</summary>
      <form method="post" action="${action}/move" id="move-event">
        ${back}${
          event.isAllDay
            ? html`<label for="new-start">New first day</label
                ><input id="new-start" name="start" type="date" required value="${placed.firstDay}" />`
            : html`<label for="new-start">New start</label
                ><input
                  id="new-start"
                  name="start"
                  type="datetime-local"
                  required
                  value="${placed.starts}"
                />`
        }<button type="submit">Move</button>
      </form>
      <form method="post" action="${action}/delete" id="delete-event">
        ${back}<button type="submit">Delete the event</button>
      </form>
    </details>
  </section>`;
}

export function fact(name: Part, value: Part): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}

function instant(text: string): string {
  return `${text.slice(0, 10)} ${timeOf(text)}:${text.slice(17, 19)} UTC`;
}
