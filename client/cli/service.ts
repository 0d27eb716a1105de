import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config.ts';
import { Trouble } from './trouble.ts';

/** Where the service of this machine listens. */
export function localUrl({ host, port }: Config): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/**
 * The administrator key: ABSENCE_SYNC_ADMIN_KEY, else what the service of this machine has put into its data folder.
 * That one is never sent to another machine. None is made here: the service would know nothing of it.
 * @throws Trouble that says how to get it.
 */
export function findAdministratorKey(config: Config, url: string): string {
  if (config.givenAdministratorKey) return config.givenAdministratorKey;
  if (!isThisMachine(url))
    throw new Trouble(
      `Set ABSENCE_SYNC_ADMIN_KEY to the administrator key of ${url}.`,
      'It stands in admin.key in the data folder of that service, or in its ABSENCE_SYNC_ADMIN_KEY.',
    );
  const file = join(config.dataFolder, 'admin.key');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Trouble(
      `There is no administrator key at ${file}.`,
      'The service makes it at its first start (npm start). Where its data folder is another one, set ABSENCE_SYNC_DATA to it; where it has its key from ABSENCE_SYNC_ADMIN_KEY, set that here too.',
    );
  }
}

function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
