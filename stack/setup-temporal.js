import { spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { alone } from './setup-lock.js';
import { SetupFailed, elapsed, everyFewSeconds, run, say, undoneOnInterrupt } from './setup-report.js';
import {
  cacheFolder,
  cachedTemporalBinary,
  findTemporalBinary,
  isNewEnough,
  temporalCliVersion,
  temporalExecutable,
} from './temporal-binary.js';

const connectTimeoutSeconds = 5;
const stallTimeoutSeconds = 30;
const goModule = 'github.com/temporalio/cli/cmd/temporal';

/**
 * Temporal's command line holds the development server. Where neither the PATH nor the cache has it, it is downloaded,
 * and where that can't be reached, built with Go. What comes is tried before it is moved into the cache whole.
 * @param {NodeJS.ProcessEnv} environment
 */
export async function bringTemporal(environment) {
  if (findTemporalBinary() !== undefined) return;
  await alone(join(cacheFolder(), 'temporal.lock'), "brings Temporal's development server", async () => {
    if (existsSync(cachedTemporalBinary())) return;
    // Under the lock whatever else lies here was begun by a set-up that was killed.
    for (const name of readdirSync(cacheFolder()))
      if (name.startsWith('temporal-draft-')) discard(join(cacheFolder(), name));
    const draft = mkdtempSync(join(cacheFolder(), 'temporal-draft-'));
    try {
      await undoneOnInterrupt(
        () => discard(draft),
        async () => {
          const why = (await download(draft)) ?? undefined;
          const whyNot = why === undefined ? undefined : await build(draft, environment);
          if (why !== undefined && whyNot !== undefined) throw new SetupFailed(waysOut(why, whyNot));
          keep(join(draft, temporalExecutable));
        },
      );
    } finally {
      discard(draft);
    }
  });
}

/** @param {string} binary */
function keep(binary) {
  if (!isNewEnough(binary))
    throw new SetupFailed("the Temporal that was brought doesn't run on this machine");
  mkdirSync(dirname(cachedTemporalBinary()), { recursive: true });
  renameSync(binary, cachedTemporalBinary());
  say(`Temporal's development server is ready: ${cachedTemporalBinary()}`);
}

/**
 * @param {string} folder
 * @returns {Promise<string | undefined>} why it didn't come
 */
async function download(folder) {
  say("downloading Temporal's development server from temporal.download");
  const timeout = new AbortController();
  const patience = (/** @type {number} */ seconds) => setTimeout(() => timeout.abort(), seconds * 1000);
  let timer = patience(connectTimeoutSeconds);
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const arch = process.arch === 'x64' ? 'amd64' : process.arch;
    const about = await fetch(
      `https://temporal.download/cli/${temporalCliVersion}?platform=${platform}&arch=${arch}&format=tar.gz`,
      { signal: timeout.signal },
    );
    if (!about.ok) return `temporal.download answered ${about.status}`;
    const { archiveUrl, fileToExtract } = /** @type {{ archiveUrl: string, fileToExtract: string }} */ (
      await about.json()
    );
    const answer = await fetch(archiveUrl, { signal: timeout.signal });
    if (!answer.ok || !answer.body) return `${archiveUrl} answered ${answer.status}`;
    const archive = join(folder, 'temporal.tar.gz');
    const file = createWriteStream(archive);
    const total = Number(answer.headers.get('content-length'));
    const tell = everyFewSeconds();
    let bytes = 0;
    for await (const chunk of answer.body) {
      clearTimeout(timer);
      timer = patience(stallTimeoutSeconds);
      file.write(chunk);
      bytes += chunk.length;
      tell(() => `  ${megabytes(bytes)}${total > 0 ? ` of ${megabytes(total)}` : ''}`);
    }
    file.end();
    await finished(file);
    clearTimeout(timer);
    if (!(await run('tar', ['-xzf', archive, '-C', folder, fileToExtract]))) return 'the archive is damaged';
    if (fileToExtract !== temporalExecutable)
      renameSync(join(folder, fileToExtract), join(folder, temporalExecutable));
    return undefined;
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: { code?: string } }} */ (error);
    return timeout.signal.aborted ? 'no answer in time' : (cause?.code ?? message);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string | undefined>} why it wasn't built
 */
async function build(folder, environment) {
  const go = /go(\d+)\.(\d+)\S*/.exec(
    spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).stdout ?? '',
  );
  if (!go) return "Go isn't installed";
  if (Number(go[1]) === 1 && Number(go[2]) < 25) return `Go 1.25 is needed and this is ${go[0]}`;
  say(
    `not to be downloaded here; building Temporal ${temporalCliVersion} with ${go[0]}: 5 to 10 minutes, once`,
  );
  const startedAt = Date.now();
  const lines = /** @type {string[]} */ ([]);
  const tell = everyFewSeconds();
  const report = () =>
    tell(
      () => `  ${elapsed(startedAt)}: ${lines.length} packages, now ${lines.at(-1) ?? 'fetching sources'}`,
    );
  // A single package can compile for a minute without a word.
  const timer = setInterval(report, 1000);
  try {
    const isBuilt = await run('go', ['install', '-v', `${goModule}@${temporalCliVersion}`], {
      cwd: folder,
      env: { ...environment, GOBIN: folder, GOFLAGS: '' },
      onLine: (line) => lines.push(line),
    });
    return isBuilt ? undefined : `Go said:\n${lines.slice(-5).join('\n')}`;
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} download @param {string} build */
const waysOut = (download, build) =>
  `Temporal's development server can be neither downloaded (${download}) nor built (${build}). Three ways out:
  1. install Temporal's command line (https://docs.temporal.io/cli) so that \`temporal\` is on the PATH
  2. install Go 1.25 or newer (https://go.dev/dl): the next start builds it
  3. run a Temporal server elsewhere and start with TEMPORAL_ADDRESS=host:port (npm test needs way 1 or 2)`;

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(0)} MB`;

/** @param {string} folder */
const discard = (folder) => rmSync(folder, { recursive: true, force: true });
