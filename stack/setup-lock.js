import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
      discard(file, holder);
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

/**
 * Removes a dead holder's lock. Two may find the same one: what turns out to be the lock that the faster has taken
 * since is put back.
 * @param {string} file
 * @param {number} holder
 */
function discard(file, holder) {
  const aside = `${file}.aside.${process.pid}`;
  try {
    renameSync(file, aside);
    if (holderOf(aside) !== holder) linkSync(aside, file);
  } catch {
    // The faster one has moved it, or holds it already.
  } finally {
    rmSync(aside, { force: true });
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
