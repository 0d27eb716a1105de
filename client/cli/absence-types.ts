import type { Command } from 'commander';
import { addChoiceOptions, toChange, type ChoiceOptions } from './absence-type-choices.ts';
import { addAbsenceTypePreviewCommand } from './absence-type-preview.ts';
import { companyOf, contextOf } from './context.ts';
import { table } from './table.ts';

export function addAbsenceTypeCommands(program: Command): void {
  const types = program.command('absence-types').description('which types go to Outlook, and how they show');

  types
    .command('list')
    .description("the company's types")
    .action(async (_: unknown, command: Command) => {
      const context = contextOf(command);
      const company = companyOf(command);
      const [types, { language }] = await Promise.all([
        context.api.listAbsenceTypes(company),
        context.api.company(company),
      ]);
      context.print(types, ({ items }) =>
        table(
          items,
          [
            ['type', ({ type }) => type],
            ['label', ({ label }) => label[language]],
            ['synced', ({ synced }) => yesNo(synced)],
            ['shows as', ({ showAs }) => showAs],
            [
              'subject',
              ({ subject, showType, label }) =>
                showType ? `${subject[language]} – ${label[language]}` : subject[language],
            ],
            ['private', (row) => yesNo(row.private)],
            ['reply', ({ automaticReply }) => yesNo(automaticReply)],
          ],
          'No types.',
        ),
      );
    });

  addChoiceOptions(types.command('set <type>').description('change a type, or make one of the company’s own'))
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync absence-types set mileage --company acme --synced yes',
    )
    .action(async (type: string, options: ChoiceOptions, command: Command) => {
      const context = contextOf(command);
      const changed = await context.api.setAbsenceType(companyOf(command), type, toChange(options));
      context.print(changed, ({ synced, showAs, replayId, note }) =>
        [
          `${type} ${synced ? `goes to Outlook as ${showAs}` : 'does not go to Outlook'}.`,
          ...(replayId ? [`Replay ${replayId} brings the change to Outlook.`] : []),
          ...(note === undefined ? [] : [note]),
        ].join('\n'),
      );
    });

  addAbsenceTypePreviewCommand(types);
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
