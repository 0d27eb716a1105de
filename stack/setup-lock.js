import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { say, undoneOnInterrupt } from './setup-report.js';

/**
 * Does the work while no other set-up does the same; waits for one that does. A lock whose holder has died is taken over.
 * @template T
 * @param {string} file
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(file, what, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let isTold = false; !take(file); await delay(300)) {
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) {
      rmSync(file, { force: true });
    } else if (!isTold) {
      say(`another set-up (process ${holder}) ${what} right now; waiting for it`);
      isTold = true;
    }
  }
  const release = () => rmSync(file, { force: true });
  try {
    return await undoneOnInterrupt(release, work);
  } finally {
    release();
  }
}

/** Linked into place with its holder in it, so that nobody reads a lock without one. @param {string} file */
function take(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** @param {string} file */
function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
