import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { standardAbsenceTypes } from '#domain/absence-types.ts';
import { type ExportRow, readExportRow } from '#domain/hr-export.ts';
import { workingDaysOf } from '#stack/demo/danish-calendar.ts';
import { hrExport, microsoft365 } from '#stack/demo/generate.ts';

const folder = join(import.meta.dirname, '..', '..', 'stack', 'demo');
const committedExport = readFileSync(join(folder, 'hr-export.csv'), 'utf8');
const committedSeed = readFileSync(join(folder, 'microsoft365.json'), 'utf8');
const rows: ExportRow[] = parse(committedExport, { columns: true });

const elsewhere = new Set(
  standardAbsenceTypes.filter(({ showAs }) => showAs === 'workingElsewhere').map(({ type }) => type),
);
const notSynced = new Set(standardAbsenceTypes.filter(({ synced }) => !synced).map(({ type }) => type));
const approved = rows.filter(({ status }) => status === 'approved');
const daysOf = (some: readonly ExportRow[]): number =>
  some.reduce((sum, { from, to }) => sum + workingDaysOf(from, to), 0);

describe('the demo company', () => {
  test('is what the generator writes, the same at every run', () => {
    expect(hrExport()).toBe(committedExport);
    expect(JSON.parse(microsoft365())).toEqual(JSON.parse(committedSeed));
  });

  test('has 50 employees with 2,500 days of absence and 1,000 of working elsewhere', () => {
    expect(new Set(rows.map(({ mailbox }) => mailbox)).size).toBe(50);
    expect(new Set(rows.map(({ employee_id }) => employee_id)).size).toBe(50);
    expect(
      daysOf(approved.filter(({ absence_type: type }) => !notSynced.has(type) && !elsewhere.has(type))),
    ).toBe(2500);
    expect(daysOf(approved.filter(({ absence_type: type }) => elsewhere.has(type)))).toBe(1000);
  });

  test('has every standard type and one of its own', () => {
    const own = new Set(approved.map(({ absence_type: type }) => type)).difference(
      new Set(standardAbsenceTypes.map(({ type }) => type)),
    );
    expect([...own]).toEqual(['senior-day']);
    const rare = standardAbsenceTypes.filter(
      ({ type }) => approved.filter((row) => row.absence_type === type).length <= 20,
    );
    expect(rare).toEqual([]);
  });

  test('has pending, rejected and deleted registrations, parts of days, long ones and short ones', () => {
    for (const status of ['pending', 'rejected', 'deleted'] as const)
      expect(rows.filter((row) => row.status === status).length).toBeGreaterThan(20);
    const timed = approved.filter(({ from }) => from.includes('T'));
    const [withinOneDay, fromNoonOn] = [
      timed.filter(({ from, to }) => from.slice(0, 10) === to.slice(0, 10)),
      timed.filter(({ from, to }) => from.slice(0, 10) !== to.slice(0, 10)),
    ];
    expect(withinOneDay.length).toBeGreaterThan(100);
    expect(fromNoonOn.length).toBeGreaterThan(10);
    expect(approved.filter(({ from, to }) => workingDaysOf(from, to) >= 20).length).toBeGreaterThan(3);
    expect(approved.filter(({ from, to }) => from === to).length).toBeGreaterThan(500);
  });

  test('lets nobody be in two places at once', () => {
    const ends = new Map<string, string>();
    const overlapping: ExportRow[] = [];
    for (const row of rows.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
      if (row.from.slice(0, 10) <= (ends.get(row.employee_id) ?? '')) overlapping.push(row);
      ends.set(row.employee_id, row.to.slice(0, 10));
    }
    expect(overlapping).toEqual([]);
  });

  test('is read without a fault, each registration once', () => {
    expect(rows.filter((row) => !readExportRow(row).isValid)).toEqual([]);
    expect(new Set(rows.map(({ registration_id: id }) => id)).size).toBe(rows.length);
  });

  test('has a mailbox in the sandbox for every employee', () => {
    const addresses = [...committedSeed.matchAll(/"address": "([^"]+)"/g)].map(([, address]) => address);
    expect(addresses.length).toBe(50);
    expect(new Set(addresses)).toEqual(new Set(rows.map(({ mailbox }) => mailbox)));
    expect(addresses.every((address) => address?.endsWith('@demo.example'))).toBe(true);
  });
});
