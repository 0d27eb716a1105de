import { pino, type DestinationStream, type Logger } from 'pino';

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

/** What of an error may stand in a log: its kind, its code and where it came from; messages quote values. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  return { ...kindOf(error), at: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) };
}

/** The kind and code of an error and of what caused it, for what is expected to happen now and then. */
export function kindOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  return {
    kind: error.name,
    ...pick(error, ['code', 'constraint', 'table', 'routine']),
    ...(error.cause === undefined ? {} : { cause: kindOf(error.cause) }),
  };
}

function pick(error: Error, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = Reflect.get(error, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
