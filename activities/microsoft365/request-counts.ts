/** What a request to Microsoft asked for, and what came of it: few and fixed, because both are labels of a metric. */
export type RequestOperation =
  | 'token'
  | 'metadata'
  | 'createEvent'
  | 'updateEvent'
  | 'deleteEvent'
  | 'getEvent'
  | 'listEvents'
  | 'getMailboxSettings'
  | 'updateMailboxSettings'
  | 'application'
  | 'other';

export type RequestOutcome =
  | 'success'
  | 'throttled'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rejected'
  | 'unavailable'
  | 'no-answer';

export interface RequestCount {
  readonly operation: RequestOperation;
  readonly outcome: RequestOutcome;
  readonly count: number;
}

/** The requests that this process has sent and that are not in the store yet. */
export interface RequestCounts {
  /** A request that has left; `status` is null where no answer came. */
  readonly note: (method: string, url: string, status: number | null) => void;
  /** Hands over what has been counted, and begins again. */
  take(): readonly RequestCount[];
  /** Takes back what could not be handed on. */
  putBack(counts: readonly RequestCount[]): void;
}

export function requestCounts(): RequestCounts {
  let counts = new Map<string, RequestCount>();
  const add = ({ operation, outcome, count }: RequestCount): void => {
    const key = `${operation}/${outcome}`;
    counts.set(key, { operation, outcome, count: (counts.get(key)?.count ?? 0) + count });
  };
  return {
    note: (method, url, status) =>
      add({ operation: operationOf(method, new URL(url)), outcome: outcomeOf(status), count: 1 }),
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
    putBack: (taken) => taken.forEach(add),
  };
}

function operationOf(method: string, { hostname, pathname }: URL): RequestOperation {
  if (hostname === 'login.microsoftonline.com') return method === 'POST' ? 'token' : 'metadata';
  if (/^\/v1\.0\/applications\b/.test(pathname)) return 'application';
  if (/^\/v1\.0\/users\/[^/]+\/mailboxSettings\b/.test(pathname))
    return method === 'GET' ? 'getMailboxSettings' : 'updateMailboxSettings';
  const [, collection, id] = /^\/v1\.0\/users\/[^/]+\/(events|calendarView)(\/[^/]+)?$/.exec(pathname) ?? [];
  if (collection === undefined) return 'other';
  switch (method) {
    case 'GET':
      return id === undefined ? 'listEvents' : 'getEvent';
    case 'POST':
      return 'createEvent';
    case 'PATCH':
      return 'updateEvent';
    case 'DELETE':
      return 'deleteEvent';
    default:
      return 'other';
  }
}

function outcomeOf(status: number | null): RequestOutcome {
  if (status === null) return 'no-answer';
  if (status < 400) return 'success';
  return outcomes.get(status) ?? (status < 500 ? 'rejected' : 'unavailable');
}

const outcomes: ReadonlyMap<number, RequestOutcome> = new Map([
  [401, 'unauthorized'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [408, 'unavailable'],
  [409, 'conflict'],
  [410, 'not-found'],
  [412, 'conflict'],
  [423, 'unavailable'],
  [425, 'unavailable'],
  [429, 'throttled'],
]);
