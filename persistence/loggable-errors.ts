import { isNativeError } from 'node:util/types';

/**
 * What of an error may stand in a log: its kind, its code and where it came from. Never its words, and never Postgres'
 * `detail` or `where`: those quote the values of rows.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!isError(error)) return { kind: typeof error };
  return { ...kindOf(error), at: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) };
}

/** The kind and code of an error and of what caused it, for what is expected to happen now and then. */
export function kindOf(error: unknown): Record<string, unknown> {
  if (!isError(error)) return { kind: typeof error };
  return {
    kind: error.name,
    ...pick(error, ['code', 'type', 'constraint', 'table', 'routine']),
    ...(error.cause === undefined ? {} : { cause: kindOf(error.cause) }),
  };
}

/** One of a workflow's sandbox is none by `instanceof`; one of the platform (DOMException) none by its inside. */
export const isError = (value: unknown): value is Error => value instanceof Error || isNativeError(value);

function pick(error: Error, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value: unknown = Reflect.get(error, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
