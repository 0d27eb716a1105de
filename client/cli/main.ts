import { CommanderError } from 'commander';
import { WrongSettings } from '#config.ts';
import { AnswerLost, ApiProblem, ServiceUnreachable } from '../http-client.ts';
import { program } from './program.ts';
import { Trouble, WrongUse } from './trouble.ts';

const exitCodes = { failed: 1, wrongUse: 2 } as const;
/** Faults that are shown one by one; beyond them a person mends the file, not the row. */
const shownFaults = 50;

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
