import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { contentOf, type CalendarEventContent } from '#domain/calendar-event.ts';
import { isAsWritten, type OutlookEvent } from '#domain/outlook-event.ts';
import { parsePeriod } from '#domain/period.ts';
import { acme, annaVacation } from './builders.ts';

const copenhagen = 'Europe/Copenhagen';
const zones = [
  'UTC',
  copenhagen,
  'America/Los_Angeles',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
];

/** A registration of Anna's, as it is written for her zone. */
function written(from: string, to: string, timeZone: string): CalendarEventContent {
  const employee = { ...annaVacation.employee, timeZone };
  return contentOf({ ...annaVacation, employee, period: parsePeriod(from, to) }, acme);
}

/** The fraction digits that Graph sends. */
const graphTime = (time: Temporal.PlainDateTime): string => time.toString({ fractionalSecondDigits: 7 });

/** What Graph shows of such content when it is asked for UTC: whole days as they are, times as instants. */
function shown(content: CalendarEventContent, timeZone: string): OutlookEvent {
  const { subject, isAllDay, showAs, sensitivity } = content;
  const inUtc = (local: string): string => {
    const time = Temporal.PlainDateTime.from(local);
    return graphTime(isAllDay ? time : time.toZonedDateTime(timeZone).withTimeZone('UTC').toPlainDateTime());
  };
  return {
    subject,
    isAllDay,
    showAs,
    sensitivity,
    isReminderOn: false,
    start: inUtc(content.start),
    end: inUtc(content.end),
  };
}

const days = written('2027-03-01', '2027-03-05', copenhagen);
const hours = written('2027-03-01T12:00', '2027-03-01T16:30', copenhagen);

describe.each([
  ['whole days', days],
  ['hours', hours],
])('%s', (_, content) => {
  const right = shown(content, copenhagen);

  test('that show what was written are right', () => {
    expect(isAsWritten(right, content, copenhagen)).toBe(true);
  });

  test.each<[string, Partial<OutlookEvent>]>([
    ['another subject', { subject: 'Gone fishing' }],
    ['a subject in other case', { subject: content.subject.toUpperCase() }],
    ['no subject', { subject: '' }],
    ['another status', { showAs: 'busy' }],
    ['work elsewhere', { showAs: 'workingElsewhere' }],
    ['another sensitivity', { sensitivity: 'normal' }],
    ['a stricter sensitivity', { sensitivity: 'confidential' }],
    ['a reminder', { isReminderOn: true }],
    ['the other kind of event', { isAllDay: !content.isAllDay }],
    ['another first day', { start: `2027-02-28${right.start.slice(10)}` }],
    ['another last day', { end: `2027-03-09${right.end.slice(10)}` }],
    ['the same day of another year', { start: `2028${right.start.slice(4)}` }],
  ])('with %s have drifted', (_what, change) => {
    expect(isAsWritten({ ...right, ...change }, content, copenhagen)).toBe(false);
  });
});

describe('whole days', () => {
  test.each(zones)('are the same dates for an employee in %s', (timeZone) => {
    const content = written('2027-03-01', '2027-03-05', timeZone);
    const right = { ...shown(content, timeZone), start: '2027-03-01T00:00:00.0000000' };
    expect(isAsWritten({ ...right, end: '2027-03-06T00:00:00.0000000' }, content, timeZone)).toBe(true);
    expect(isAsWritten({ ...right, end: '2027-03-05T00:00:00.0000000' }, content, timeZone)).toBe(false);
    expect(isAsWritten({ ...right, end: '2027-03-07T00:00:00.0000000' }, content, timeZone)).toBe(false);
  });

  test.each([
    ['of 23 hours', '2027-03-28'],
    ['of 25 hours', '2027-10-31'],
  ])('%s are days like others', (_, day) => {
    const content = written(day, day, copenhagen);
    expect(isAsWritten(shown(content, copenhagen), content, copenhagen)).toBe(true);
  });

  test('shown without fraction digits are the same days', () => {
    const found = { ...shown(days, copenhagen), start: '2027-03-01T00:00:00', end: '2027-03-06T00:00:00' };
    expect(isAsWritten(found, days, copenhagen)).toBe(true);
  });
});

describe('hours', () => {
  test('are compared as instants: noon in Copenhagen is 11 in winter and 10 in summer', () => {
    const winter = written('2027-03-01T12:00', '2027-03-01T16:00', copenhagen);
    const summer = written('2027-07-01T12:00', '2027-07-01T16:00', copenhagen);
    const found = (day: string, start: string, end: string): OutlookEvent => ({
      ...shown(winter, copenhagen),
      start: `${day}T${start}:00.0000000`,
      end: `${day}T${end}:00.0000000`,
    });
    expect(isAsWritten(found('2027-03-01', '11:00', '15:00'), winter, copenhagen)).toBe(true);
    expect(isAsWritten(found('2027-07-01', '10:00', '14:00'), summer, copenhagen)).toBe(true);
    expect(isAsWritten(found('2027-07-01', '11:00', '15:00'), summer, copenhagen)).toBe(false);
    expect(isAsWritten(found('2027-03-01', '12:00', '16:00'), winter, copenhagen)).toBe(false);
  });

  test.each([
    ['a start one minute later', { start: '2027-03-01T11:01:00.0000000' }],
    ['a start one second later', { start: '2027-03-01T11:00:01.0000000' }],
    ['a start half a second later', { start: '2027-03-01T11:00:00.5000000' }],
    ['an end one minute earlier', { end: '2027-03-01T15:29:00.0000000' }],
    ['the same hours a day later', { start: '2027-03-02T11:00:00', end: '2027-03-02T15:30:00' }],
  ])('with %s have drifted', (_, change) => {
    expect(isAsWritten({ ...shown(hours, copenhagen), ...change }, hours, copenhagen)).toBe(false);
  });

  test.each(['2027-03-01T11:00:00', '2027-03-01T11:00:00.0', '2027-03-01T11:00:00.000000000'])(
    'shown as %s are the same hours',
    (start) => {
      expect(isAsWritten({ ...shown(hours, copenhagen), start }, hours, copenhagen)).toBe(true);
    },
  );

  test.each(zones)('across midnight in %s are right on another date in UTC', (timeZone) => {
    const content = written('2027-03-01T22:00', '2027-03-02T06:00', timeZone);
    expect(isAsWritten(shown(content, timeZone), content, timeZone)).toBe(true);
    const other = timeZone === 'UTC' ? copenhagen : 'UTC';
    expect(isAsWritten(shown(content, other), content, timeZone)).toBe(false);
  });

  test.each([
    ['over the hour that is skipped', '2027-03-27T12:00', '2027-03-28T12:00', '11:00', '10:00'],
    ['over the hour that comes twice', '2027-10-30T12:00', '2027-10-31T12:00', '10:00', '11:00'],
    ['into the hour that is skipped', '2027-03-28T01:00', '2027-03-28T02:30', '00:00', '01:30'],
  ])('%s begin and end where the wall clock says', (_, from, to, start, end) => {
    const content = written(from, to, copenhagen);
    const found = {
      ...shown(content, copenhagen),
      start: `${from.slice(0, 10)}T${start}:00.0000000`,
      end: `${to.slice(0, 10)}T${end}:00.0000000`,
    };
    expect(isAsWritten(found, content, copenhagen)).toBe(true);
  });
});
