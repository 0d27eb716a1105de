import type { Command } from 'commander';
import type { ConnectionGuideAnswer } from '#api/connection-guide.ts';
import { companyOf, contextOf } from './context.ts';
import { facts } from './table.ts';

interface GuideOptions {
  readonly tenantId?: string;
  readonly clientId?: string;
}

export function addConnectionGuideCommand(connection: Command): void {
  connection
    .command('guide')
    .description('the steps in Entra and Exchange, with the ids in the commands')
    .option('--tenant-id <guid>', 'Directory (tenant) ID; the saved one unless given')
    .option('--client-id <guid>', 'Application (client) ID; the saved one unless given')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync connection guide --company acme --client-id 9f0e… --answers-in en',
    )
    .action(async (options: GuideOptions, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.connectionGuide(companyOf(command), options), inWords);
    });
}

function inWords({ steps }: ConnectionGuideAnswer): string {
  return steps
    .map(({ title, text, links, values, commands }, index) =>
      [
        `${index + 1}. ${title}`,
        text,
        ...(values.length === 0 ? [] : [facts(values.map(({ label, value }) => [label, value]))]),
        ...(links.length === 0 ? [] : [facts(links.map(({ label, url }) => [label, url]))]),
        ...commands.map((command) => `# ${command.label}\n${command.text}`),
      ].join('\n\n'),
    )
    .join('\n\n\n');
}
