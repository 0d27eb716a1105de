import { type Config, WrongSettings, readConfig } from '#config.ts';
import { FolderInUse } from './data-folder.ts';
import { bringDemo } from './demo.ts';
import { watchNpm } from './npm-parent.ts';
import { TakenPort } from './ports.ts';
import { Leaving, createStack } from './stack.ts';
import { signInLinkOf, summaryOf } from './summary.ts';

/**
 * `npm start`: the whole service on one machine. Every piece is a process of its own that is brought back when it
 * dies; all leave with this one.
 */

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
// A terminal that was closed takes no more lines, and there is still an orderly stop to do.
process.stdout.on('error', () => undefined);

/** npm hands a terminal's Ctrl-C on although the terminal has sent it already: so soon after the first it is the same one. */
const sameCtrlCMilliseconds = 500;

async function run(config: Config): Promise<void> {
  const stack = createStack(config, say);
  let leavingSince: number | undefined;
  const leave = (why: string, exitCode: number): void => {
    if (leavingSince !== undefined) {
      if (Date.now() - leavingSince < sameCtrlCMilliseconds) return;
      say('ending at once');
      void stack.kill().then(() => process.exit(exitCode));
      return;
    }
    leavingSince = Date.now();
    say(`\n${why}: stopping in order (once more: at once)`);
    void stack.stop().then(
      () => {
        say('Absence Sync has stopped');
        process.exit(exitCode);
      },
      (error: unknown) => {
        say(`the stop failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => leave('interrupted', 130));
  process.on('SIGTERM', () => leave('asked to stop', 0));
  process.on('SIGHUP', () => leave('the terminal was closed', 129));
  watchNpm(() => {
    if (leavingSince === undefined) leave('npm has ended', 0);
  });

  try {
    await stack.start();
    const demo = config.microsoft.isRedirected ? undefined : await bringDemo(config, say);
    say(summaryOf(config, demo, await signInLinkOf(config)));
  } catch (error) {
    // A piece that was told to stop while it was starting reports that as a failure of its start.
    if (leavingSince !== undefined || error instanceof Leaving) return;
    say(`\nAbsence Sync can't start: ${(error as Error).message}`);
    if (!(error instanceof TakenPort || error instanceof FolderInUse))
      say(`The logs are in ${config.dataFolder}/logs`);
    leavingSince = Date.now();
    await stack.stop();
    process.exit(1);
  }
}

try {
  await run(readConfig());
} catch (error) {
  if (!(error instanceof WrongSettings)) throw error;
  say(error.message);
  process.exitCode = 1;
}
