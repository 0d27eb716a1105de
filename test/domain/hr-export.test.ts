import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { desiredCalendarEvent } from '#domain/calendar-event.ts';
import { exportColumns, readExportRow, type ExportRow } from '#domain/hr-export.ts';
import { exportSource, type Fault, type HrMessage } from '#domain/hr-message.ts';
import { acme, given } from './builders.ts';

const annaRow: ExportRow = {
  registration_id: '4711',
  version: '2',
  employee_id: '7',
  employee_name: 'Anna Holm',
  mailbox: 'Anna.Holm@contoso.example',
  time_zone: 'Europe/Copenhagen',
  absence_type: 'vacation',
  status: 'approved',
  from: '2026-12-01',
  to: '2026-12-05',
  comment: 'Skiferie',
};
const row = (changes: Partial<ExportRow>): ExportRow => ({ ...annaRow, ...changes });

function messageOf(of: ExportRow): HrMessage {
  const read = readExportRow(of);
  if (!read.isValid) throw new Error(`Refused: ${JSON.stringify(read.faults)}`);
  return read.value;
}

function faultsIn(of: ExportRow): readonly Fault[] {
  const read = readExportRow(of);
  return read.isValid ? [] : read.faults;
}

test('the columns are those of product.md', () => {
  expect(exportColumns.join()).toBe(
    'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment',
  );
});

describe('a row says what holds at its version', () => {
  const data = {
    employee: {
      id: '7',
      mailbox: 'anna.holm@contoso.example',
      name: 'Anna Holm',
      timeZone: 'Europe/Copenhagen',
    },
    absenceType: 'vacation',
    period: { kind: 'whole-days', from: '2026-12-01', to: '2026-12-05' },
    comment: 'Skiferie',
  };

  test.each([
    ['pending', { type: 'RegistrationCreated', approved: false }],
    ['approved', { type: 'RegistrationCreated', approved: true }],
    ['rejected', { type: 'RegistrationRejected' }],
    ['deleted', { type: 'RegistrationDeleted' }],
  ])('%s', (status, expected) => {
    expect(messageOf(row({ status }))).toEqual({
      source: exportSource,
      eventId: '4711/2',
      registrationId: '4711',
      event: { ...expected, version: 2, data },
    });
  });

  test.each([
    ['pending', 'none'],
    ['approved', 'event'],
    ['rejected', 'none'],
    ['deleted', 'none'],
  ])('so of %s, Outlook should have: %s', (status, kind) => {
    expect(desiredCalendarEvent(given(messageOf(row({ status })).event), acme).kind).toBe(kind);
  });

  test('the name, the zone and the comment may be left empty', () => {
    expect(messageOf(row({ employee_name: '', time_zone: '', comment: '' })).event.data).toMatchObject({
      employee: { name: null, timeZone: null },
      comment: null,
    });
  });

  test('times are read as times', () => {
    expect(messageOf(row({ from: '2026-12-01T12:00', to: '2026-12-04T00:00' })).event.data?.period.kind).toBe(
      'times',
    );
  });
});

describe('a faulty row', () => {
  test.each<[keyof ExportRow, string, RegExp]>([
    ['registration_id', '', /1 to 100/],
    ['registration_id', '47 11', /1 to 100/],
    ['version', '', /whole number from 1/],
    ['version', '0', /whole number from 1/],
    ['version', '-1', /whole number from 1/],
    ['version', '1.5', /whole number from 1/],
    ['version', '1e3', /whole number from 1/],
    ['version', '9'.repeat(16), /whole number from 1/],
    ['employee_id', '', /empty/],
    ['employee_name', 'x'.repeat(201), /200/],
    ['mailbox', '', /mail address/],
    ['mailbox', 'anna.holm', /mail address/],
    ['time_zone', 'Europe/Atlantis', /Europe\/Copenhagen/],
    ['absence_type', '', /empty/],
    ['absence_type', 'x'.repeat(41), /40/],
    ['status', '', /pending, approved, rejected or deleted/],
    ['status', 'Approved', /pending, approved, rejected or deleted/],
    ['from', '', /must be a date/],
    ['from', '01-12-2026', /must be a date/],
    ['from', '2026-02-30', /no date in the calendar/],
    ['to', '', /must be a date/],
    ['to', '2026-11-30', /before from/],
    ['to', '2026-12-05T12:00', /same form/],
    ['comment', 'x'.repeat(4001), /4000/],
  ])('is named by its column: %s "%.20s"', (column, value, message) => {
    expect(faultsIn(row({ [column]: value }))).toEqual([
      { path: column, message: expect.stringMatching(message) as unknown },
    ]);
  });

  test('is named by all its faulty columns at once', () => {
    const faults = faultsIn(row({ registration_id: '', status: 'x', mailbox: 'x', time_zone: 'x', to: 'x' }));
    expect(faults.map(({ path }) => path).toSorted()).toEqual([
      'mailbox',
      'registration_id',
      'status',
      'time_zone',
      'to',
    ]);
  });

  test('never names anything but a column, and never repeats a value', { timeout: 60_000 }, () => {
    const marker = 'Zyxw';
    const value = fc.oneof(
      fc.string().map((text) => `${text}${marker}`),
      fc.constantFrom('', '2026-12-01', '1'),
    );
    const anyRow = fc.record(Object.fromEntries(exportColumns.map((column) => [column, value])));
    fc.assert(
      fc.property(anyRow, (cells) => {
        const faults = faultsIn({ ...annaRow, ...cells });
        expect(faults.filter(({ path }) => !exportColumns.some((column) => column === path))).toEqual([]);
        expect(JSON.stringify(faults)).not.toContain(marker);
      }),
      { numRuns: 2_000 },
    );
  });
});
