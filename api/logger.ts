import { pino, type DestinationStream, type Logger } from 'pino';
import { describeError } from '#persistence/loggable-errors.ts';

export { describeError, kindOf } from '#persistence/loggable-errors.ts';

/**
 * The service's log. A line never holds an address, a body, a header or the words of an error that isn't ours: all of
 * those carry names and mailboxes, or secrets.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { process: 'api' },
    serializers: { err: describeError, req: () => undefined, res: () => undefined },
  };
  return destination ? pino(options, destination) : pino(options);
}
