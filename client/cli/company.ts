import type { Command } from 'commander';
import type { CompanyPatchedAnswer } from '#api/company-schemas.ts';
import { companyOf, contextOf } from './context.ts';
import { facts, table } from './table.ts';
import { WrongUse } from './trouble.ts';

interface SetOptions {
  readonly mail?: readonly string[];
  readonly webhook?: string;
}

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
          ],
          'No companies yet: absence-sync company add <id> --name <name>',
        ),
      );
    });

  company
    .command('set')
    .description('choose who is told when the secret expires, and when sync stops and is back')
    .option('--mail <address...>', 'who gets mails, all of them; none for nobody')
    .option('--webhook <url>', 'where messages are posted, signed; none for nowhere')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync company set --company acme --mail it@acme.example --mail hr@acme.example',
    )
    .action(async ({ mail, webhook }: SetOptions, command: Command) => {
      if (mail === undefined && webhook === undefined)
        throw new WrongUse('Name what is to change: --mail <address>, --webhook <url>, or none for either.');
      const context = contextOf(command);
      const changed = await context.api.changeCompany(companyOf(command), {
        notifications: {
          ...(mail && { mail: mail.filter((address) => address !== 'none') }),
          ...(webhook !== undefined && { webhook: webhook === 'none' ? null : { url: webhook } }),
        },
      });
      context.print(changed, toldInWords);
    });
}

function toldInWords({ notifications: { mail, webhook } }: CompanyPatchedAnswer): string {
  return [
    facts([
      ['Mail', mail.length === 0 ? 'nobody' : mail.join(', ')],
      ['Webhook', webhook?.url ?? 'none'],
      ['Signing secret', webhook?.signingSecret],
    ]),
    ...(webhook?.signingSecret === undefined
      ? []
      : ['The webhook’s receiver checks signatures with it. It is shown this once.']),
  ].join('\n');
}
