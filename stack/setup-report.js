import { spawn } from 'node:child_process';

/** What a person has to do before this can go on. */
export class SetupFailed extends Error {}

/** @param {string} line */
export function say(line) {
  process.stdout.write(`set-up: ${line}\n`);
}

/** @param {number} startedAt */
export function elapsed(startedAt) {
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Says a line at most every five seconds, and none at first. */
export function everyFewSeconds() {
  let toldAt = Date.now();
  return (/** @type {() => string} */ line) => {
    if (Date.now() - toldAt < 5000) return;
    toldAt = Date.now();
    say(line());
  };
}

/**
 * Undone when set-up is interrupted, the latest first: programs that it started, folders that it began, its lock.
 * @type {(() => void | Promise<void>)[]}
 */
const undoings = [];
let isInterrupted = false;

for (const [signal, number] of /** @type {const} */ ([
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]))
  process.on(signal, async () => {
    if (isInterrupted) return;
    isInterrupted = true;
    for (const undo of undoings.toReversed()) await undo();
    process.stdout.write('\n');
    say('interrupted; nothing half-done is left, and the next start goes on from here');
    process.exit(128 + number);
  });

/**
 * @template T
 * @param {() => void | Promise<void>} undo
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function undoneOnInterrupt(undo, work) {
  undoings.push(undo);
  try {
    return await work();
  } finally {
    undoings.splice(undoings.indexOf(undo), 1);
  }
}

/**
 * Runs a program to its end, in a group of its own so that it can be ended with all that it started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void }} [options] with `onLine` it takes the output line by line; else that goes to the terminal
 * @returns {Promise<boolean>} whether it ended well
 */
export function run(command, args, { cwd, env, onLine } = {}) {
  const isOnWindows = process.platform === 'win32';
  const child = spawn(command, args, {
    detached: !isOnWindows,
    shell: isOnWindows,
    stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine?.(line);
    });
  }
  const ended = new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
  const signal = (/** @type {NodeJS.Signals} */ name) => {
    if (child.pid === undefined) return;
    try {
      process.kill(isOnWindows ? child.pid : -child.pid, name);
    } catch {
      // It has ended by itself.
    }
  };
  // npm goes on for a while after a SIGTERM, and would write into what the next set-up has begun.
  const end = async () => {
    signal('SIGTERM');
    const timer = setTimeout(signal, graceMilliseconds, 'SIGKILL');
    await ended;
    clearTimeout(timer);
  };
  // Whoever waits for a program that an interrupt has ended has nothing more to do.
  return undoneOnInterrupt(end, async () => {
    const isDone = await ended;
    return isInterrupted ? new Promise(() => undefined) : isDone;
  });
}

const graceMilliseconds = 1000;
