import { Command, Option } from 'commander';
import { addAbsenceTypeCommands } from './absence-types.ts';
import { addActivityCommand } from './activity.ts';
import { addCompanyCommands } from './company.ts';
import { addConnectionCommands, addSecretCommands } from './connection.ts';
import { addImportCommand } from './import.ts';
import { addMailboxCommands } from './mailboxes.ts';
import { addRegistrationCommands } from './registrations.ts';
import { addReplayCommands } from './replay.ts';
import { addReplyCommands } from './replies.ts';
import { addSignInCommand } from './sign-in.ts';
import { addStatusCommand } from './status.ts';

/** The whole command line, not yet run. */
export function program(): Command {
  const absenceSync = new Command('absence-sync')
    .description('Carries approved absence from an HR system into Outlook calendars.')
    .option('--company <id>', 'the company that the command is about')
    .option('--url <address>', 'the service; by default the one of this machine')
    .option('--json', 'print what the API answers')
    .addOption(
      new Option(
        '--answers-in <da|en>',
        "language of the service's sentences; the company's unless given",
      ).choices(['da', 'en']),
    )
    .addHelpText(
      'after',
      [
        '',
        'The administrator key is taken from ABSENCE_SYNC_ADMIN_KEY, else from the data folder of this machine.',
        '',
        'Examples:',
        '  $ absence-sync company list',
        '  $ absence-sync status --company acme',
        '  $ absence-sync import export.csv --company acme',
        '  $ absence-sync registrations show 4711 --company acme',
        '',
        'Exit codes: 0 done, 1 failed, 2 wrong use.',
      ].join('\n'),
    );
  addCompanyCommands(absenceSync);
  addStatusCommand(absenceSync);
  addConnectionCommands(absenceSync);
  addSecretCommands(absenceSync);
  addAbsenceTypeCommands(absenceSync);
  addImportCommand(absenceSync);
  addRegistrationCommands(absenceSync);
  addMailboxCommands(absenceSync);
  addReplyCommands(absenceSync);
  addReplayCommands(absenceSync);
  addActivityCommand(absenceSync);
  addSignInCommand(absenceSync);
  return overrideExits(absenceSync);
}

/** Subcommands are made before, so each is told. */
function overrideExits(command: Command): Command {
  command.exitOverride();
  for (const sub of command.commands) overrideExits(sub);
  return command;
}
