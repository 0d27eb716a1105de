import { Command, CommanderError } from 'commander';
import { WrongSettings } from '#config.ts';
import { AnswerLost, ApiProblem, ServiceUnreachable } from '../http-client.ts';
import { addAbsenceTypeCommands } from './absence-types.ts';
import { addActivityCommand } from './activity.ts';
import { addCompanyCommands } from './company.ts';
import { addConnectionCommands, addSecretCommands } from './connection.ts';
import { addImportCommand } from './import.ts';
import { addMailboxCommands } from './mailboxes.ts';
import { addRegistrationCommands } from './registrations.ts';
import { addReplayCommands } from './replay.ts';
import { addReplyCommands } from './replies.ts';
import { Trouble, WrongUse } from './trouble.ts';

const exitCodes = { failed: 1, wrongUse: 2 } as const;
/** Faults that are shown one by one; beyond them a person mends the file, not the row. */
const shownFaults = 50;

function program(): Command {
  const absenceSync = new Command('absence-sync')
    .description('Carries approved absence from an HR system into Outlook calendars.')
    .option('--company <id>', 'the company that the command is about')
    .option('--url <address>', 'the service; by default the one of this machine')
    .option('--json', 'print what the API answers')
    .addHelpText(
      'after',
      [
        '',
        'The administrator key is taken from ABSENCE_SYNC_ADMIN_KEY, else from the data folder of this machine.',
        '',
        'Examples:',
        '  $ absence-sync company list',
        '  $ absence-sync import export.csv --company acme',
        '  $ absence-sync registrations show 4711 --company acme',
        '',
        'Exit codes: 0 done, 1 failed, 2 wrong use.',
      ].join('\n'),
    );
  addCompanyCommands(absenceSync);
  addConnectionCommands(absenceSync);
  addSecretCommands(absenceSync);
  addAbsenceTypeCommands(absenceSync);
  addImportCommand(absenceSync);
  addRegistrationCommands(absenceSync);
  addMailboxCommands(absenceSync);
  addReplyCommands(absenceSync);
  addReplayCommands(absenceSync);
  addActivityCommand(absenceSync);
  return overrideExits(absenceSync);
}

/** Subcommands are made before, so each is told. */
function overrideExits(command: Command): Command {
  command.exitOverride();
  for (const sub of command.commands) overrideExits(sub);
  return command;
}

/** Says what is wrong and the way out. @returns the exit code. */
function report(error: unknown): number {
  const say = (...lines: readonly (string | undefined)[]): void => {
    for (const line of lines) if (line) process.stderr.write(`${line}\n`);
  };
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.wrongUse;
  if (error instanceof WrongUse || error instanceof WrongSettings) {
    say(error.message);
    return exitCodes.wrongUse;
  }
  if (error instanceof Trouble) say(error.message, error.wayOut);
  else if (error instanceof ServiceUnreachable)
    say(
      error.message,
      'Start the service (npm start), or name where it is: --url <address>; PORT where it is another port of this machine.',
    );
  else if (error instanceof AnswerLost)
    say(
      error.message,
      'What was asked may have been done: look before asking again. The same file twice changes nothing.',
    );
  else if (error instanceof ApiProblem) say(...problemLines(error));
  else say(`absence-sync failed: ${error instanceof Error ? error.message : String(error)}`);
  return exitCodes.failed;
}

function problemLines({ status, message, errors }: ApiProblem): string[] {
  if (status === 401)
    return [
      'The service does not know this administrator key.',
      'It stands in admin.key in the data folder of the service, or in its ABSENCE_SYNC_ADMIN_KEY.',
    ];
  if (errors.length <= 1) return [message];
  return [
    ...errors.slice(0, shownFaults).map((fault) => `${fault.path} ${fault.message}`.trim()),
    ...(errors.length > shownFaults ? [`… and ${errors.length - shownFaults} more.`] : []),
    'Nothing was changed.',
  ];
}

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
