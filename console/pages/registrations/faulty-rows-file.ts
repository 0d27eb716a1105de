import type { ImportedAnswer } from '#api/imports.ts';
import type { Fault } from './faulty-rows.tsx';

export interface SavedFile {
  readonly name: string;
  readonly text: string;
  readonly type: string;
}

/** The rows that were left out, as they stood: mended, this file is imported as the first was. */
export function faultyRowsFile(fileName: string, { faulty, header }: ImportedAnswer): SavedFile {
  const rows = new Map(faulty.map(({ line, raw }) => [line, raw]));
  const lines = [...(header === null ? [] : [header]), ...rows.values()];
  return { name: besides(fileName, 'faulty'), text: `${lines.join('\n')}\n`, type: 'text/plain' };
}

/** What is wrong, place by place; the rows themselves are not in a refusal. */
export function faultsFile(fileName: string, faults: readonly Fault[]): SavedFile {
  const lines = faults.map(({ line, column, message }) => [line, column, message].map(quoted).join(','));
  const name = besides(fileName, 'faults').replace(/\.\w+$/, '.csv');
  return { name, text: `${['line,column,fault', ...lines].join('\r\n')}\r\n`, type: 'text/csv' };
}

/** A field that begins as a formula does is shown as text, whatever opens the file. */
const quoted = (value: string | number): string => {
  const text = String(value);
  return `"${(/^[=+@-]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
};

const besides = (fileName: string, what: string): string => fileName.replace(/(\.\w+)?$/, `.${what}$1`);

/** Hands the file to the browser, which saves it. */
export function saveFile({ name, text, type }: SavedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
