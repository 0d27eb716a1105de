/** What Exchange Online lets in at once, by application and mailbox. */
export const requestsPerMailbox = 4;

/**
 * Lets at most `limit` requests at once into a mailbox, live changes before replays. Exchange Online allows four
 * concurrent requests an application and mailbox (https://learn.microsoft.com/graph/throttling-limits, Outlook
 * service limits); what other processes send is left to Microsoft's own 429.
 */
export interface MailboxGate {
  run<Result>(mailbox: string, urgency: Urgency, work: () => Promise<Result>): Promise<Result>;
}

export type Urgency = 'live' | 'replay';

interface Queue {
  running: number;
  readonly live: (() => void)[];
  readonly replay: (() => void)[];
}

export function mailboxGate(limit = requestsPerMailbox): MailboxGate {
  const queues = new Map<string, Queue>();

  const enter = async (mailbox: string, urgency: Urgency): Promise<Queue> => {
    const queue = queues.get(mailbox) ?? { running: 0, live: [], replay: [] };
    queues.set(mailbox, queue);
    if (queue.running < limit) queue.running += 1;
    else await new Promise<void>((resolve) => queue[urgency].push(resolve));
    return queue;
  };

  /** A leaving request hands its place on, so the count never passes the limit. */
  const leave = (mailbox: string, queue: Queue): void => {
    const next = queue.live.shift() ?? queue.replay.shift();
    if (next) return next();
    queue.running -= 1;
    if (queue.running === 0) queues.delete(mailbox);
  };

  return {
    async run(mailbox, urgency, work) {
      const queue = await enter(mailbox, urgency);
      try {
        return await work();
      } finally {
        leave(mailbox, queue);
      }
    },
  };
}
