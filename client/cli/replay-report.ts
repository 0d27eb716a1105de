import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { companyOf, contextOf, remark } from './context.ts';
import { newestReplay } from './newest-replay.ts';
import { table } from './table.ts';
import { Trouble } from './trouble.ts';

interface ItemsOptions {
  readonly outcome?: string;
  readonly awaitingApproval?: true;
  readonly limit: string;
}

export function addReplayReportCommands(replay: Command): void {
  replay
    .command('items [replay]')
    .description('what it did with each registration; the newest where none is named')
    .option('--outcome <outcome>', 'created, updated, removed, unchanged, skipped or failed')
    .option('--awaiting-approval', 'only what it has set aside until somebody decides')
    .option('--limit <number>', 'how many, at most 1000', '100')
    .addHelpText('after', '\nExample:\n  $ absence-sync replay items --company acme --outcome failed')
    .action(async (replayId: string | undefined, options: ItemsOptions, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const id = replayId ?? (await newestReplay(context, company));
      context.print(await context.api.listReplayItems(company, id, { ...options }), ({ items, nextCursor }) =>
        [
          table(
            items,
            [
              ['registration', ({ registrationId }) => registrationId],
              ['employee', ({ employeeName }) => employeeName ?? ''],
              ['period', ({ period }) => (period === null ? '' : `${period.from} – ${period.to}`)],
              ['outcome', ({ outcome }) => outcome],
              ['because', ({ reason }) => reason?.message ?? ''],
            ],
            'No registrations like that.',
          ),
          ...(nextCursor === null
            ? []
            : ['There are more: raise --limit, or take the whole: replay report.']),
        ].join('\n'),
      );
    });

  replay
    .command('report [replay]')
    .description('the same as CSV for a spreadsheet; the newest where none is named')
    .option('--output <file>', 'write it there, for your eyes only; else to the terminal or pipe')
    .addHelpText('after', '\nExample:\n  $ absence-sync replay report --company acme --output report.csv')
    .action(async (replayId: string | undefined, { output }: { output?: string }, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const id = replayId ?? (await newestReplay(context, company));
      const report = await context.api.replayReport(company, id);
      if (output === undefined) {
        await pipeline(report, process.stdout, { end: false });
        return;
      }
      await pipeline(report, createWriteStream(output, { mode: 0o600 })).catch((error: unknown) => {
        throw new Trouble(
          `The report could not be written to ${output}: ${error instanceof Error ? error.message : String(error)}`,
          'Name another file with --output, or ask again.',
        );
      });
      remark(`The report of replay ${id} stands in ${output}.`);
    });
}
