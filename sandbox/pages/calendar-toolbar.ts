import type { CalendarRange } from './calendar-range.ts';
import { html, type Html } from './html.ts';

/** Previous, next, today and the two views; the letters are what the keyboard presses. */
export function calendarToolbar(
  range: CalendarRange,
  today: string,
  href: (view: 'week' | 'month', date: string) => string,
): Html {
  const step = range.view;
  return html`<div class="toolbar" role="group" aria-label="Days shown">
    <a class="button" id="go-today" data-key="t" href="${href(range.view, today)}">Today</a>
    <a class="button square" id="go-previous" data-key="ArrowLeft" href="${href(range.view, range.previous)}"
      ><span aria-hidden="true">‹</span><span class="vh">Previous ${step}</span></a
    >
    <a class="button square" id="go-next" data-key="ArrowRight" href="${href(range.view, range.next)}"
      ><span aria-hidden="true">›</span><span class="vh">Next ${step}</span></a
    >
    <h2 id="days-title" aria-live="polite">${range.title}</h2>
    <div class="views">
      ${(['week', 'month'] as const).map(
        (view) =>
          html`<a
            class="button"
            id="go-${view}"
            data-key="${view.charAt(0)}"
            href="${href(view, range.date)}"
            ${view === range.view && html` aria-current="true"`}
            >${view === 'week' ? 'Week' : 'Month'}</a
          >`,
      )}
    </div>
  </div>`;
}
