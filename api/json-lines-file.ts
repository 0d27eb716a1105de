import { readCloudEvent } from '#domain/cloud-event.ts';
import {
  decodeText,
  faultyRow,
  noteFaulty,
  type ExportFile,
  type FaultyRow,
  type ReadRow,
} from './export-file.ts';
import { malformedAt } from './malformed-json.ts';

/**
 * Reads JSON Lines: a CloudEvent a line; empty lines are passed over.
 * @throws UnreadableFile where the bytes are not UTF-8.
 */
export async function readJsonLinesFile(chunks: AsyncIterable<Uint8Array>): Promise<ExportFile> {
  const read: ReadRow[] = [];
  const faulty: FaultyRow[] = [];
  let line = 0;
  let rows = 0;
  for await (const raw of linesOf(chunks)) {
    line += 1;
    if (raw.trim() === '') continue;
    rows += 1;
    const row = readLine(line, raw);
    if (Array.isArray(row)) noteFaulty(faulty, row);
    else read.push(row);
  }
  return { rows, read, faulty, header: null, columnOf: (path) => path };
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of decodeText(chunks)) {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

function readLine(line: number, raw: string): ReadRow | FaultyRow[] {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    const column = malformedAt(raw)?.column ?? 1;
    return [faultyRow(line, raw, { path: '', message: `is not JSON from character ${column} on` })];
  }
  const message = readCloudEvent(json);
  return message.isValid
    ? { line, message: message.value, raw }
    : message.faults.map((fault) => faultyRow(line, raw, fault));
}
