import { setTimeout as delay } from 'node:timers/promises';
import type { BenchStack } from './bench-stack.ts';
import type { Figure } from './figures.ts';

interface Shape {
  readonly registrations: number;
  readonly mailboxes: number;
  /** What Microsoft takes to answer. */
  readonly latencyMilliseconds: number;
}

const requestsPerMailbox = 4;

const shapes: readonly Shape[] = [
  { registrations: 2_000, mailboxes: 20, latencyMilliseconds: 250 },
  { registrations: 5_000, mailboxes: 500, latencyMilliseconds: 0 },
];

/**
 * Imported registrations brought to Outlook by the replay, against the same requests sent as fast as Microsoft's rule
 * of four at once per mailbox lets them through.
 */
export async function benchReplay(stack: BenchStack): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const shape of shapes) {
    await stack.control('PUT', '/sandbox/settings', { latencyMilliseconds: 0 });
    const replay = await timeReplay(stack, shape);
    const of = `${shape.registrations} registrations, ${shape.mailboxes} mailboxes, ${shape.latencyMilliseconds} ms`;
    figures.push({ name: `Replay of ${of}`, value: shape.registrations / replay, unit: 'registrations/s' });
    if (shape.latencyMilliseconds > 0) {
      const bare = (shape.mailboxes * requestsPerMailbox * 1000) / shape.latencyMilliseconds;
      figures.push({
        name: `What the rule of ${requestsPerMailbox} lets through, ${of}`,
        value: bare,
        unit: 'requests/s',
      });
    }
  }
  return figures;
}

async function timeReplay(stack: BenchStack, shape: Shape): Promise<number> {
  const company = await stack.company(shape.mailboxes);
  const path = `/v1/companies/${company.companyId}`;
  await stack.administer('PATCH', `${path}/connection`, { enabled: false });
  await stack.administer('POST', `${path}/imports`, exportOf(shape, company.mailboxes), 'text/csv');
  await stack.control('PUT', '/sandbox/settings', { latencyMilliseconds: shape.latencyMilliseconds });
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
