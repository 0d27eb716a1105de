import { DefaultLogger } from '@temporalio/worker';
import type { Logger } from 'pino';
import { describeError, isError } from '#persistence/loggable-errors.ts';

const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's own lines in the same form as ours. What an activity threw comes along: of that no values are written. */
export function temporalLogger(target: Logger): DefaultLogger {
  return new DefaultLogger('INFO', ({ level, message, meta = {} }) => {
    const fields = Object.entries(meta).map(([name, value]: [string, unknown]) => [
      name,
      isError(value) || name === 'error' ? describeError(value) : value,
    ]);
    target[levels[level]](Object.fromEntries(fields), message);
  });
}
