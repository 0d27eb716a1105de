import { InvalidArgumentError, type Command } from 'commander';
import type { OverviewAnswer } from '#api/overview.ts';
import { companyOf, contextOf } from './context.ts';
import { facts } from './table.ts';

type Days = 1 | 7 | 30;

export function addStatusCommand(program: Command): void {
  program
    .command('status')
    .description('is everything in Outlook, how fast does it get there, and what is to be done')
    .option('--days <1|7|30>', 'how far back the speed is measured', readDays, 1)
    .addHelpText('after', '\nExample:\n  $ absence-sync status --company acme --days 7')
    .action(async ({ days }: { days: Days }, command: Command) => {
      const context = contextOf(command);
      const overview = await context.api.overview(companyOf(command), { days });
      context.print(overview, () => inWords(overview, days));
    });
}

function readDays(text: string): Days {
  const days = ([1, 7, 30] as const).find((each) => String(each) === text);
  if (days === undefined) throw new InvalidArgumentError('It is 1, 7 or 30.');
  return days;
}

function inWords(overview: OverviewAnswer, days: Days): string {
  const { connection, mailboxesInTrouble, nextSteps } = overview;
  return [
    facts([
      ['Registrations', registrationsInWords(overview)],
      ['To Outlook', speedInWords(overview, days)],
      ['Connection', connection ? `${connection.state} since ${connection.since}` : 'none yet'],
      ['Because', connection?.reason?.message],
      ['Secret', secretInWords(overview)],
      ['Replay', replayInWords(overview)],
      ['Mailboxes', mailboxesInTrouble > 0 ? `${mailboxesInTrouble} in trouble` : 'none in trouble'],
    ]),
    '',
    'What to do next:',
    ...nextSteps.map(({ message }, index) => `${index + 1}. ${message}`),
  ].join('\n');
}

function registrationsInWords({ registrations, awaitingApproval }: OverviewAnswer): string {
  const parts = Object.entries(registrations).filter(([, count]) => count > 0);
  return parts.length === 0
    ? 'none yet'
    : parts
        .map(
          ([state, count]) =>
            `${count} ${state}${state === 'waiting' ? ` (${awaitingApproval} for approval)` : ''}`,
        )
        .join(', ');
}

function speedInWords({ speed }: OverviewAnswer, days: Days): string {
  const { count, p50Seconds, p95Seconds, promiseSeconds } = speed;
  const window = days === 1 ? 'the last day' : `the last ${days} days`;
  if (p50Seconds === null || p95Seconds === null) return `nothing approved and sent in ${window}`;
  return `p50 ${p50Seconds.toFixed(1)} s, p95 ${p95Seconds.toFixed(1)} s (${count} approved in ${window}; promised: ${promiseSeconds} s)`;
}

function secretInWords({ connection, secret }: OverviewAnswer): string | undefined {
  if (secret !== null) return `expires ${secret.expiresAt.slice(0, 10)}, ${secret.daysLeft} days left`;
  return connection === null ? undefined : 'expires at an unknown day';
}

function replayInWords({ replay }: OverviewAnswer): string | undefined {
  return replay === null ? undefined : `${replay.state}: ${replay.done} of ${replay.total}`;
}
