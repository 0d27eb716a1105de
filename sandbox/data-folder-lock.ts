import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import { platform } from 'node:os';

/**
 * Keeps a second sandbox out of the folder, whose compaction would take the journal from under the first one.
 * An abstract socket goes with its process, so a kill -9 leaves no stale lock; only Linux has them.
 */
export async function lockDataFolder(directory: string): Promise<() => void> {
  if (platform() !== 'linux') return () => {};
  const server = createServer((socket) => socket.destroy());
  server.listen(`\0microsoft-365-sandbox:${realpathSync(directory)}`.slice(0, 107));
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`another sandbox is using the folder ${directory}`, { cause: error });
  }
  server.unref();
  return () => {
    server.close();
  };
}
