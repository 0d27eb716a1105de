import type { DateTimeTimeZone } from './calendar-event.ts';
import { propertyValidationFailure, requestBodyRead, timeZoneNotSupported } from './graph-failure.ts';
import { instantOf, lookUpZone } from './time-zones.ts';

const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z?))?$/;

export interface ReadDateTime {
  readonly instant: number;
  readonly isMidnight: boolean;
  /** `YYYY-MM-DD` in its own zone. */
  readonly date: string;
}

export function parseDateTimeTimeZone(value: unknown, property: string): DateTimeTimeZone {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw requestBodyRead(`Cannot read the value of '${property}' as microsoft.graph.dateTimeTimeZone.`);
  const { dateTime, timeZone }: { dateTime?: unknown; timeZone?: unknown } = value;
  if (typeof dateTime !== 'string')
    throw requestBodyRead(
      `A null or missing value was found for the property named 'dateTime' of '${property}', which has the expected type 'Edm.String[Nullable=False]'.`,
    );
  if (timeZone !== undefined && timeZone !== null && typeof timeZone !== 'string')
    throw requestBodyRead(`Cannot convert the literal of 'timeZone' to the expected type 'Edm.String'.`);
  return { dateTime, timeZone: timeZone ?? '' };
}

/** Checks zone and time and finds the instant. A date alone stands for its midnight (docs#6129). */
export function readDateTime({ dateTime, timeZone }: DateTimeTimeZone): ReadDateTime {
  const zone = lookUpZone(timeZone);
  if (zone === 'unsupported') throw timeZoneNotSupported(timeZone);
  if (zone === 'refused') throw propertyValidationFailure();
  const match = pattern.exec(dateTime);
  if (!match) throw propertyValidationFailure();
  const [, year = '', month = '', day = '', hour = '00', minute = '00', second = '00', fraction = '', utc] =
    match;
  if (utc && zone.iana !== 'Etc/UTC') throw propertyValidationFailure();
  const date = `${year}-${month}-${day}`;
  if (!isCalendarDate(date) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59)
    throw propertyValidationFailure();
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  return {
    instant: instantOf(`${date}T${hour}:${minute}:${second}.${milliseconds}`, zone.iana),
    isMidnight: Number(hour) + Number(minute) + Number(second) + Number(fraction) === 0,
    date,
  };
}

function isCalendarDate(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}
