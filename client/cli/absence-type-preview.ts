import { Option, type Command } from 'commander';
import type { AbsenceTypePreviewAnswer } from '#api/absence-type-preview.ts';
import { addChoiceOptions, toChange, type ChoiceOptions } from './absence-type-choices.ts';
import { companyOf, contextOf } from './context.ts';
import { facts } from './table.ts';
import { WrongUse } from './trouble.ts';

interface PreviewOptions extends ChoiceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly language?: 'da' | 'en';
}

export function addAbsenceTypePreviewCommand(types: Command): void {
  addChoiceOptions(
    types
      .command('preview <type>')
      .description('what colleagues would see, with choices to try; nothing is saved')
      .option('--from <date>', 'first day of the example, or a time; a week from next Monday unless given')
      .option('--to <date>', 'its last day, or the time it ends')
      .addOption(
        new Option('--language <da|en>', "in which language; the company's unless given").choices([
          'da',
          'en',
        ]),
      ),
  )
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync absence-types preview course --company acme --show-type yes',
    )
    .action(async (type: string, { from, to, language, ...choices }: PreviewOptions, command: Command) => {
      if ((from === undefined) !== (to === undefined)) throw new WrongUse('Give --from and --to together.');
      const context = contextOf(command);
      const preview = await context.api.previewAbsenceType(companyOf(command), type, {
        ...toChange(choices),
        ...(from !== undefined && to !== undefined && { example: { from, to } }),
        ...(language !== undefined && { language }),
      });
      context.print(preview, inWords);
    });
}

function inWords({ event, automaticReply }: AbsenceTypePreviewAnswer): string {
  return facts([
    ...(event === null
      ? [['In Outlook', 'nothing'] as const]
      : ([
          ['Subject', event.subject],
          ['Shows as', event.showAs],
          ['Private', event.isPrivate ? 'yes' : 'no'],
          ['From', event.isAllDay ? `${event.start.slice(0, 10)}, whole days` : event.start],
          ['To', event.isAllDay ? `midnight before ${event.end.slice(0, 10)}` : event.end],
          ['Time zone', event.timeZone],
          ['Text', 'none'],
        ] as const)),
    ['Reply to colleagues', automaticReply?.internal ?? 'none'],
    ['Reply to others', automaticReply?.external || 'none'],
  ]);
}
