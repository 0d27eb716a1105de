import type { Command } from 'commander';
import type { ConnectionTestAnswer } from '#api/connection-tests.ts';
import { companyOf, contextOf } from './context.ts';
import { Trouble } from './trouble.ts';

interface TestOptions {
  readonly mailbox?: string;
  readonly outsideMailbox?: string;
}

export function addConnectionTestCommand(connection: Command): void {
  connection
    .command('test')
    .description(
      'try it: Entra, both permissions in up to 5 mailboxes, the secret’s last day; changes nothing',
    )
    .option('--mailbox <address>', 'try this one first; then mailboxes of approved registrations')
    .option('--outside-mailbox <address>', 'one that the application must not reach')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync connection test --company acme --mailbox anna.holm@contoso.example --outside-mailbox ceo@contoso.example',
    )
    .action(async ({ mailbox, outsideMailbox }: TestOptions, command: Command) => {
      const context = contextOf(command);
      const test = await context.api.testConnection(companyOf(command), {
        ...(mailbox !== undefined && { mailbox }),
        ...(outsideMailbox !== undefined && { outsideMailbox }),
      });
      context.print(test, inWords);
      if (!test.ok)
        throw new Trouble('The connection does not work as it should.', 'Mend what has ✗, then test again.');
    });
}

type Check = ConnectionTestAnswer['checks'][number];

function inWords({ checks }: ConnectionTestAnswer): string {
  return checks.flatMap(linesOf).join('\n');
}

function linesOf(check: Check): string[] {
  const { name, ok, skipped, mailbox, permissions = [], expiresAt, reason } = check;
  const title = [
    skipped ? '–' : ok ? '✓' : '✗',
    name,
    ...(mailbox === undefined ? [] : [mailbox]),
    ...(name === 'mailbox' && permissions.length > 0 ? [`(${permissions.join(', ')})`] : []),
    ...(expiresAt ? [expiresAt.slice(0, 10)] : []),
    ...(skipped ? ['not tried'] : []),
  ].join(' ');
  return reason === null || (skipped && reason.code !== 'no-mailbox-to-try')
    ? [title]
    : [title, `    ${reason.message} ${reason.remedy}`];
}
