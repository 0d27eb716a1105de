import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type CsvErrorCode } from 'csv-parse';
import { exportColumns, readExportRow } from '#domain/hr-export.ts';
import {
  decodeText,
  faultyRow,
  newlinesIn,
  noteFaulty,
  UnreadableFile,
  type ExportFile,
  type FaultyRow,
  type ReadRow,
} from './export-file.ts';

type Column = (typeof exportColumns)[number];

const optionalColumns: ReadonlySet<Column> = new Set(['employee_name', 'time_zone', 'comment']);
/** Longer than any row can be, and short enough that a quote that is never closed is noticed. */
const longestRowBytes = 64 * 1024;

/**
 * Reads an HR export: CSV by RFC 4180, UTF-8, with a header row.
 * @throws UnreadableFile where the header is wrong or a quote leaves it open where rows begin.
 */
export async function readCsvFile(chunks: AsyncIterable<Uint8Array>): Promise<ExportFile> {
  const read: ReadRow[] = [];
  const faulty: FaultyRow[] = [];
  let header: { readonly columns: readonly Column[]; readonly raw: string } | undefined;
  await parseRows(chunks, (line, record, raw) => {
    if (header === undefined) {
      header = { columns: columnsOf(line, record), raw };
      return;
    }
    const row = readRow(header.columns, line, record, raw);
    if (Array.isArray(row)) noteFaulty(faulty, row);
    else read.push(row);
  });
  if (header === undefined)
    throw new UnreadableFile(1, 'the file is empty; its first row must name the columns');
  return {
    rows: read.length + new Set(faulty.map(({ line }) => line)).size,
    read,
    faulty,
    header: header.raw,
    columnOf: (path) => columnOfPath[path] ?? path,
  };
}

/** A message's faults against the store, by the column that they come from. */
const columnOfPath: Readonly<Record<string, Column>> = {
  id: 'version',
  'data.version': 'version',
  'data.absenceType': 'absence_type',
};

/** What `raw: true` makes of a record. */
interface Parsed {
  readonly record: readonly string[];
  readonly raw: string;
}

type RowReader = (line: number, record: readonly string[], raw: string) => void;

/**
 * Lines are counted here: the parser counts a line break of two characters inside a field as two. Rows are taken by
 * its callback, because a fault further on drops what its stream still holds.
 */
async function parseRows(chunks: AsyncIterable<Uint8Array>, onRow: RowReader): Promise<void> {
  let line = 1;
  const beginOf = (raw: string): number => line + newlinesIn(/^[\r\n]*/.exec(raw)?.[0] ?? '');
  const parser = parse({
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: longestRowBytes,
    on_record: (parsed: unknown) => {
      const { record, raw } = parsed as Parsed;
      onRow(beginOf(raw), record, raw.replaceAll(/^[\r\n]+|[\r\n]+$/g, ''));
      line += newlinesIn(raw);
      return null;
    },
  });
  parser.resume();
  try {
    await pipeline(Readable.from(decodeText(chunks)), parser);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const raw = typeof error['raw'] === 'string' ? error['raw'] : '';
    throw new UnreadableFile(beginOf(raw), csvFaults[error.code] ?? 'the row is no CSV');
  }
}

const csvFaults: Readonly<Partial<Record<CsvErrorCode, string>>> = {
  CSV_QUOTE_NOT_CLOSED: 'a field begins with a quote that is never closed',
  CSV_INVALID_CLOSING_QUOTE:
    'a quoted field goes on behind its closing quote; a quote inside a field is written twice',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field that is not quoted',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 64 KiB; a quote may not be closed',
};

function columnsOf(line: number, record: readonly string[]): readonly Column[] {
  const given = record.map((name) => name.trim());
  const unknown = given.filter((name) => !(exportColumns as readonly string[]).includes(name));
  const missing = exportColumns.filter((name) => !optionalColumns.has(name) && !given.includes(name));
  const twice = given.filter((name, index) => given.indexOf(name) !== index);
  const faults = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    // A file without a header row has people's data here, which no message may repeat.
    ...(unknown.length > 0 ? [`has ${unknown.length} that are not known`] : []),
    ...(twice.length > 0 ? ['names one twice'] : []),
  ];
  if (faults.length > 0)
    throw new UnreadableFile(
      line,
      `the header row ${faults.join(', and ')}; the columns are ${exportColumns.join(',')}`,
    );
  return given as Column[];
}

function readRow(
  columns: readonly Column[],
  line: number,
  record: readonly string[],
  raw: string,
): ReadRow | FaultyRow[] {
  if (record.length !== columns.length) {
    const message = `has ${record.length} fields, where the header row has ${columns.length}`;
    return [faultyRow(line, raw, { path: '', message })];
  }
  const row = Object.fromEntries(exportColumns.map((column) => [column, ''])) as Record<Column, string>;
  for (const [index, column] of columns.entries()) row[column] = record[index] ?? '';
  const message = readExportRow(row);
  return message.isValid
    ? { line, message: message.value, raw }
    : message.faults.map((fault) => faultyRow(line, raw, fault));
}
