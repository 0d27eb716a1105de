import { addDays, daysBetween, firstDay, isWorkingDay, lastDay, weekdayOf } from './danish-calendar.ts';
import type { Random } from './random.ts';

/** Where in the year something begins: from, to. */
type Season = readonly [from: string, to: string];

const workingDays = daysBetween(firstDay, lastDay).filter((day) => isWorkingDay(day));

/** One employee's year: nobody is away twice at once. */
export class Diary {
  readonly #taken = new Set<string>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /**
   * Takes `length` working days that follow one another, weekends and holidays between them included.
   * @returns the first and the last day; undefined where the season has no such gap left
   */
  take(length: number, [from, to]: Season = [firstDay, lastDay]): { from: string; to: string } | undefined {
    const starts = workingDays.filter((day) => day >= from && day <= to);
    const offset = this.#random.whole(0, starts.length - 1);
    for (const start of [...starts.slice(offset), ...starts.slice(0, offset)]) {
      const end = lastOf(start, length);
      const days = daysBetween(start, end);
      if (end > lastDay || days.some((day) => this.#taken.has(day))) continue;
      for (const day of days) this.#taken.add(day);
      return { from: start, to: end };
    }
    return undefined;
  }

  /** As `take`, beginning on the Monday of a week in the season. */
  takeWeeks(weeks: number, [from, to]: Season): { from: string; to: string } | undefined {
    const mondays = daysBetween(from, to).filter((day) => weekdayOf(day) === 1);
    for (let tries = 0; tries < 20; tries += 1) {
      const start = this.#random.of(mondays);
      const end = addDays(start, weeks * 7 - 3);
      const days = daysBetween(start, end);
      if (days.some((day) => this.#taken.has(day))) continue;
      for (const day of days) this.#taken.add(day);
      return { from: start, to: end };
    }
    return undefined;
  }
}

function lastOf(start: string, length: number): string {
  let day = start;
  for (let count = 1; count < length;) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) count += 1;
  }
  return day;
}
