import { setTimeout as delay } from 'node:timers/promises';
import { approvedEvent, type BenchStack } from './bench-stack.ts';
import { percentile, type Figure } from './figures.ts';
import { timeOne, watchSandbox } from './live.ts';

interface Shape {
  readonly registrations: number;
  readonly mailboxes: number;
  /** What Microsoft takes to answer. */
  readonly latencyMilliseconds: number;
}

const requestsPerMailbox = 4;
/** How often another company posts an approval while the largest replay runs. */
const liveEveryMilliseconds = 500;

const parked: Shape = { registrations: 10_000, mailboxes: 20, latencyMilliseconds: 250 };
const ceiling: Shape = { registrations: 5_000, mailboxes: 500, latencyMilliseconds: 0 };

/**
 * Imported registrations brought to Outlook by the replay; against a workflow for each of them; and against the same
 * requests without any service, as fast as Microsoft's rule of four at once per mailbox lets them through.
 */
export async function benchReplay(stack: BenchStack): Promise<Figure[]> {
  const replay = parked.registrations / (await timeReplay(stack, parked));
  const workflows = await timeWorkflows(stack, { ...parked, registrations: 1000 });
  const bare = await timeBareRequests(stack, parked);
  const live = await timeLiveBesideReplay(stack);
  const alone = ceiling.registrations / (await timeReplay(stack, ceiling));
  const perSecond = (name: string, value: number): Figure => ({ name, value, unit: 'registrations/s' });
  return [
    perSecond(`Replay of ${inWords(parked)}`, replay),
    perSecond(`A workflow for each, ${inWords({ ...parked, registrations: 1000 })}`, workflows),
    perSecond(`The bare requests, ${requestsPerMailbox} at once per mailbox, ${inWords(parked)}`, bare),
    { name: 'Replay against a workflow for each', value: replay / workflows, unit: 'times' },
    { name: 'Replay against the bare requests', value: replay / bare, unit: 'times' },
    ...[50, 95].map((percent) => ({
      name: `POST to Outlook of another company beside that replay, p${percent}`,
      value: percentile(live, percent),
      unit: 'ms',
    })),
    perSecond(`Replay of ${inWords(ceiling)}`, alone),
  ];
}

const inWords = ({ registrations, mailboxes, latencyMilliseconds }: Shape): string =>
  `${registrations} registrations, ${mailboxes} mailboxes, ${latencyMilliseconds} ms`;

async function timeLiveBesideReplay(stack: BenchStack): Promise<readonly number[]> {
  const other = await stack.company(500);
  const watch = watchSandbox(stack);
  const live: Promise<number>[] = [];
  const mailboxes = [...other.mailboxes];
  const timer = setInterval(() => {
    const mailbox = mailboxes.shift();
    if (mailbox !== undefined) live.push(timeOne(other, mailbox, watch));
  }, liveEveryMilliseconds);
  try {
    await timeReplay(stack, parked, () => live.splice(0));
    clearInterval(timer);
    return await Promise.all(live);
  } finally {
    clearInterval(timer);
    watch.stop();
  }
}

/** The same registrations as live events: each has its workflow, its activity, its request. */
async function timeWorkflows(stack: BenchStack, shape: Shape): Promise<number> {
  const company = await stack.company(shape.mailboxes);
  await stack.control('PUT', '/sandbox/settings', { latencyMilliseconds: shape.latencyMilliseconds });
  const events = Array.from({ length: shape.registrations }, (_, index) =>
    approvedEvent(`r${index}`, company.mailboxes[index % company.mailboxes.length] ?? ''),
  );
  const startedAt = performance.now();
  for (let first = 0; first < events.length; first += batchSize)
    await company.sends(events.slice(first, first + batchSize));
  for (;;) {
    const { events: made } = await stack.control<{ events: unknown[] }>(
      'GET',
      `/sandbox/tenants/${company.tenantId}/events`,
    );
    if (made.length === shape.registrations)
      return shape.registrations / ((performance.now() - startedAt) / 1000);
    await delay(200);
  }
}

/** As many as a batch of HR events holds. */
const batchSize = 500;

/** One lane for each request that a mailbox lets in, each sending one after another; no store, no token renewal, no report. */
async function timeBareRequests(stack: BenchStack, shape: Shape): Promise<number> {
  const company = await stack.company(shape.mailboxes);
  await stack.control('PUT', '/sandbox/settings', { latencyMilliseconds: shape.latencyMilliseconds });
  const send = await company.bareSender();
  const perLane = shape.registrations / (shape.mailboxes * requestsPerMailbox);
  const lane = async (mailbox: string): Promise<void> => {
    for (let sent = 0; sent < perLane; sent += 1) await send(mailbox);
  };
  const startedAt = performance.now();
  await Promise.all(
    company.mailboxes.flatMap((mailbox) => Array.from({ length: requestsPerMailbox }, () => lane(mailbox))),
  );
  return shape.registrations / ((performance.now() - startedAt) / 1000);
}

/** @param started called when the clock starts. */
async function timeReplay(stack: BenchStack, shape: Shape, started?: () => void): Promise<number> {
  const company = await stack.company(shape.mailboxes);
  const path = `/v1/companies/${company.companyId}`;
  await stack.administer('PATCH', `${path}/connection`, { enabled: false });
  await stack.administer('POST', `${path}/imports`, exportOf(shape, company.mailboxes), 'text/csv');
  await stack.control('PUT', '/sandbox/settings', { latencyMilliseconds: shape.latencyMilliseconds });
  started?.();
  const startedAt = performance.now();
  const { replayId } = await stack.administer<{ replayId: string }>('PATCH', `${path}/connection`, {
    enabled: true,
  });
  for (;;) {
    const replay = await stack.administer<{ state: string; counts: { created: number } }>(
      'GET',
      `${path}/replays/${replayId}`,
    );
    if (replay.state === 'completed') {
      if (replay.counts.created !== shape.registrations) throw new Error(JSON.stringify(replay));
      return (performance.now() - startedAt) / 1000;
    }
    await delay(100);
  }
}

const header =
  'registration_id,version,employee_id,employee_name,mailbox,time_zone,absence_type,status,from,to,comment';

function exportOf({ registrations }: Shape, mailboxes: readonly string[]): string {
  const rows = Array.from({ length: registrations }, (_, index) => {
    const mailbox = mailboxes[index % mailboxes.length];
    return `r${index},1,${mailbox},,${mailbox},,vacation,approved,2027-01-04,2027-01-08,`;
  });
  return [header, ...rows].join('\n');
}
