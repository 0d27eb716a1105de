import { AsyncLocalStorage } from 'node:async_hooks';

const names = new AsyncLocalStorage<string>();

/**
 * Runs `work` in the name of a person: every act of an administrator that is noted meanwhile carries it. It goes along
 * with the work instead of through every call, so that no act can be noted without it.
 */
export function actingAs<Result>(name: string | null, work: () => Result): Result {
  return name === null ? work() : names.run(name, work);
}

/** Null for the administrator key, and for what nobody has asked for. */
export const actorName = (): string | null => names.getStore() ?? null;
