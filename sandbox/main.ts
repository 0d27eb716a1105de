import { Command, InvalidArgumentError } from 'commander';
import pino from 'pino';
import { readSeedFile } from './seed.ts';
import { startSandbox } from './server.ts';

const command = new Command('sandbox')
  .description("Microsoft 365 on one machine: Entra's token endpoint and a part of Graph, over HTTP.")
  .option('--port <number>', 'port to listen on', portNumber, 3900)
  .option('--host <address>', 'address to listen on', '127.0.0.1')
  .option('--data <directory>', 'folder that keeps everything over a restart')
  .option('--seed <file>', 'JSON file of tenants to add where they do not exist yet')
  .option('--companion <url>', 'page to show beside the calendars', companionUrl)
  .option('--companion-title <text>', 'what that page is', 'HR system')
  .parse();

const options = command.opts<{
  port: number;
  host: string;
  data?: string;
  seed?: string;
  companion?: string;
  companionTitle: string;
}>();
const logger = pino({ level: 'warn' }, pino.destination(2));

try {
  const sandbox = await startSandbox({
    port: options.port,
    host: options.host,
    onDefect: (error) => logger.error(error, 'the sandbox itself failed'),
    ...(options.data !== undefined && { data: options.data }),
    ...(options.seed !== undefined && { seed: readSeedFile(options.seed) }),
    ...(options.companion !== undefined && {
      companion: { url: options.companion, title: options.companionTitle },
    }),
  });
  process.stdout.write(`Microsoft 365 sandbox listening on ${sandbox.origin}\n`);
  const end = (): void => {
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  process.stderr.write(
    `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is 0 to 65535.');
  return port;
}

function companionUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('a companion is the address of a page, such as http://127.0.0.1:3901/.');
  return new URL(text).href;
}
