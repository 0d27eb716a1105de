import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bringConsole } from './setup-console.js';
import { bringPackages, checkEmbeddedPostgres, checkNode, forgetPackages } from './setup-packages.js';
import { SetupFailed, say } from './setup-report.js';
import { bringTemporal } from './setup-temporal.js';

/**
 * Brings what this checkout needs to run: the packages of the lockfile (Node 24 among them), embedded Postgres, the
 * console's pages and Temporal's development server. `npm start` and `npm test` call it first; so it runs on Node 20,
 * needs no package and is over in a moment when all is there. It may be interrupted anywhere, and run twice at once.
 *
 * `--for-tests`: the tests bring a Postgres and a Temporal of their own, whatever the environment names.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const environment = process.env;
const isForTests = process.argv.includes('--for-tests');

try {
  const own = Number(process.versions.node.split('.')[0]);
  if (own < 20) throw new SetupFailed(`Node 20 or newer is needed, and this is ${process.version}`);
  await bringPackages(root, environment['npm_execpath']);
  try {
    checkNode(root, environment['PATH'] ?? '');
    if (isForTests || !environment['DATABASE_URL']) await checkEmbeddedPostgres(root);
  } catch (error) {
    forgetPackages(root);
    throw error;
  }
  await bringConsole(root, environment);
  if (isForTests || !environment['TEMPORAL_ADDRESS']) await bringTemporal(environment);
} catch (error) {
  if (!(error instanceof SetupFailed)) throw error;
  say(error.message);
  process.exitCode = 1;
}
