import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSandbox } from '../../sandbox/server.ts';
import { anna, errorOf, immutable, Microsoft365, pathTo, tenantId, vacation } from './microsoft-365.ts';

// Starting a process takes seconds where all cores are busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const main = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
let directory: string;
let child: ChildProcess | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
});

afterEach(async () => {
  child?.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true });
});

async function start(...more: string[]): Promise<Microsoft365> {
  child = spawn(process.execPath, [main, '--port', '0', '--data', join(directory, 'data'), ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the child has no output');
  for await (const line of createInterface(child.stdout)) {
    const origin = /http:\S+/.exec(line)?.[0];
    if (origin) return new Microsoft365(origin);
  }
  throw new Error('the sandbox ended before it listened');
}

async function end(signal: NodeJS.Signals): Promise<number | null> {
  if (!child) return null;
  const exit = once(child, 'exit');
  child.kill(signal);
  const [code] = (await exit) as [number | null];
  return code;
}

test('whatever was answered survives a kill -9: tenants, events, transaction ids, the clock and tokens', async () => {
  const before = await start();
  await before.prepare();
  const kept = await before.create({ transactionId: 'kept', subject: 'Kept' });
  const gone = await before.create({ transactionId: 'gone' });
  await before.graph('DELETE', pathTo(anna, gone['id']));
  await before.control('PUT', '/settings', { tokenLifetimeSeconds: 86_400 });
  await before.control('PUT', '/clock', { advanceSeconds: 30 * 24 * 3600 });
  const token = await before.signIn();
  const tenant = await before.control('GET', `/tenants/${tenantId}`);
  // The last answer and the kill lie as close together as can be.
  const last = before.create({ subject: 'Last' });
  await last;
  await end('SIGKILL');

  const after = await start();
  const headers = { authorization: `Bearer ${token}`, ...immutable };
  expect(await after.control('GET', `/tenants/${tenantId}`)).toMatchObject({
    applications: tenant['applications'],
  });
  const read = await after.graph('GET', pathTo(anna, kept['id']), undefined, headers);
  expect(read.json).toMatchObject({ subject: 'Kept', '@odata.etag': kept['@odata.etag'] });
  expect((await after.calendarOf(anna)).map((event) => event['subject'])).toEqual(['Kept', 'Last']);
  for (const [transactionId, existing] of [
    ['kept', kept],
    ['gone', gone],
  ] as const) {
    const reply = await after.graph('POST', `/users/${anna}/events`, vacation({ transactionId }), headers);
    expect(errorOf(reply)['@event.existingEventId']).toBe(existing['id']);
  }
  const { now } = await after.control('GET', '/clock');
  expect(Date.parse(String(now))).toBeGreaterThan(Date.now() + 29 * 24 * 3600 * 1000);
});

test('a kill -9 amid many writes loses none that was answered', async () => {
  const before = await start();
  await before.prepare();
  const answered: unknown[] = [];
  let killed: Promise<number | null> | undefined;
  const writer = async (name: string): Promise<void> => {
    for (let count = 0; killed === undefined; count += 1) {
      const { id } = await before.create({ transactionId: `${name}-${count}` });
      answered.push(id);
      if (answered.length === 100) killed = end('SIGKILL');
    }
  };
  await Promise.allSettled(['a', 'b', 'c', 'd'].map(writer));
  await killed;
  const after = await start();
  const events = await after.calendarOf(anna);
  expect(events.map((event) => event['immutableId'])).toEqual(expect.arrayContaining(answered));
  expect(new Set(events.map((event) => event['transactionId'])).size).toBe(events.length);
});

test('a last line that a kill cut short is left out', async () => {
  const before = await start();
  await before.prepare();
  await before.create();
  await end('SIGKILL');
  await writeFile(join(directory, 'data', 'journal.jsonl'), '{"kind":"event","tenan', { flag: 'a' });
  const after = await start();
  expect(await after.calendarOf(anna)).toHaveLength(1);
});

test('SIGTERM ends the process with code 0, also while a request is held', async () => {
  const outlook = await start();
  await outlook.prepare();
  const id = await outlook.fault({ effect: { kind: 'hold' } });
  const held = outlook.graph('GET', `/users/${anna}/events`).catch((error: unknown) => error);
  await expect
    .poll(async () => (await outlook.control('GET', '/faults'))['faults'])
    .toMatchObject([{ id, waiting: 1 }]);
  expect(await end('SIGTERM')).toBe(0);
  expect(await held).toBeInstanceOf(Error);
});

test('a seed adds tenants that are missing and leaves the others as they are', async () => {
  const seed = join(directory, 'seed.json');
  const mailboxes = [{ address: anna, displayName: 'Anna Holm' }];
  await writeFile(
    seed,
    JSON.stringify({ tenants: [{ tenantId, displayName: 'Seeded', applications: [], mailboxes }] }),
  );
  const first = await start('--seed', seed);
  expect(await first.control('GET', `/tenants/${tenantId}`)).toMatchObject({
    displayName: 'Seeded',
    mailboxes,
  });
  await first.control('PUT', `/tenants/${tenantId}`, { displayName: 'Renamed' });
  await end('SIGTERM');
  const second = await start('--seed', seed);
  expect(await second.control('GET', `/tenants/${tenantId}`)).toMatchObject({ displayName: 'Renamed' });
});

test('a second sandbox on the same folder is refused and disturbs nothing', async () => {
  const outlook = await start();
  await outlook.prepare();
  const data = join(directory, 'data');
  await expect(startSandbox({ data })).rejects.toThrow(`another sandbox is using the folder ${data}`);
  await outlook.create();
  await end('SIGKILL');
  expect(await (await start()).calendarOf(anna)).toHaveLength(1);
});
