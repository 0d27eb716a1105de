const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  jsonl: 'application/jsonl',
  ndjson: 'application/x-ndjson',
};

export const exportFileEndings = Object.keys(contentTypes).map((ending) => `.${ending}`);

/** Undefined where the file's name doesn't tell one that the service reads. */
export function contentTypeOf(fileName: string): string | undefined {
  return contentTypes[fileName.split('.').at(-1)?.toLowerCase() ?? ''];
}
