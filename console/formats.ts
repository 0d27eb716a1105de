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
    local,
    period: ({ from, to }: { readonly from: string; readonly to: string }): string =>
      from === to ? local(from) : `${local(from)} – ${local(to)}`,
    /** How far `instant` lies from now, such as "in 3 days". */
    relative(instant: string): string {
      const seconds = (Date.parse(instant) - Date.now()) / 1000;
      const [unit, size] = units.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
      return relative.format(Math.round(seconds / size), unit);
    },
    seconds(value: number): string {
      const digits = value < 10 ? 1 : 0;
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: value < 120 ? 'second' : 'minute',
        unitDisplay: 'short',
        maximumFractionDigits: digits,
      }).format(value < 120 ? value : value / 60);
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
