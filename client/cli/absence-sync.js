#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Plain JavaScript, so that any Node can start it: what follows is TypeScript, which Node runs from 22.18 on. */
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const ownNode = fileURLToPath(new URL(join('..', '..', 'node_modules', '.bin', 'node'), import.meta.url));

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) await import(main);
else if (existsSync(ownNode)) {
  const child = spawn(ownNode, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
} else {
  process.stderr.write(
    `absence-sync needs Node 22.18 or newer; this is ${process.versions.node}. \`npm ci\` brings one along.\n`,
  );
  process.exitCode = 1;
}
