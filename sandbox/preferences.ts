import { LRUCache } from 'lru-cache';
import { timeZoneNotSupported } from './graph-failure.ts';
import { lookUpZone } from './time-zones.ts';

export interface Preferences {
  readonly immutableIds: boolean;
  /** The zone that start and end are returned in: its name as asked for, and where it is. */
  readonly timeZone: string;
  readonly iana: string;
  readonly bodyContentType: 'html' | 'text';
  readonly pageSize: number | null;
  /** What `Preference-Applied` says; empty where nothing was asked for. */
  readonly applied: string;
}

const none: Preferences = {
  immutableIds: false,
  timeZone: 'UTC',
  iana: 'Etc/UTC',
  bodyContentType: 'html',
  pageSize: null,
  applied: '',
};

const parsed = new LRUCache<string, Preferences>({ max: 1_000 });

export function parsePreferences(header: string | undefined): Preferences {
  if (!header) return none;
  const known = parsed.get(header);
  if (known) return known;
  const preferences = parse(header);
  parsed.set(header, preferences);
  return preferences;
}

function parse(header: string): Preferences {
  const result: { -readonly [K in keyof Preferences]: Preferences[K] } = { ...none };
  const applied: string[] = [];
  for (const [, rawName = '', quoted, bare] of header.matchAll(/([\w.-]+)\s*=\s*(?:"([^"]*)"|([^\s,;]+))/g)) {
    const name = rawName.toLowerCase();
    const value = quoted ?? bare ?? '';
    if (name === 'idtype' && value.toLowerCase() === 'immutableid') {
      result.immutableIds = true;
      applied.push('IdType="ImmutableId"');
    } else if (name === 'outlook.timezone') {
      const zone = lookUpZone(value);
      if (typeof zone === 'string') throw timeZoneNotSupported(value);
      result.timeZone = value;
      result.iana = zone.iana;
      applied.push(`outlook.timezone="${value}"`);
    } else if (name === 'outlook.body-content-type') {
      result.bodyContentType = value.toLowerCase() === 'text' ? 'text' : 'html';
      applied.push(`outlook.body-content-type="${result.bodyContentType}"`);
    } else if (name === 'odata.maxpagesize') {
      result.pageSize = Math.max(1, Math.trunc(Number(value)) || 10);
      applied.push(`odata.maxpagesize=${value}`);
    }
  }
  return { ...result, applied: applied.join(', ') };
}
