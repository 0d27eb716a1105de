import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { alone } from './setup-lock.js';
import { readOrEmpty } from './setup-packages.js';
import { SetupFailed, elapsed, run, say } from './setup-report.js';
import { cacheFolder } from './temporal-binary.js';

/**
 * Builds the console's pages where they aren't what its sources say. The stamp is written last: an interrupted build
 * has none and is done again.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} environment
 */
export async function bringConsole(root, environment) {
  const hash = hashOfSources(root);
  const folder = join(root, 'dist', 'console');
  const fresh = `${folder}.new`;
  const stamp = join(folder, '.sources');
  const isThere = () => readOrEmpty(stamp) === hash;
  if (isThere()) return;
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  await alone(join(cacheFolder(), `console-${name}.lock`), 'builds the console', async () => {
    if (isThere()) return;
    const startedAt = Date.now();
    /** @type {string[]} */
    const lines = [];
    const bin = join(root, 'node_modules', '.bin');
    const isDone = await run('node', [join('node_modules', 'vite', 'bin', 'vite.js'), ...command], {
      cwd: root,
      env: { ...environment, PATH: [bin, environment['PATH'] ?? ''].join(delimiter) },
      onLine: (line) => void lines.push(line),
    });
    if (!isDone) throw new SetupFailed(`the console could not be built:\n${lines.slice(-20).join('\n')}`);
    writeFileSync(join(fresh, '.sources'), hash);
    // A service that runs meanwhile finds the pages whole, the old ones or the new ones.
    rmSync(`${folder}.old`, { recursive: true, force: true });
    if (existsSync(folder)) renameSync(folder, `${folder}.old`);
    renameSync(fresh, folder);
    rmSync(`${folder}.old`, { recursive: true, force: true });
    say(`console built in ${elapsed(startedAt)}`);
  });
}

const command = [
  'build',
  '--config',
  join('console', 'vite.config.ts'),
  '--outDir',
  join('..', 'dist', 'console.new'),
  '--emptyOutDir',
  '--logLevel',
  'warn',
];

/** @param {string} root */
function hashOfSources(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const entries = readdirSync(join(root, 'console'), { recursive: true, withFileTypes: true });
  for (const path of entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort())
    hash.update(path.slice(root.length)).update(readFileSync(path));
  return hash.digest('hex');
}
