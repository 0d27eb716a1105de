import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Another program listens where a piece of the stack wants to. */
export class TakenPort extends Error {
  override readonly name = 'TakenPort';
}

type WantedPort = {
  readonly port: number;
  readonly host?: string;
  readonly wantedBy: string;
  readonly setting: string;
};

/**
 * A piece that started beside a port's holder would seem ready, because the holder answers in its place.
 * @throws TakenPort
 */
export async function refuseTakenPort(port: number, wantedBy: string, host?: string): Promise<void> {
  if (await isTaken(port, host)) throw new TakenPort(`port ${port} is taken, and ${wantedBy} wants it`);
}

/**
 * Names every port that is taken, or wanted by two pieces, with the setting that moves it.
 * @throws TakenPort
 */
export async function refuseTakenPorts(wanted: readonly WantedPort[]): Promise<void> {
  const troubles: string[] = [];
  for (const [index, { port, host, wantedBy, setting }] of wanted.entries()) {
    const rival = wanted.slice(0, index).find((other) => other.port === port);
    if (rival)
      troubles.push(
        `port ${port} is wanted by ${rival.wantedBy} (${rival.setting}) and by ${wantedBy} (${setting})`,
      );
    else if (await isTaken(port, host))
      troubles.push(
        `port ${port} is taken by another program, and ${wantedBy} wants it: ${setting} moves it`,
      );
  }
  if (troubles.length > 0) throw new TakenPort(troubles.join('\n'));
}

/** Ports of the loopback address that were free when it asked; no two alike. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    }),
  );
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function isTaken(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return true;
    throw error;
  }
  server.close();
  await once(server, 'close');
  return false;
}
