import { html, type Html } from './html.ts';
import { isPrivate, showAsWords, subjectOf, timeOf, whenWords, type PlacedEvent } from './placed-event.ts';

export const lock = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path
    d="M5 7V5a3 3 0 0 1 6 0v2h.5A1.5 1.5 0 0 1 13 8.5v4a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 12.5v-4A1.5 1.5 0 0 1 4.5 7H5Zm1.5 0h3V5a1.5 1.5 0 0 0-3 0v2Z"
  />
</svg>`;

/** The link of an event in a calendar: colour, pattern and words say how it shows. */
export function eventMark(placed: PlacedEvent, id: string, href: string, isChosen: boolean): Html {
  const { event } = placed;
  const time = event.isAllDay ? null : timeOf(placed.starts);
  return html`<a
    class="event ${event.showAs}${placed.isBar ? ' bar' : ''}"
    id="${id}"
    href="${href}"
    ${isChosen && html` aria-current="true"`}
    title="${subjectOf(event)}: ${showAsWords[event.showAs]}, ${whenWords(placed)}"
    ><span class="what"
      >${time !== null && html`<span class="time" aria-hidden="true">${time}</span> `}${isPrivate(event) && lock}<span
        class="subject"
        >${subjectOf(event)}</span
      ></span
    ><span class="word">${showAsWords[event.showAs]}</span
    ><span class="vh">, ${whenWords(placed)}${isPrivate(event) && ', private'}</span></a
  >`;
}

export function legend(): Html {
  return html`<ul class="legend" aria-label="How events show">
    ${(['oof', 'workingElsewhere', 'busy', 'tentative', 'free'] as const).map(
      (showAs) =>
        html`<li><span class="event swatch ${showAs}" aria-hidden="true"></span> ${showAsWords[showAs]}</li>`,
    )}
    <li>${lock} Private</li>
  </ul>`;
}
