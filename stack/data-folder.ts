import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { signalGroup } from './process.ts';
import { identityOf } from './process-table.ts';

const recordedSchema = z.object({ name: z.string(), pid: z.number(), identity: z.string() });
type Recorded = z.infer<typeof recordedSchema>;

/** Another stack runs on the data folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

export type DataFolder = {
  /** Notes a process of the stack, so that the next start ends it where this one couldn't. */
  record(name: string, pid: number): void;
  forget(pid: number): void;
  release(): void;
};

/**
 * Takes the data folder for this process, and ends what a stack that was killed left running on it.
 * @throws FolderInUse while another stack lives on it.
 */
export async function takeDataFolder(folder: string, say: (line: string) => void): Promise<DataFolder> {
  mkdirSync(folder, { recursive: true });
  const lock = join(folder, 'stack.lock');
  await takeLock(lock, folder);
  const file = join(folder, 'processes.json');
  await endLeftovers(read(file, z.array(recordedSchema)) ?? [], say);

  let recorded: readonly Recorded[] = [];
  const write = (next: readonly Recorded[]): void => {
    recorded = next;
    writeFileSync(`${file}.draft`, JSON.stringify(recorded, null, 2));
    renameSync(`${file}.draft`, file);
  };
  write([]);
  return {
    record(name, pid) {
      const identity = identityOf(pid);
      if (identity !== undefined) write([...recorded, { name, pid, identity }]);
    },
    forget(pid) {
      write(recorded.filter((process) => process.pid !== pid));
    },
    release() {
      rmSync(file, { force: true });
      rmSync(lock, { force: true });
    },
  };
}

async function takeLock(lock: string, folder: string): Promise<void> {
  const own: Recorded = { name: 'supervisor', pid: process.pid, identity: identityOf(process.pid) ?? '' };
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(own));
  try {
    linkSync(draft, lock);
    return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = read(lock, recordedSchema);
    if (holder && isAlive(holder)) throw inUse(holder, folder);
    renameSync(draft, lock);
    // Two that find the same dead holder both get here; the later one stays, and the earlier sees it now.
    await delay(200);
    const winner = read(lock, recordedSchema);
    if (winner?.pid !== process.pid) throw inUse(winner, folder);
  } finally {
    rmSync(draft, { force: true });
  }
}

const inUse = (holder: Recorded | undefined, folder: string): FolderInUse =>
  new FolderInUse(
    `another stack (process ${holder?.pid}) runs on ${folder}; stop it first, or give this one a folder of its own (ABSENCE_SYNC_DATA) and other ports`,
  );

/** In the order of a stop: who writes first, the store last. */
async function endLeftovers(leftovers: readonly Recorded[], say: (line: string) => void): Promise<void> {
  const living = leftovers.filter((process) => isAlive(process));
  if (living.length === 0) return;
  say(`ending what an interrupted stack left running: ${living.map(({ name }) => name).join(', ')}`);
  const isStore = ({ name }: Recorded): boolean => name === 'Postgres';
  for (const process of [...living.filter((one) => !isStore(one)), ...living.filter(isStore)]) {
    signalGroup(process.pid, isStore(process) ? 'SIGINT' : 'SIGTERM');
    const deadline = Date.now() + 10_000;
    while (isAlive(process) && Date.now() < deadline) await delay(50);
    if (isAlive(process)) signalGroup(process.pid, 'SIGKILL');
  }
}

const isAlive = ({ pid, identity }: Recorded): boolean => identityOf(pid) === identity;

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
