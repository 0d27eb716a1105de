import { readConfig } from '#config.ts';
import { apiOrigin } from '../pieces.ts';
import { startDemoHr } from './server.ts';

/** The demo's HR system, a process of its own beside the sandbox. */

const config = readConfig();
const demoHr = await startDemoHr({
  port: config.demoHrPort,
  apiOrigin: apiOrigin(config),
  dataFolder: config.dataFolder,
  frameAncestors: [`http://127.0.0.1:${config.sandboxPort}`, `http://localhost:${config.sandboxPort}`],
});
process.stdout.write(`The demo's HR system listens on ${demoHr.origin}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void demoHr.close().then(() => process.exit(0));
  });
