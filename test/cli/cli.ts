import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { childEnvironment } from '#stack/child-environment.ts';
import { openApi, type TestApi } from '../api/api.ts';

const bin = join(import.meta.dirname, '..', '..', 'client', 'cli', 'absence-sync.js');

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface TestCli {
  readonly api: TestApi;
  readonly port: number;
  /** Runs the command line as a user does, against the API. */
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  close(): Promise<void>;
}

interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
}

export async function openCli(): Promise<TestCli> {
  const api = await openApi();
  const address = new URL(await api.server.listen({ host: '127.0.0.1', port: 0 }));
  const port = Number(address.port);
  return {
    api,
    port,
    run: (args, options) => runCli({ port, administratorKey: api.administratorKey }, args, options),
    close: () => api.close(),
  };
}

/** Runs the command line against the service that listens there. */
export async function runCli(
  { port, administratorKey }: { readonly port: number; readonly administratorKey: string },
  args: readonly string[],
  { stdin = '', env = {}, node = process.execPath }: RunOptions = {},
): Promise<Run> {
  const child = spawn(node, [bin, ...args], {
    env: { ...childEnvironment({ PORT: String(port), ABSENCE_SYNC_ADMIN_KEY: administratorKey }), ...env },
  });
  child.stdin.end(stdin);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, out, err };
}
