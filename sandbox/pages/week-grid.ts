import { dayNumber, daysBetween, isWeekend, longDay, weekdayName } from './date-text.ts';
import { eventMark } from './event-mark.ts';
import { html, type Html } from './html.ts';
import { lanesOf } from './lanes.ts';
import { whenWords, type PlacedEvent } from './placed-event.ts';

export interface GridLinks {
  readonly today: string;
  readonly chosenId: string | null;
  event(placed: PlacedEvent): string;
  week(date: string): string;
}

const slotMinutes = 15;
const slotsPerHour = 60 / slotMinutes;
/** Shown although nothing happens then. */
const officeHours = { first: 7, last: 18 };

/** A week: bars over its days, and below them the hours of each day, by the clock on the wall. */
export function weekGrid(days: readonly string[], placed: readonly PlacedEvent[], links: GridLinks): Html {
  const timed = placed.filter((one) => !one.isBar);
  const segments = days.map((day) => segmentsOn(day, timed));
  const minutes = segments.flat();
  const firstHour = Math.min(officeHours.first, ...minutes.map(({ from }) => Math.floor(from / 60)));
  const lastHour = Math.max(officeHours.last, ...minutes.map(({ to }) => Math.ceil(to / 60)));
  const hours = Array.from({ length: lastHour - firstHour }, (_, index) => firstHour + index);
  return html`<div class="week">
    <ol class="day-heads">
      ${days.map((day) => dayHead(day, links))}
    </ol>
    ${barsOf(
      days,
      placed.filter((one) => one.isBar),
      links,
    )}
    <div class="hours">
      <div class="hour-names" aria-hidden="true">
        ${hours.map((hour) => html`<span>${String(hour).padStart(2, '0')}:00</span>`)}
      </div>
      ${days.map((day, index) => dayColumn(day, segments[index] ?? [], firstHour, hours.length, links))}
    </div>
  </div>`;
}

function dayHead(day: string, links: GridLinks): Html {
  const isToday = day === links.today;
  return html`<li class="day-head${isToday && ' today'}${isWeekend(day) && ' weekend'}">
    <time datetime="${day}" ${isToday && html` aria-current="date"`}
      ><span class="name" aria-hidden="true">${weekdayName(day).slice(0, 3)}</span>
      <span class="number" aria-hidden="true">${dayNumber(day)}</span
      ><span class="vh">${longDay(day)}${isToday && ', today'}</span></time
    >
  </li>`;
}

function barsOf(days: readonly string[], bars: readonly PlacedEvent[], links: GridLinks): Html {
  const spans = bars.map((bar) => spanIn(days, bar));
  const lanes = lanesOf(spans);
  return html`<ul class="bars" aria-label="All day">
    ${bars.map((bar, index) => {
      const { first, last } = spans[index] ?? { first: 0, last: 0 };
      return html`<li
        class="${edges(days, bar)} c${first + 1} s${last - first + 1} r${(lanes[index] ?? 0) + 1}"
      >
        <span class="when" aria-hidden="true">${whenWords(bar)}</span
        >${eventMark(bar, `event-${bar.event.immutableId}`, links.event(bar), bar.event.immutableId === links.chosenId)}
      </li>`;
    })}
  </ul>`;
}

/** Which days of these the bar covers, by index. */
export function spanIn(days: readonly string[], { firstDay, lastDay }: PlacedEvent) {
  const [start = firstDay] = days;
  return {
    first: Math.max(0, daysBetween(start, firstDay)),
    last: Math.min(days.length - 1, daysBetween(start, lastDay)),
  };
}

export function edges(days: readonly string[], { firstDay, lastDay }: PlacedEvent): string {
  const begins = firstDay < (days[0] ?? '') ? 'from-before' : 'begins';
  return `${begins} ${lastDay > (days.at(-1) ?? '') ? 'goes-on' : 'ends'}`;
}

interface Segment {
  readonly placed: PlacedEvent;
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
}

function segmentsOn(day: string, timed: readonly PlacedEvent[]): readonly Segment[] {
  return timed
    .filter(({ firstDay, lastDay }) => firstDay <= day && lastDay >= day)
    .map((placed) => {
      const from = placed.firstDay < day ? 0 : minutesOf(placed.starts);
      const end = placed.lastDay > day || placed.ends.slice(0, 10) > day ? 24 * 60 : minutesOf(placed.ends);
      return { placed, from, to: Math.max(end, Math.min(from + 2 * slotMinutes, 24 * 60)) };
    })
    .toSorted((a, b) => a.from - b.from || b.to - a.to);
}

function minutesOf(local: string): number {
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16));
}

function dayColumn(
  day: string,
  segments: readonly Segment[],
  firstHour: number,
  hours: number,
  links: GridLinks,
): Html {
  const slot = (minutes: number, round: (value: number) => number) =>
    round((minutes - firstHour * 60) / slotMinutes);
  const spans = segments.map(({ from, to }) => ({
    first: slot(from, Math.floor),
    last: Math.max(slot(to, Math.ceil), slot(from, Math.floor) + 2) - 1,
  }));
  const lanes = lanesOf(spans);
  const width = Math.min(12, Math.max(1, ...lanes.map((lane) => lane + 1)));
  return html`<section
    class="day${day === links.today && ' today'}${isWeekend(day) && ' weekend'}${segments.length === 0 && ' empty'}"
  >
    <h3>${longDay(day)}</h3>
    <ul class="slots lanes-${width} rows-${hours * slotsPerHour}">
      ${segments.map(({ placed }, index) => {
        const { first, last } = spans[index] ?? { first: 0, last: 1 };
        const { event } = placed;
        return html`<li
          class="c${Math.min(width, (lanes[index] ?? 0) + 1)} r${first + 1} h${last - first + 1}"
        >
          ${eventMark(placed, `event-${event.immutableId}-${day}`, links.event(placed), event.immutableId === links.chosenId)}
        </li>`;
      })}
    </ul>
  </section>`;
}
