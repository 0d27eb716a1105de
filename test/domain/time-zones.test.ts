import { findIana } from 'windows-iana';
import { describe, expect, test } from 'vitest';
import { isSupportedTimeZone, windowsTimeZone } from '#domain/time-zones.ts';

describe('a zone goes to Outlook by its Windows name', () => {
  test.each([
    ['Europe/Copenhagen', 'Romance Standard Time'],
    ['America/Los_Angeles', 'Pacific Standard Time'],
    ['Pacific/Auckland', 'New Zealand Standard Time'],
    ['Atlantic/Faroe', 'GMT Standard Time'],
    ['America/Nuuk', 'Greenland Standard Time'],
    ['Europe/Kyiv', 'FLE Standard Time'],
    ['Europe/Kiev', 'FLE Standard Time'],
    ['Asia/Kolkata', 'India Standard Time'],
    ['Asia/Calcutta', 'India Standard Time'],
    ['Asia/Kathmandu', 'Nepal Standard Time'],
    ['Asia/Yangon', 'Myanmar Standard Time'],
    ['Asia/Ho_Chi_Minh', 'SE Asia Standard Time'],
    ['America/Argentina/Buenos_Aires', 'Argentina Standard Time'],
    ['Pacific/Kanton', 'UTC+13'],
    ['US/Pacific', 'Pacific Standard Time'],
    ['CET', 'Romance Standard Time'],
    ['europe/copenhagen', 'Romance Standard Time'],
    ['UTC', 'UTC'],
    ['Etc/UTC', 'UTC'],
    ['GMT', 'UTC'],
  ])('%s as %s', (zone, name) => {
    expect(isSupportedTimeZone(zone)).toBe(true);
    expect(windowsTimeZone(zone)).toBe(name);
  });
});

test.each([
  ['an unknown city', 'Europe/Atlantis'],
  ['no text', ''],
  ['a city alone', 'Copenhagen'],
  ['an offset', '+01:00'],
  ['an offset from UTC', 'UTC+1'],
  ['a Windows name', 'Romance Standard Time'],
  ['a text of any length', 'x'.repeat(1000)],
])('what is no IANA zone is refused: %s', (_, text) => {
  expect(isSupportedTimeZone(text)).toBe(false);
  expect(() => windowsTimeZone(text)).toThrow(RangeError);
});

test(
  'every zone that this machine knows has a Windows name, but for a research station',
  { timeout: 60_000 },
  () => {
    const without = Intl.supportedValuesOf('timeZone').filter((zone) => !isSupportedTimeZone(zone));
    expect(without).toEqual(['Antarctica/Troll']);
  },
);

/** Zones whose law changed after the Windows table was made; where Windows has no right name, it stays so. */
const knownToDiffer = new Set([
  'America/Edmonton',
  'America/Vancouver',
  'Antarctica/Casey',
  // The table's main city for these (Chihuahua, Almaty) has moved on, the Windows zone itself hasn't.
  'America/Mazatlan',
  'Asia/Bishkek',
  'Asia/Urumqi',
  'Indian/Chagos',
]);

test('the Windows zone keeps the same time as the zone all through 2026', { timeout: 60_000 }, () => {
  const weeks = Array.from({ length: 53 }, (_, week) => new Date(Date.UTC(2026, 0, 1 + week * 7, 12)));
  const differing = Intl.supportedValuesOf('timeZone')
    .filter((zone) => isSupportedTimeZone(zone) && !knownToDiffer.has(zone))
    .filter((zone) => {
      const main = mainCityOf(windowsTimeZone(zone));
      const offsets = (of: string) => weeks.map(offsetsIn(of)).join();
      return offsets(zone) !== offsets(main);
    });
  expect(differing).toEqual([]);
});

function mainCityOf(windowsName: string): string {
  const [city] = findIana(windowsName, '001');
  if (city === undefined) throw new Error(`${windowsName} has no main city.`);
  return city;
}

function offsetsIn(timeZone: string): (instant: Date) => string {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return (instant) =>
    format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'no offset';
}
