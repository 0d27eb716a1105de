import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../dist/console');
const index = readFileSync(join(folder, 'index.html'), 'utf8');
/** Of what is asked for at once, as the API sends it: what a page imports later comes after it is shown. */
const kilobytes = 250;

const named = (pattern: RegExp, text: string): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** A script with all that it imports, and those of theirs. */
function withImports(script: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(script)) return known;
  known.add(script);
  const code = readFileSync(join(folder, 'assets', script), 'utf8');
  for (const imported of named(/(?:from|import)\s?["']\.\/([^"']+\.js)["']/g, code))
    withImports(imported, known);
  return known;
}

/** A small file is sent as it is. */
function bytesSent(asset: string): number {
  const path = join(folder, 'assets', asset);
  return (statSync(`${path}.gz`, { throwIfNoEntry: false }) ?? statSync(path)).size;
}

const entry = named(/(?:src|href)="\/assets\/([^"]+)"/g, index);
const pages = globSync('*-page-*.js', { cwd: join(folder, 'assets') });

test.each(pages)('%s is shown after less than 250 kB', (page) => {
  const asked = new Set(
    [...entry, page].flatMap((asset) => (asset.endsWith('.js') ? [...withImports(asset)] : [asset])),
  );
  const sizes = [...asked].map(bytesSent);
  expect(asked.size).toBeGreaterThan(entry.length);
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThan(kilobytes);
});

test('the pages are found', () => {
  expect(pages.length).toBeGreaterThan(10);
});
