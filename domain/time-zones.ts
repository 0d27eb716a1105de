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

const known = new Map<string, string>();

/** Only names that exist are kept, so that what callers send can't fill the memory. */
function windowsTimeZoneOrNone(timeZone: string): string | undefined {
  const name = known.get(timeZone) ?? lookUp(timeZone);
  if (name !== undefined) known.set(timeZone, name);
  return name;
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
  const candidates = [renamed[canonical], timeZone, canonical];
  for (const candidate of candidates) {
    const found = candidate === undefined ? undefined : findWindows(candidate);
    const [name] = found === undefined ? [] : [found].flat();
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Zones that the Windows table knows only by an older name, doesn't know, or knows by a law since changed. */
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
  'America/Ciudad_Juarez': 'America/Denver',
  'America/Coyhaique': 'America/Punta_Arenas',
  'America/Ojinaga': 'America/Chicago',
  'America/Scoresbysund': 'America/Godthab',
};
