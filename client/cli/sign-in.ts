import type { Command } from 'commander';
import { contextOf } from './context.ts';

export function addSignInCommand(program: Command): void {
  program
    .command('sign-in')
    .description('make a link that signs an administrator in to the console, once and within 15 minutes')
    .addHelpText(
      'after',
      '\nWhoever opens the link first is signed in with all rights: open it yourself.\n\nExample:\n  $ absence-sync sign-in',
    )
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.makeSignInLink(), ({ url, expiresAt }) =>
        [url, `It signs in once, until ${expiresAt}. Open it in your own browser.`].join('\n'),
      );
    });
}
