import {
  dayNumber,
  isWeekend,
  longDay,
  monthName,
  shortDay,
  weekdayName,
  weekNumberOf,
} from './date-text.ts';
import { eventMark } from './event-mark.ts';
import { html, type Html } from './html.ts';
import { lanesOf } from './lanes.ts';
import type { PlacedEvent } from './placed-event.ts';
import { edges, spanIn, type GridLinks } from './week-grid.ts';

/** More than these are counted and found in the week. */
const lanesShown = 4;

/** The weeks of a month, with bars that span days. `month` is `YYYY-MM`; the days around it are drawn paler. */
export function monthGrid(
  month: string,
  weeks: readonly (readonly string[])[],
  placed: readonly PlacedEvent[],
  links: GridLinks,
): Html {
  const [firstWeek = []] = weeks;
  return html`<div class="month">
    <div class="weekday-names" aria-hidden="true">
      ${firstWeek.map((day) => html`<span>${weekdayName(day).slice(0, 3)}</span>`)}
    </div>
    ${weeks.map((days) => week(month, days, placed, links))}
  </div>`;
}

function week(month: string, days: readonly string[], all: readonly PlacedEvent[], links: GridLinks): Html {
  const [monday = '', sunday = ''] = [days[0], days.at(-1)];
  const placed = all.filter(({ firstDay, lastDay }) => firstDay <= sunday && lastDay >= monday);
  const spans = placed.map((one) => spanIn(days, one));
  const lanes = lanesOf(spans);
  const hidden = days.map(
    (_, day) =>
      spans.filter(
        ({ first, last }, index) => first <= day && last >= day && (lanes[index] ?? 0) >= lanesShown,
      ).length,
  );
  return html`<section class="month-week" aria-label="Week ${weekNumberOf(monday)}">
    <ol class="month-days">
      ${days.map((day) => dayCell(day, month, links))}
    </ol>
    <ul class="bars">
      ${placed.map((one, index) => {
        const lane = lanes[index] ?? 0;
        const { first, last } = spans[index] ?? { first: 0, last: 0 };
        if (lane >= lanesShown) return null;
        return html`<li class="${edges(days, one)} c${first + 1} s${last - first + 1} r${lane + 1}">
          ${eventMark(one, `event-${one.event.immutableId}-${monday}`, links.event(one), one.event.immutableId === links.chosenId)}
        </li>`;
      })}${hidden.map((count, day) => {
        const date = days[day] ?? monday;
        return (
          count > 0 &&
          html`<li class="c${day + 1} s1 r${lanesShown + 1}">
            <a class="more" href="${links.week(date)}"
              >+${count} more<span class="vh"> on ${shortDay(date)}</span></a
            >
          </li>`
        );
      })}
    </ul>
  </section>`;
}

function dayCell(day: string, month: string, links: GridLinks): Html {
  const isToday = day === links.today;
  const name = dayNumber(day) === 1 && html`<span class="name"> ${monthName(day).slice(0, 3)}</span>`;
  return html`<li
    class="month-day${isToday && ' today'}${isWeekend(day) && ' weekend'}${!day.startsWith(month) && ' outside'}"
  >
    <a href="${links.week(day)}" ${isToday && html` aria-current="date"`}
      ><time datetime="${day}" aria-label="${longDay(day)}${isToday ? ', today' : ''}"
        >${dayNumber(day)}${name}</time
      ></a
    >
  </li>`;
}
