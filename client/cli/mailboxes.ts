import type { Command } from 'commander';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import { companyOf, contextOf } from './context.ts';
import { microsoftWords } from './explanation.ts';
import { facts, table } from './table.ts';
import { Trouble } from './trouble.ts';

interface ListOptions {
  readonly state?: string;
  readonly search?: string;
  readonly limit: string;
}

export function addMailboxCommands(program: Command): void {
  const mailboxes = program.command('mailboxes').description('which mailboxes work, and which need somebody');

  mailboxes
    .command('list')
    .description('mailboxes that registrations name, and their trouble')
    .option('--state <state>', 'ok, attention or unknown')
    .option('--search <text>', 'part of an address or of a name')
    .option('--limit <number>', 'how many, at most 1000', '100')
    .addHelpText('after', '\nExample:\n  $ absence-sync mailboxes list --company acme --state attention')
    .action(async ({ search, ...rest }: ListOptions, command: Command) => {
      const context = contextOf(command);
      const query = { ...rest, q: search };
      context.print(await context.api.listMailboxes(companyOf(command), query), ({ items, nextCursor }) =>
        [
          list(items),
          ...(nextCursor === null ? [] : ['There are more: narrow the search or raise --limit.']),
        ].join('\n'),
      );
    });

  mailboxes
    .command('check <address>')
    .description('ask Microsoft now; where it works again, what was held back is sent')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync mailboxes check anna.holm@contoso.example --company acme',
    )
    .action(async (address: string, _: unknown, command: Command) => {
      const context = contextOf(command);
      const checked = await context.api.checkMailbox(companyOf(command), address);
      context.print(checked, inWords);
      if (checked.state === 'attention')
        throw new Trouble('The mailbox is in trouble.', 'Do what it says above, then check again.');
    });
}

function list(items: readonly MailboxAnswer[]): string {
  return table(
    items,
    [
      ['mailbox', ({ mailbox }) => mailbox],
      ['state', ({ state }) => state],
      ['next check', ({ nextCheckAt }) => nextCheckAt],
      ['reply', ({ automaticReply: { owner } }) => owner],
      ['because', ({ reason, automaticReply }) => (reason ?? automaticReply.reason)?.message ?? ''],
    ],
    'No mailboxes like that.',
  );
}

function inWords(answer: MailboxAnswer): string {
  const { mailbox, state, reason, checkedAt, nextCheckAt, automaticReply } = answer;
  return facts([
    ['Mailbox', mailbox],
    ['State', state],
    ['Because', reason?.message],
    ['What to do', reason?.remedy],
    ['Microsoft', reason?.microsoft && microsoftWords(reason.microsoft)],
    ['Checked', checkedAt],
    ['Next check', nextCheckAt ?? undefined],
    ['Automatic reply', replyInWords(automaticReply)],
    ['Reply because', automaticReply.reason?.message],
    ['What to do', automaticReply.reason?.remedy],
  ]);
}

function replyInWords({ owner, from, to }: MailboxAnswer['automaticReply']): string | undefined {
  switch (owner) {
    case 'none':
      return undefined;
    case 'user':
      return to === null ? 'the employee’s own' : `the employee’s own, until ${to}`;
    case 'absence-sync':
      return `ours, ${from} – ${to}`;
  }
}
