import type { Command } from 'commander';
import type { ReplayAnswer } from '#api/replays.ts';
import { ApiProblem } from '../http-client.ts';
import { companyOf, contextOf } from './context.ts';
import { newestReplay } from './newest-replay.ts';
import { followReplay, inOneLine } from './progress.ts';
import { addReplayReportCommands } from './replay-report.ts';
import { facts, table } from './table.ts';
import { Trouble, WrongUse } from './trouble.ts';

interface StartOptions {
  readonly scope?: string;
  readonly from?: string;
  readonly to?: string;
  readonly employee?: string;
  readonly registration?: string;
  readonly dryRun?: true;
  readonly repair?: true;
  readonly wait?: true;
}

export function addReplayCommands(program: Command): void {
  const replay = program.command('replay').description('bring what is registered to Outlook again');

  replay
    .command('start')
    .description('start a replay; a company has one at a time')
    .option(
      '--scope <unsynced|all>',
      'what is not in Outlook as it should be, or everything (unsynced, with --repair all)',
    )
    .option('--from <date>', 'registrations that touch this day or later ones')
    .option('--to <date>', 'registrations that touch this day or earlier ones')
    .option('--employee <id>', 'of one employee')
    .option('--registration <id>', 'one registration')
    .option('--dry-run', 'only tell what would be done')
    .option('--repair', 'read Outlook first: mend what drifted, put back what users removed')
    .option('--wait', 'follow it to its end')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync replay start --company acme --scope all --dry-run --wait',
    )
    .action(async ({ scope, employee, registration, wait, ...rest }: StartOptions, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const started = await context.api
        .startReplay(company, {
          ...rest,
          ...(scope !== undefined && { scope: scopeOf(scope) }),
          ...(employee !== undefined && { employeeId: employee }),
          ...(registration !== undefined && { registrationId: registration }),
        })
        .catch((error: unknown) => {
          throw explained(error);
        });
      if (wait) context.print(await followReplay(context, company, started.replayId), inWords);
      else
        context.print(started, ({ replayId }) => `Replay ${replayId} has started; replay status follows it.`);
    });

  replay
    .command('status [replay]')
    .description('the progress of a replay; of the newest where none is named')
    .option('--wait', 'follow it to its end')
    .action(async (replayId: string | undefined, { wait }: { wait?: true }, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const id = replayId ?? (await newestReplay(context, company));
      context.print(
        wait ? await followReplay(context, company, id) : await context.api.replay(company, id),
        inWords,
      );
    });

  for (const [act, description] of [
    ['pause', 'send nothing more until it is resumed'],
    ['resume', 'go on after a pause'],
    ['cancel', 'end it; what it has done stays'],
    ['approve', 'remove what it has set aside because there is unusually much of it'],
    ['reject', 'leave that in Outlook'],
  ] as const)
    replay
      .command(`${act} [replay]`)
      .description(`${description}; the newest where none is named`)
      .action(async (replayId: string | undefined, _: unknown, command: Command) => {
        const context = contextOf(command);
        const company = companyOf(command);
        const id = replayId ?? (await newestReplay(context, company));
        context.print(await context.api.actOnReplay(company, id, act), inWords);
      });

  replay
    .command('list')
    .description('replays, newest first')
    .option('--limit <number>', 'how many, at most 1000', '20')
    .action(async ({ limit }: { limit: string }, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.listReplays(companyOf(command), { limit }), ({ items }) =>
        table(
          items,
          [
            ['replay', ({ replayId }) => replayId],
            ['started', ({ startedAt }) => startedAt],
            ['cause', ({ cause }) => cause],
            ['state', ({ state, dryRun }) => (dryRun ? `${state} (dry run)` : state)],
            ['done', ({ done, total }) => `${done}/${total}`],
            ['failed', ({ counts }) => counts.failed],
          ],
          'No replays yet.',
        ),
      );
    });

  addReplayReportCommands(replay);
}

function scopeOf(text: string): 'unsynced' | 'all' {
  if (text === 'unsynced' || text === 'all') return text;
  throw new WrongUse(`--scope must be unsynced or all, not ${text}.`);
}

function explained(error: unknown): unknown {
  if (!(error instanceof ApiProblem) || error.code !== 'conflict') return error;
  const running = error.body['replayId'];
  return new Trouble(
    error.message,
    `absence-sync replay status ${typeof running === 'string' ? running : ''} --wait`,
  );
}

function inWords(replay: ReplayAnswer): string {
  return facts([
    ['Replay', replay.replayId],
    ['Cause', replay.cause],
    ['State', replay.state],
    ['Because', replay.reason ? `${replay.reason.message} ${replay.reason.remedy}` : undefined],
    ['Progress', `${replay.done} of ${replay.total}`],
    ['Result', inOneLine(replay)],
    ['Set aside', replay.removals > 0 ? `${replay.removals} removals` : undefined],
    ['Started', replay.startedAt],
    ['Ended', replay.endedAt ?? undefined],
    ['Expected end', replay.estimatedEndAt ?? undefined],
  ]);
}
