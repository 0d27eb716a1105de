const dayMilliseconds = 24 * 60 * 60 * 1000;

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Dates are `YYYY-MM-DD`: days of the calendar, without a zone. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMilliseconds).toISOString().slice(0, 10);
}

export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / dayMilliseconds);
}

export function isDate(text: string): boolean {
  if (!/^(?:19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false;
  const parsed = new Date(text);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return new Date(date).getUTCDay() || 7;
}

export function isWeekend(date: string): boolean {
  return weekdayOf(date) > 5;
}

/** By ISO 8601: the week belongs to the year of its Thursday. */
export function weekNumberOf(date: string): number {
  const thursday = addDays(date, 4 - weekdayOf(date));
  return 1 + Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7);
}

export function dayNumber(date: string): number {
  return Number(date.slice(8));
}

export function weekdayName(date: string): string {
  return weekdays[new Date(date).getUTCDay()] ?? '';
}

export function monthName(date: string): string {
  return months[Number(date.slice(5, 7)) - 1] ?? '';
}

/** `Tue 24 Nov`. */
export function shortDay(date: string): string {
  return `${weekdayName(date).slice(0, 3)} ${dayNumber(date)} ${monthName(date).slice(0, 3)}`;
}

/** `Tuesday 24 November 2026`. */
export function longDay(date: string): string {
  return `${weekdayName(date)} ${dayNumber(date)} ${monthName(date)} ${date.slice(0, 4)}`;
}

/** `24–30 November 2026`, naming month and year once where they are the same. */
export function daySpan(first: string, last: string): string {
  const end = `${dayNumber(last)} ${monthName(last)} ${last.slice(0, 4)}`;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${dayNumber(first)}–${end}`;
  const year = first.slice(0, 4) === last.slice(0, 4) ? '' : ` ${first.slice(0, 4)}`;
  return `${dayNumber(first)} ${monthName(first)}${year} – ${end}`;
}
