import { LRUCache } from 'lru-cache';
import { Temporal } from 'temporal-polyfill';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';

/**
 * The IANA names that Graph's dateTimeTimeZone page prints; Europe/Copenhagen and Europe/Amsterdam are not among
 * them, so a caller that sends such a name learns it here and not in production.
 */
const printedIanaNames =
  `Etc/GMT+12 Etc/GMT+11 Pacific/Honolulu America/Anchorage America/Santa_Isabel America/Los_Angeles
America/Phoenix America/Chihuahua America/Denver America/Guatemala America/Chicago America/Mexico_City America/Regina
America/Bogota America/New_York America/Indiana/Indianapolis America/Caracas America/Asuncion America/Halifax
America/Cuiaba America/La_Paz America/Santiago America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires
America/Cayenne America/Godthab America/Montevideo America/Bahia Etc/GMT+2 Atlantic/Azores Atlantic/Cape_Verde Etc/GMT
Europe/London Atlantic/Reykjavik Europe/Berlin Europe/Budapest Europe/Paris Europe/Warsaw Africa/Lagos Africa/Windhoek
Europe/Bucharest Asia/Beirut Africa/Cairo Asia/Damascus Africa/Johannesburg Europe/Kyiv Europe/Kiev Europe/Istanbul
Asia/Jerusalem Asia/Amman Asia/Baghdad Europe/Kaliningrad Asia/Riyadh Africa/Nairobi Asia/Tehran Asia/Dubai Asia/Baku
Europe/Moscow Indian/Mauritius Asia/Tbilisi Asia/Yerevan Asia/Kabul Asia/Karachi Asia/Tashkent Asia/Kolkata
Asia/Colombo Asia/Kathmandu Asia/Almaty Asia/Dhaka Asia/Yekaterinburg Asia/Yangon Asia/Rangoon Asia/Bangkok
Asia/Novosibirsk Asia/Shanghai Asia/Krasnoyarsk Asia/Singapore Australia/Perth Asia/Taipei Asia/Ulaanbaatar
Asia/Irkutsk Asia/Tokyo Asia/Seoul Australia/Adelaide Australia/Darwin Australia/Brisbane Australia/Sydney
Pacific/Port_Moresby Australia/Hobart Asia/Yakutsk Pacific/Guadalcanal Asia/Vladivostok Pacific/Auckland Etc/GMT-12
Pacific/Fiji Asia/Magadan Pacific/Tongatapu Pacific/Apia Pacific/Kiritimati`.split(/\s+/);

/** Printed in the list and refused all the same. Source: microsoft-graph-docs-contrib#1609. */
const refusedIanaNames = new Set(['africa/casablanca']);

const windowsZones = new Map<string, { readonly name: string; readonly iana: string }>();
for (const zone of WINDOWS_TO_IANA_MAP)
  if (zone.territory === '001')
    windowsZones.set(zone.windowsName.toLowerCase(), { name: zone.windowsName, iana: zone.iana[0] });

const ianaZones = new Map(printedIanaNames.map((name) => [name.toLowerCase(), name]));

export type ZoneLookup = { readonly iana: string } | 'unsupported' | 'refused';

export function lookUpZone(name: string): ZoneLookup {
  const key = name.toLowerCase();
  const iana = windowsZones.get(key)?.iana ?? ianaZones.get(key);
  if (iana !== undefined) return { iana };
  return refusedIanaNames.has(key) ? 'refused' : 'unsupported';
}

export function isWindowsZone(name: string): boolean {
  return windowsZones.has(name.toLowerCase());
}

export function windowsZoneNames(): readonly string[] {
  return [...windowsZones.values()].map((zone) => zone.name);
}

const instants = new LRUCache<string, number>({ max: 50_000 });
const locals = new LRUCache<string, string>({ max: 50_000 });

/** The instant of a local time `YYYY-MM-DDTHH:MM:SS[.fraction]`; inside a gap it moves forward. */
export function instantOf(local: string, iana: string): number {
  if (isUtc(iana)) return Date.parse(`${local.slice(0, 23)}Z`);
  const key = `${iana} ${local}`;
  const known = instants.get(key);
  if (known !== undefined) return known;
  const instant = Temporal.PlainDateTime.from(local).toZonedDateTime(iana).epochMilliseconds;
  instants.set(key, instant);
  return instant;
}

/** The local time of an instant with the 7 fraction digits that Graph prints. */
export function localTimeOf(instant: number, iana: string): string {
  if (isUtc(iana)) return `${new Date(instant).toISOString().slice(0, 23)}0000`;
  const key = `${iana} ${instant}`;
  const known = locals.get(key);
  if (known !== undefined) return known;
  const local = Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(iana)
    .toPlainDateTime()
    .toString({ fractionalSecondDigits: 7 });
  locals.set(key, local);
  return local;
}

function isUtc(iana: string): boolean {
  return iana === 'Etc/UTC' || iana === 'Etc/GMT';
}
