import type { Command } from 'commander';
import type { ReplyPreviewAnswer, ReplyPreviewBody } from '#api/automatic-replies.ts';
import type { CompanyAnswer, CompanyPatchBody } from '#api/company-schemas.ts';
import { companyOf, contextOf } from './context.ts';
import { facts } from './table.ts';
import { readYesNo } from './yes-no.ts';

interface SetOptions {
  readonly enabled?: boolean;
  readonly audience?: 'none' | 'contacts' | 'all';
  readonly internalDa?: string;
  readonly internalEn?: string;
  readonly externalDa?: string;
  readonly externalEn?: string;
}

export function addReplyCommands(program: Command): void {
  const replies = program.command('replies').description('automatic replies while employees are away');

  replies
    .command('show')
    .description('whether replies are set, and what they say')
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      const company = await context.api.company(companyOf(command));
      context.print(company.automaticReplies, () => inWords(company));
    });

  replies
    .command('set')
    .description('switch replies on or off, and change what they say')
    .option('--enabled <yes|no>', 'whether replies are set', readYesNo)
    .option('--audience <none|contacts|all>', 'who outside gets the external text')
    .option('--internal-da <text>', 'what colleagues are answered in Danish')
    .option('--internal-en <text>', 'what colleagues are answered in English')
    .option('--external-da <text>', 'what others are answered in Danish')
    .option('--external-en <text>', 'what others are answered in English')
    .addHelpText(
      'after',
      '\nPlaceholders: {firstDay} {lastDay} {returnDay} {name}\n\nExample:\n  $ absence-sync replies set --company acme --enabled yes --internal-en "Away until {lastDay}."',
    )
    .action(async (options: SetOptions, command: Command) => {
      const context = contextOf(command);
      const automaticReplies = toChange(options);
      const changed = await context.api.changeCompany(companyOf(command), { automaticReplies });
      context.print(changed, ({ automaticReplies: { enabled }, replayId, note }) =>
        [
          `Replies are ${enabled ? 'ON' : 'OFF'}.`,
          ...(replayId ? [`Replay ${replayId} brings the change to the mailboxes.`] : []),
          ...(note === undefined ? [] : [note]),
        ].join('\n'),
      );
    });

  replies
    .command('preview')
    .description('what a reply would say of an absence; nothing is saved')
    .requiredOption('--from <date>', 'its first day, or a time such as 2026-12-24T12:00')
    .requiredOption('--to <date>', 'its last day, or the time it ends')
    .option('--name <name>', 'of the employee')
    .option('--language <da|en>', "the company's unless given")
    .option('--internal <text>', 'a text to try for colleagues')
    .option('--external <text>', 'a text to try for others')
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync replies preview --company acme --from 2026-12-21 --to 2026-12-23',
    )
    .action(async (options: ReplyPreviewBody, command: Command) => {
      const context = contextOf(command);
      context.print(await context.api.previewReply(companyOf(command), options), previewInWords);
    });
}

function inWords({ automaticReplies, language }: CompanyAnswer): string {
  const { enabled, audience, internal, external } = automaticReplies;
  const other = language === 'da' ? 'en' : 'da';
  return facts([
    ['Replies', enabled ? 'ON' : 'OFF'],
    ['Outside', { none: 'nobody', contacts: 'contacts', all: 'everybody' }[audience]],
    [`Colleagues (${language})`, internal[language]],
    [`Others (${language})`, external[language]],
    [`Colleagues (${other})`, internal[other]],
    [`Others (${other})`, external[other]],
  ]);
}

function previewInWords({ firstDay, lastDay, returnDay, internal, external }: ReplyPreviewAnswer): string {
  return facts([
    ['First day', firstDay],
    ['Last day', lastDay],
    ['Back on', returnDay],
    ['Colleagues', internal],
    ['Others', external],
  ]);
}

function toChange(options: SetOptions): NonNullable<CompanyPatchBody['automaticReplies']> {
  const { enabled, audience, internalDa, internalEn, externalDa, externalEn } = options;
  const internal = { ...(internalDa && { da: internalDa }), ...(internalEn && { en: internalEn }) };
  const external = { ...(externalDa && { da: externalDa }), ...(externalEn && { en: externalEn }) };
  return {
    ...(enabled !== undefined && { enabled }),
    ...(audience !== undefined && { audience }),
    ...(Object.keys(internal).length > 0 && { internal }),
    ...(Object.keys(external).length > 0 && { external }),
  };
}
