import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { operations, type Operation } from './graph-route.ts';

const respond = {
  status: z.int().min(100).max(599),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
};
const milliseconds = z.number().min(0).max(3_600_000);

const faultEffectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('respond'), ...respond }),
  z.strictObject({ kind: z.literal('dropBefore') }),
  z.strictObject({ kind: z.literal('commitThenDrop') }),
  z.strictObject({ kind: z.literal('commitThenRespond'), ...respond }),
  z.strictObject({ kind: z.literal('delayBefore'), milliseconds }),
  z.strictObject({ kind: z.literal('commitThenDelay'), milliseconds }),
  z.strictObject({ kind: z.literal('truncate') }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('commitThenHold') }),
]);

export const faultSchema = z.strictObject({
  operation: z.enum(operations).optional(),
  method: z.string().optional(),
  mailbox: z.string().optional(),
  tenantId: z.string().optional(),
  applicationId: z.string().optional(),
  pathContains: z.string().optional(),
  times: z.int().min(1).nullable().optional(),
  skip: z.int().min(0).optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.int().optional(),
  effect: faultEffectSchema,
});

export type FaultEffect = z.infer<typeof faultEffectSchema>;
export type FaultInput = z.infer<typeof faultSchema>;

export interface FaultSubject {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly tenantId: string | null;
  readonly applicationId: string | null;
  /** Every name of the mailbox, in lower case. */
  readonly mailboxNames: readonly string[];
}

export interface Strike {
  readonly effect: FaultEffect;
  /** Resolves when the fault is released or taken away. */
  readonly released: () => Promise<void>;
}

interface Fault {
  readonly id: string;
  readonly input: FaultInput;
  readonly random: () => number;
  skipped: number;
  struck: number;
  waiting: (() => void)[];
}

export class Faults {
  readonly #faults = new Map<string, Fault>();
  #changes = 0;

  /** Rises whenever a fault is added, taken away or strikes. */
  get changes(): number {
    return this.#changes;
  }

  add(input: FaultInput): string {
    const id = randomUUID();
    const random = input.seed === undefined ? Math.random : seededRandom(input.seed);
    this.#faults.set(id, { id, input, random, skipped: 0, struck: 0, waiting: [] });
    this.#changes += 1;
    return id;
  }

  list(): readonly Record<string, unknown>[] {
    return [...this.#faults.values()].map((fault) => ({
      id: fault.id,
      ...fault.input,
      struck: fault.struck,
      waiting: fault.waiting.length,
    }));
  }

  /** Lets go what waits now; later requests wait again. Null for an unknown fault. */
  release(id: string): number | null {
    const fault = this.#faults.get(id);
    if (!fault) return null;
    const waiting = fault.waiting;
    fault.waiting = [];
    for (const letGo of waiting) letGo();
    return waiting.length;
  }

  remove(id: string): boolean {
    this.release(id);
    const isRemoved = this.#faults.delete(id);
    if (isRemoved) this.#changes += 1;
    return isRemoved;
  }

  clear(): void {
    for (const id of this.#faults.keys()) this.remove(id);
  }

  /** The first fault, oldest first, that matches and whose turn it is. */
  strike(subject: FaultSubject): Strike | null {
    if (this.#faults.size === 0) return null;
    for (const fault of this.#faults.values()) {
      const { times, skip = 0, probability } = fault.input;
      if (times !== null && fault.struck >= (times ?? 1)) continue;
      if (!matches(fault.input, subject)) continue;
      if (fault.skipped < skip) {
        fault.skipped += 1;
        continue;
      }
      if (probability !== undefined && fault.random() >= probability) continue;
      fault.struck += 1;
      this.#changes += 1;
      return {
        effect: fault.input.effect,
        released: () =>
          this.#faults.has(fault.id)
            ? new Promise((resolve) => {
                fault.waiting.push(resolve);
              })
            : Promise.resolve(),
      };
    }
    return null;
  }
}

function matches(input: FaultInput, subject: FaultSubject): boolean {
  return (
    (input.operation === undefined || input.operation === subject.operation) &&
    (input.method === undefined || input.method.toUpperCase() === subject.method) &&
    (input.tenantId === undefined || input.tenantId.toLowerCase() === subject.tenantId) &&
    (input.applicationId === undefined || input.applicationId.toLowerCase() === subject.applicationId) &&
    (input.pathContains === undefined || subject.path.includes(input.pathContains)) &&
    (input.mailbox === undefined || subject.mailboxNames.includes(input.mailbox.toLowerCase()))
  );
}

/** mulberry32: small, and the same row of numbers for the same seed everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
