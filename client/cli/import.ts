import { statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { format, parse } from 'node:path';
import type { Command } from 'commander';
import type { ImportedAnswer } from '#api/imports.ts';
import { companyOf, contextOf, remark } from './context.ts';
import { followReplay, inOneLine } from './progress.ts';
import { WrongUse } from './trouble.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.jsonl': 'application/jsonl',
  '.ndjson': 'application/x-ndjson',
};

export function addImportCommand(program: Command): void {
  program
    .command('import <file>')
    .description('record an HR export (.csv, .jsonl, .ndjson) and bring it to Outlook')
    .option('--skip-invalid', 'record the rows that are right and write the others beside the file')
    .option('--no-wait', 'leave once all is recorded; the replay goes on')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync import export.csv --company acme\nThe same file twice changes nothing.',
    )
    .action(async (file: string, options: { skipInvalid?: true; wait: boolean }, command: Command) => {
      const contentType = contentTypeOf(file);
      const context = contextOf(command);
      const company = companyOf(command);
      const stream = (await open(file)).createReadStream();
      const imported = await context.api.importFile(company, stream, contentType, {
        skipInvalid: options.skipInvalid ?? false,
      });
      const faultyFile = writeFaulty(file, imported);
      context.print(imported, (answer) => inWords(answer, faultyFile));
      if (!options.wait || imported.replayId === null) return;
      const replay = await followReplay(context, company, imported.replayId);
      if (!context.isJson) process.stdout.write(`${inOneLine(replay)}\n`);
    });
}

function contentTypeOf(file: string): string {
  const contentType = contentTypes[parse(file).ext.toLowerCase()];
  if (contentType === undefined) throw new WrongUse(`${file} must end in .csv, .jsonl or .ndjson.`);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new WrongUse(`There is no file ${file}.`);
  return contentType;
}

/** Names and mailboxes are in it, so it is for its owner's eyes. */
function writeFaulty(file: string, { faulty, header }: ImportedAnswer): string | null {
  if (faulty.length === 0) return null;
  const { dir, name, ext } = parse(file);
  const faultyFile = format({ dir, base: `${name}.faulty${ext}` });
  const rows = new Map(faulty.map(({ line, raw }) => [line, raw]));
  const lines = [...(header === null ? [] : [header]), ...rows.values()];
  writeFileSync(faultyFile, `${lines.join('\n')}\n`, { mode: 0o600 });
  for (const { line, column, message } of faulty)
    remark(`line ${line}${column === '' ? '' : `, column ${column}`} ${message}`);
  return faultyFile;
}

function inWords(
  { rows, recorded, duplicates, skipped, note }: ImportedAnswer,
  faultyFile: string | null,
): string {
  return [
    `${rows} rows: ${recorded} recorded, ${duplicates} known already, ${skipped} skipped.`,
    ...(faultyFile === null ? [] : [`The skipped rows stand in ${faultyFile}.`]),
    ...(note === undefined ? [] : [note]),
  ].join('\n');
}
