import { findWindows } from 'windows-iana';

/**
 * An IANA time-zone id that Outlook can be given, by its Windows name.
 * Graph takes every Windows name but only some IANA names
 * (https://learn.microsoft.com/graph/api/resources/datetimetimezone), so Windows names are what is sent.
 */
export function isSupportedTimeZone(timeZone: string): boolean {
  return windowsTimeZoneOrNone(timeZone) !== undefined;
}

/** @throws RangeError where the zone has no Windows name; `isSupportedTimeZone` guards every edge. */
export function windowsTimeZone(timeZone: string): string {
  const name = windowsTimeZoneOrNone(timeZone);
  if (name === undefined) throw new RangeError(`No Windows time zone for ${timeZone}`);
  return name;
}

const known = new Map<string, string | undefined>();

function windowsTimeZoneOrNone(timeZone: string): string | undefined {
  if (!known.has(timeZone)) known.set(timeZone, lookUp(timeZone));
  return known.get(timeZone);
}

/** CLDR's table lists one name per zone and lacks newer aliases such as Europe/Kyiv: resolve those first. */
function lookUp(timeZone: string): string | undefined {
  if (!/^[A-Za-z]/.test(timeZone) || timeZone.length > 64) return undefined;
  let canonical: string;
  try {
    canonical = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
  const candidates = [timeZone, canonical, renamed[canonical]];
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : findWindows(candidate);
    if (found !== undefined) return [found].flat()[0];
  }
  return undefined;
}

/** Zones that ICU builds name by their new names while the Windows table knows only the old. */
const renamed: Readonly<Record<string, string>> = {
  'Europe/Kyiv': 'Europe/Kiev',
  'Asia/Kolkata': 'Asia/Calcutta',
  'Asia/Kathmandu': 'Asia/Katmandu',
  'Asia/Yangon': 'Asia/Rangoon',
  'Asia/Ho_Chi_Minh': 'Asia/Saigon',
  'America/Argentina/Buenos_Aires': 'America/Buenos_Aires',
  'America/Nuuk': 'America/Godthab',
  'Atlantic/Faroe': 'Atlantic/Faeroe',
  'Pacific/Kanton': 'Pacific/Enderbury',
  'Etc/UTC': 'UTC',
};
