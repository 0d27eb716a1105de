import type { Command } from 'commander';
import { addCompanySetCommand, companyInWords } from './company-set.ts';
import { companyOf, contextOf } from './context.ts';
import { facts, table } from './table.ts';

export function addCompanyCommands(program: Command): void {
  const company = program.command('company').description('the HR system’s customers');

  company
    .command('add <id>')
    .description('make a company; its keys are shown this once')
    .requiredOption('--name <name>', 'its name')
    .option('--language <da|en>', 'of subjects in Outlook and of messages', 'da')
    .option('--time-zone <zone>', 'IANA; for employees whose registrations name none', 'Europe/Copenhagen')
    .addHelpText('after', '\nExample:\n  $ absence-sync company add acme --name "Acme A/S"')
    .action(
      async (id: string, options: { name: string; language: string; timeZone: string }, command: Command) => {
        const context = contextOf(command);
        const { name, language, timeZone } = options;
        const made = await context.api.addCompany({ id, name, language, timeZone });
        context.print(made, ({ apiKey, signingSecret }) =>
          [
            `Company ${id} is made. The HR system signs in with one of these; they are shown this once:`,
            facts([
              ['API key', apiKey],
              ['Signing secret', signingSecret],
            ]),
            `Next: absence-sync connection set --company ${id} --tenant-id … --client-id … --on`,
          ].join('\n'),
        );
      },
    );

  company
    .command('list')
    .description('all companies of this service')
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.listCompanies({ limit: 1000 }), ({ items }) =>
        table(
          items,
          [
            ['id', ({ id }) => id],
            ['name', ({ name }) => name],
            ['language', ({ language }) => language],
            ['time zone', ({ timeZone }) => timeZone],
            ['connection', ({ connectionState }) => connectionState ?? 'none'],
            ['parked', ({ parked }) => parked],
            ['attention', ({ attention }) => attention],
          ],
          'No companies yet: absence-sync company add <id> --name <name>',
        ),
      );
    });

  company
    .command('show')
    .description('what the company has chosen')
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.company(companyOf(command)), companyInWords);
    });

  addCompanySetCommand(company);
}
