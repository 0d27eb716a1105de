import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type ProcessOptions = {
  /** What people call it: "Postgres", "the worker". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly folder?: string;
  /** The file that takes all it writes. */
  readonly log: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** SIGTERM unless the program leaves in order by another one (Postgres: SIGINT). */
  readonly stopSignal?: NodeJS.Signals;
  readonly stopTimeoutSeconds?: number;
  /** Told as soon as it runs, long before it is ready. */
  readonly onSpawn?: ((process: RunningProcess) => void) | undefined;
};

export type RunningProcess = {
  readonly name: string;
  readonly pid: number;
  /** Set once it has ended. */
  readonly exit: Exit | undefined;
  readonly exited: Promise<Exit>;
  /** The end of its log. */
  lastLines(count?: number): string;
  /** Asks it to leave; kills it and its group when it hasn't after `stopTimeoutSeconds`. */
  stop(): Promise<void>;
  /** At once, with its group. */
  kill(): Promise<void>;
};

const largestLogBytes = 10_000_000;

/** A starter that ends by an error of its own takes along what it started. */
const leavingWithStarter = new Set<() => void>();
process.on('exit', () => {
  for (const leave of leavingWithStarter) leave();
});

/**
 * Starts a process as the leader of a group of its own, so that a terminal's Ctrl-C reaches only who stops it in order.
 * It writes straight to its log: it outlives a starter that is killed, and is found again by its recorded pid.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  mkdirSync(dirname(options.log), { recursive: true });
  cutLog(options.log);
  const log = openSync(options.log, 'a');
  let child: ChildProcess;
  try {
    child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: options.env,
      ...(options.folder === undefined ? {} : { cwd: options.folder }),
      ...options.user,
    });
  } finally {
    closeSync(log);
  }
  let exit: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      exit = { code, signal };
      resolve(exit);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => {
      reject(new Error(`${options.name} can't be started: ${error.message}`, { cause: error }));
    });
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.name} can't be started`);

  const leave = (): void => {
    signalGroup(pid, options.stopSignal ?? 'SIGTERM');
  };
  leavingWithStarter.add(leave);
  void exited.then(() => leavingWithStarter.delete(leave));

  const signal = (name: NodeJS.Signals): void => {
    signalGroup(pid, name);
  };
  const kill = async (): Promise<void> => {
    signal('SIGKILL');
    await exited;
  };
  const running: RunningProcess = {
    name: options.name,
    pid,
    get exit() {
      return exit;
    },
    exited,
    lastLines: (count = 15) => lastLines(options.log, count),
    kill,
    async stop() {
      if (exit) return;
      signal(options.stopSignal ?? 'SIGTERM');
      const timeout = new AbortController();
      const isOver = await Promise.race([
        exited.then(() => true),
        delay((options.stopTimeoutSeconds ?? 15) * 1000, false, { signal: timeout.signal }).catch(() => true),
      ]);
      timeout.abort();
      if (!isOver) await kill();
    },
  };
  options.onSpawn?.(running);
  return running;
}

/** Keeps the log of a process that runs for months from filling the disk: what is older moves to `<log>.1`. */
export function cutLog(log: string): void {
  if (!existsSync(log) || statSync(log).size <= largestLogBytes) return;
  copyFileSync(log, `${log}.1`);
  // The process appends, so it goes on at the new end.
  truncateSync(log);
}

/** To the whole group; one that is gone already is no error. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function lastLines(log: string, count: number): string {
  if (!existsSync(log)) return '';
  const { size } = statSync(log);
  const bytes = Buffer.alloc(Math.min(size, 8192));
  const file = openSync(log, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
  } finally {
    closeSync(file);
  }
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}
