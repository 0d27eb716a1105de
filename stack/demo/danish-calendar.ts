/** The public holidays of the demo's year that fall on weekdays (https://www.borger.dk, "Helligdage"). */
const publicHolidays = new Set([
  '2026-12-25',
  '2027-01-01',
  '2027-03-25',
  '2027-03-26',
  '2027-03-29',
  '2027-05-06',
  '2027-05-17',
]);

export const firstDay = '2026-07-01';
export const lastDay = '2027-06-30';

const dayMilliseconds = 86_400_000;

export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMilliseconds).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (date: string): number => new Date(date).getUTCDay();

export const isWorkingDay = (date: string): boolean => weekdayOf(date) % 6 !== 0 && !publicHolidays.has(date);

/** From `from` to `to`, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}

/**
 * How many working days a registration takes, as the company's books count them: whole days by the calendar; a part
 * of a day, and the first day of one that begins at noon, as half a day.
 */
export function workingDaysOf(from: string, to: string): number {
  const days = daysBetween(from.slice(0, 10), to.slice(0, 10)).filter((day) => isWorkingDay(day)).length;
  return from.includes('T') ? days - 0.5 : days;
}
