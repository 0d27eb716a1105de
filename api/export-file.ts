import type { Fault, HrMessage } from '#domain/hr-message.ts';

/** A row of an export file that could be read. */
export interface ReadRow {
  /** In the file, from 1: where the row begins. */
  readonly line: number;
  readonly message: HrMessage;
  /** As it stood in the file. */
  readonly raw: string;
}

/** A row that is wrong: the column (in JSON Lines the path) and what is wrong with it. */
export interface FaultyRow {
  readonly line: number;
  readonly column: string;
  readonly message: string;
  readonly raw: string;
}

export interface ExportFile {
  /** All rows, faulty ones too. */
  readonly rows: number;
  readonly read: readonly ReadRow[];
  readonly faulty: readonly FaultyRow[];
  /** The header row as it stood in the file; null in JSON Lines. */
  readonly header: string | null;
  /** Where a fault of a message stands in a row. */
  readonly columnOf: (path: string) => string;
}

/** The file as a whole can't be read, so there is no telling where its rows are. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** So much of the file is wrong that it isn't worth reading on. */
export class TooManyFaults extends Error {
  override readonly name = 'TooManyFaults';
  readonly faulty: readonly FaultyRow[];
  constructor(faulty: readonly FaultyRow[]) {
    super('too many rows are faulty');
    this.faulty = faulty;
  }
}

const maximumFaults = 10_000;

/** @throws TooManyFaults where there are more than memory should hold or anybody mends by hand. */
export function noteFaulty(faulty: FaultyRow[], found: readonly FaultyRow[]): void {
  faulty.push(...found);
  if (faulty.length > maximumFaults) throw new TooManyFaults(faulty);
}

export function faultyRow(line: number, raw: string, { path, message }: Fault): FaultyRow {
  return { line, column: path, message, raw };
}

/**
 * The text of a file, its byte order mark left out.
 * @throws UnreadableFile where the bytes are not UTF-8.
 */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const chunk of chunks) {
    const text = decode(() => decoder.decode(chunk, { stream: true }), line);
    line += newlinesIn(text);
    if (text !== '') yield text;
  }
  const rest = decode(() => decoder.decode(), line);
  if (rest !== '') yield rest;
}

function decode(read: () => string, line: number): string {
  try {
    return read();
  } catch {
    throw new UnreadableFile(line, 'the file is not UTF-8 in or after this line; save it as UTF-8');
  }
}

/** Whatever a system ends its lines by counts as one. */
export function newlinesIn(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
