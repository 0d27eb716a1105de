import { useMemo } from 'react';
import { useLanguage, type Language } from './texts.tsx';

const locales = { da: 'da-DK', en: 'en-GB' } as const;

/** Figures and times as a reader of that language writes them; instants in the zone of the reader's own machine. */
export function useFormats() {
  const language = useLanguage();
  return useMemo(() => formatsIn(language), [language]);
}

export type Formats = ReturnType<typeof useFormats>;

function formatsIn(language: Language) {
  const locale = locales[language];
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const precise = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const longDate = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  const localTime = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  const number = new Intl.NumberFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  /** A date, or a local date-time of a registration: shown as it was written, in the employee's own zone. */
  const local = (text: string): string =>
    text.includes('T')
      ? localTime.format(new Date(`${text.slice(0, 16)}Z`))
      : date.format(new Date(`${text}T00:00Z`));

  return {
    number: (value: number): string => number.format(value),
    percent: (share: number): string =>
      new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    /** @param instant ISO 8601 in UTC. */
    dateTime: (instant: string): string => dateTime.format(new Date(instant)),
    preciseDateTime: (instant: string): string => precise.format(new Date(instant)),
    time: (instant: string): string => time.format(new Date(instant)),
    /** The day and the month alone, such as "24 Nov". */
    day: (instant: string): string => day.format(new Date(instant)),
    /** Such as "24 November 2026". @param date without a time. */
    longDate: (date: string): string => longDate.format(new Date(`${date}T00:00Z`)),
    /** The same of an instant, by the calendar of `timeZone` (IANA). */
    longDateIn: (timeZone: string, instant: string): string =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(new Date(instant)),
    /** @param number ISO: Monday is 1. */
    weekday: (number: number): string => weekday.format(Date.UTC(2024, 0, number)),
    local,
    period: ({ from, to }: { readonly from: string; readonly to: string }): string =>
      from === to
        ? local(from)
        : from.includes('T')
          ? localTime.formatRange(new Date(`${from.slice(0, 16)}Z`), new Date(`${to.slice(0, 16)}Z`))
          : date.formatRange(new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`)),
    /** How far `instant` lies from now, such as "in 3 days". */
    relative(instant: string): string {
      const seconds = (Date.parse(instant) - Date.now()) / 1000;
      const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return relative.format(Math.round(seconds / size), unit);
    },
    /** Such as "tomorrow" or "in 3 days". */
    inDays: (days: number): string => relative.format(days, 'day'),
    bytes(value: number): string {
      const [unit, size] = byteUnits.find(([, size]) => value >= size) ?? (['byte', 1] as const);
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit,
        unitDisplay: 'short',
        maximumFractionDigits: 1,
      }).format(value / size);
    },
    /** A span of time by its unit's sign: seconds, and minutes from two on. */
    seconds: (value: number): string => {
      const [shown, unit] = value < 120 ? [value, 's'] : [value / 60, 'min'];
      const digits = shown < 1 ? 2 : shown < 10 ? 1 : 0;
      const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(shown);
      return `${figure}\u00a0${unit}`;
    },
  };
}

const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const byteUnits = [
  ['megabyte', 1_000_000],
  ['kilobyte', 1_000],
] as const;
