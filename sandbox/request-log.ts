import { operations, type Operation } from './graph-route.ts';

export interface LoggedRequest {
  readonly sequence: number;
  readonly at: string;
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly tenantId: string | null;
  readonly applicationId: string | null;
  readonly mailbox: string | null;
  /** Null where the connection was cut before anything was done. */
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly durationMilliseconds: number;
  /** The kind of the fault that struck. */
  readonly fault: string | null;
}

const capacity = 100_000;

/** The newest requests, without bodies and secrets. A request enters when its outcome is certain. */
export class RequestLog {
  readonly #ring: LoggedRequest[] = [];
  #last = 0;
  #first = 1;
  #counts = new Map<Operation, number>();

  get last(): number {
    return this.#last;
  }

  add(request: Omit<LoggedRequest, 'sequence'>): void {
    this.#last += 1;
    this.#ring[this.#last % capacity] = { sequence: this.#last, ...request };
    this.#first = Math.max(this.#first, this.#last - capacity + 1);
    this.#counts.set(request.operation, (this.#counts.get(request.operation) ?? 0) + 1);
  }

  after(sequence: number, limit: number): readonly LoggedRequest[] {
    const found: LoggedRequest[] = [];
    for (
      let next = Math.max(sequence + 1, this.#first);
      next <= this.#last && found.length < limit;
      next += 1
    ) {
      const request = this.#ring[next % capacity];
      if (request) found.push(request);
    }
    return found;
  }

  counts(): Record<string, number> {
    return Object.fromEntries(operations.map((operation) => [operation, this.#counts.get(operation) ?? 0]));
  }

  /** Forgets the requests; sequence numbers go on rising. */
  clear(): void {
    this.#ring.length = 0;
    this.#first = this.#last + 1;
    this.#counts = new Map();
  }
}
