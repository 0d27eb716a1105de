import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Nothing answers before somebody takes its requests. */
  readonly server: Server;
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Listens first, for what must know its address before it is made: nobody else takes the port meanwhile. */
export async function listen(port = 0): Promise<Listening> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
