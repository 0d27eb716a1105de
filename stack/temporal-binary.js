import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The newest version of Temporal's command line that `go install` builds without a checkout of its source. */
export const temporalCliVersion = 'v1.5.1';

/** The first server that knows fairness between companies (`matching.enableFairness`). */
const oldestServer = { major: 1, minor: 29 };

export const temporalExecutable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

// oxlint-disable-next-line node/no-process-env -- where programs and caches lie is the machine's setting, not the service's, and set-up asks before config.ts can be loaded
const environment = process.env;

/** The user's own, shared by all checkouts: a build takes minutes. */
export const cacheFolder = () =>
  join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'absence-sync');

export const cachedTemporalBinary = () =>
  join(cacheFolder(), `temporal-cli-${temporalCliVersion}`, temporalExecutable);

/**
 * Where Temporal's command line is: on the PATH, else in our cache; undefined where neither has it.
 * One on the PATH must run and be new enough. What lies in the cache is whole, because set-up moves it there only
 * once it has run.
 * @returns {string | undefined}
 */
export function findTemporalBinary() {
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, temporalExecutable))
    .find((file) => isExecutable(file));
  if (onPath !== undefined && isNewEnough(onPath)) return onPath;
  return isExecutable(cachedTemporalBinary()) ? cachedTemporalBinary() : undefined;
}

/**
 * Whether this file runs as Temporal's command line, with a server that has what the service needs.
 * @param {string} file
 */
export function isNewEnough(file) {
  const { stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  const server = /^temporal version .*\(Server (\d+)\.(\d+)\./.exec(stdout ?? '');
  if (!server) return false;
  const [major, minor] = [Number(server[1]), Number(server[2])];
  return major > oldestServer.major || (major === oldestServer.major && minor >= oldestServer.minor);
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
