import type { Command } from 'commander';
import { companyOf, contextOf } from './context.ts';
import { table } from './table.ts';

interface ActivityOptions {
  readonly actor?: string;
  readonly limit: string;
}

export function addActivityCommand(program: Command): void {
  program
    .command('activity')
    .description('who did what, and what Microsoft has answered, newest first')
    .option('--actor <actor>', 'administrator, absence-sync or microsoft')
    .option('--limit <number>', 'how many, at most 1000', '100')
    .addHelpText('after', '\nExample:\n  $ absence-sync activity --company acme --actor administrator')
    .action(async (options: ActivityOptions, command: Command) => {
      const context = contextOf(command);
      const page = await context.api.listActivity(companyOf(command), { ...options });
      context.print(page, ({ items, nextCursor }) =>
        [
          table(
            items,
            [
              ['at', ({ at }) => at],
              ['actor', ({ actor }) => actor],
              ['registration', ({ registrationId }) => registrationId ?? ''],
              ['microsoft', ({ microsoft }) => (microsoft ? `${microsoft.status} ${microsoft.code}` : '')],
              ['request id', ({ requestId }) => requestId ?? ''],
              ['what', ({ summary }) => summary],
            ],
            'Nothing has happened yet.',
          ),
          ...(nextCursor === null ? [] : ['There are more: raise --limit.']),
        ].join('\n'),
      );
    });
}
