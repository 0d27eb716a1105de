import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/**
 * What tells a living process from a later one of the same number: when it began. Undefined where there is none, or
 * where it has ended and only waits for its parent to notice.
 */
export function identityOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const stat = orUndefined(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
    // The name in parentheses may hold anything; after it come the state (field 3) and, at 22, the start.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  }
  return fromPs('lstart=', pid);
}

/** The command line of a living process. */
export function commandLineOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return fromPs('command=', pid);
  const line = orUndefined(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  return line ? line.replaceAll('\0', ' ').trim() : undefined;
}

export function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return Number(fromPs('ppid=', pid)) || undefined;
  const status = orUndefined(() => readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(/^PPid:\s*(\d+)/m.exec(status ?? '')?.[1]) || undefined;
}

/** The living processes that work in this folder. Linux alone tells; elsewhere none are known. */
export function processesWithin(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && orUndefined(() => readlinkSync(`/proc/${pid}/cwd`)) === folder);
}

function fromPs(column: string, pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
