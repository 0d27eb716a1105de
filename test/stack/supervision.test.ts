import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeDataFolder } from '#stack/data-folder.ts';
import { refuseTakenPorts } from '#stack/ports.ts';
import { startPostgres } from '#stack/postgres.ts';
import { identityOf } from '#stack/process-table.ts';
import { type RunningProcess, startProcess } from '#stack/process.ts';
import { type Supervised, supervise } from '#stack/supervisor.ts';
import { quietPorts } from '../setup/ports.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'absence-sync-stack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const silence = (): void => undefined;
const isAlive = (process: RunningProcess): boolean => identityOf(process.pid) !== undefined;

const startNode = (script: string, onSpawn?: (process: RunningProcess) => void): Promise<RunningProcess> =>
  startProcess({
    name: 'the piece',
    command: process.execPath,
    args: ['-e', script],
    env: {},
    log: join(folder, 'piece.log'),
    stopTimeoutSeconds: 1,
    onSpawn,
  });
const staysUp = 'setInterval(() => undefined, 1000)';

describe('a supervised piece', () => {
  let lives: readonly RunningProcess[];
  let told: readonly string[];
  let supervised: Supervised;
  const run = (script: string): void => {
    // Of this piece alone: one that was killed as it was being started again may still tell of it.
    const spawned: RunningProcess[] = [];
    const said: string[] = [];
    [lives, told] = [spawned, said];
    supervised = supervise(
      { name: 'the piece', tellsReadiness: true, start: (onSpawn) => startNode(script, onSpawn) },
      { say: (line) => said.push(line), onChange: (process) => void (process.exit || spawned.push(process)) },
    );
  };
  afterEach(() => supervised.kill());

  test('comes back when it is killed', async () => {
    run(staysUp);
    await supervised.ready;
    process.kill(lives[0]?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => lives.length).toBe(2);
    expect(told[0]).toBe('the piece ended (SIGKILL); it is started again');
  });

  test('that keeps dying shows what it last wrote', async () => {
    run('console.log("no such table"); process.exitCode = 3');
    await expect.poll(() => told.join('\n')).toMatch(/keeps dying; it last wrote:\n.*no such table/);
  });

  test('is gone after a stop, and stays gone', async () => {
    run(staysUp);
    await supervised.ready;
    await supervised.stop();
    expect(lives.map((process) => isAlive(process))).toEqual([false]);
  });

  test('that does not listen is killed', async () => {
    run(`process.on('SIGTERM', () => undefined); console.log('up'); ${staysUp}`);
    await supervised.ready;
    await expect.poll(() => readFileSync(join(folder, 'piece.log'), 'utf8')).toContain('up');
    await supervised.stop();
    expect(lives[0]?.exit).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe('the data folder', () => {
  test('is refused while another stack lives on it', async () => {
    const first = await takeDataFolder(folder, silence);
    await expect(takeDataFolder(folder, silence)).rejects.toThrow(`process ${process.pid}`);
    first.release();
    (await takeDataFolder(folder, silence)).release();
  });

  test('is freed of what a killed stack left running', async () => {
    const killed = `
      const { takeDataFolder } = await import(${JSON.stringify(import.meta.resolve('#stack/data-folder.ts'))});
      const { startProcess } = await import(${JSON.stringify(import.meta.resolve('#stack/process.ts'))});
      const folder = await takeDataFolder(${JSON.stringify(folder)}, () => undefined);
      const left = await startProcess({ name: 'the worker', command: process.execPath, args: ['-e', ${JSON.stringify(staysUp)}], env: {}, log: ${JSON.stringify(join(folder, 'left.log'))} });
      folder.record('the worker', left.pid);
      console.log('left ' + left.pid);
      ${staysUp}`;
    const stack = await startNode(`(async () => {${killed}})()`);
    const left = (): number =>
      Number(/left (\d+)\n/.exec(readFileSync(join(folder, 'piece.log'), 'utf8'))?.[1]);
    await expect.poll(left).toBeGreaterThan(0);
    await stack.kill();
    expect(identityOf(left())).toBeDefined();

    const told: string[] = [];
    const next = await takeDataFolder(folder, (line) => told.push(line));
    expect(told).toEqual(['ending what an interrupted stack left running: the worker']);
    expect(identityOf(left())).toBeUndefined();
    next.release();
  });
});

describe('ports', () => {
  test('that are taken are named with their setting, all of them', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port: taken } = server.address() as AddressInfo;
    const [free = 0] = await quietPorts(1);
    await expect(
      refuseTakenPorts([
        { port: taken, wantedBy: 'the API', setting: 'PORT' },
        { port: free, wantedBy: 'Postgres', setting: 'POSTGRES_PORT' },
        { port: free, wantedBy: 'the sandbox', setting: 'SANDBOX_PORT' },
      ]),
    ).rejects.toThrow(
      `port ${taken} is taken by another program, and the API wants it: PORT moves it\n` +
        `port ${free} is wanted by Postgres (POSTGRES_PORT) and by the sandbox (SANDBOX_PORT)`,
    );
    server.close();
  });
});

describe('embedded Postgres', () => {
  test('comes back with its data after a kill, and belongs to a role without special rights', async () => {
    const [port = 0] = await quietPorts(1);
    let postgres = await startPostgres({
      folder,
      port,
      log: join(folder, 'postgres.log'),
      isThrowaway: true,
    });
    const ask = async (text: string): Promise<unknown> => {
      const client = new Client({ connectionString: postgres.url });
      await client.connect();
      try {
        return (await client.query(text)).rows[0];
      } finally {
        await client.end();
      }
    };
    await ask('create table kept as select 42 as answer');
    process.kill(postgres.pid, 'SIGKILL');
    await postgres.exited;
    postgres = await postgres.restart();
    expect(await ask('select answer from kept')).toEqual({ answer: 42 });
    expect(await ask('select rolsuper, rolbypassrls from pg_roles where rolname = current_user')).toEqual({
      rolsuper: false,
      rolbypassrls: false,
    });
    await postgres.stop();
    expect(isAlive(postgres)).toBe(false);
  });
});
