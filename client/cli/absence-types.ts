import { InvalidArgumentError, type Command } from 'commander';
import type { AbsenceTypeChange } from '#api/absence-types.ts';
import { companyOf, contextOf } from './context.ts';
import { table } from './table.ts';

interface SetOptions {
  readonly labelDa?: string;
  readonly labelEn?: string;
  readonly subjectDa?: string;
  readonly subjectEn?: string;
  readonly showAs?: 'oof' | 'workingElsewhere';
  readonly synced?: boolean;
  readonly showType?: boolean;
  readonly private?: boolean;
  readonly automaticReply?: boolean;
}

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

  types
    .command('set <type>')
    .description('change a type, or make one of the company’s own')
    .option('--label-da <text>', 'its name in Danish')
    .option('--label-en <text>', 'its name in English')
    .option('--subject-da <text>', 'the subject in Outlook in Danish')
    .option('--subject-en <text>', 'the subject in Outlook in English')
    .option('--show-as <oof|workingElsewhere>', 'how it shows')
    .option('--synced <yes|no>', 'whether it goes to Outlook', readYesNo)
    .option('--show-type <yes|no>', 'whether colleagues may read its name', readYesNo)
    .option('--private <yes|no>', 'whether its events are private', readYesNo)
    .option('--automatic-reply <yes|no>', 'whether it sets automatic replies', readYesNo)
    .addHelpText(
      'after',
      '\nExample:\n  $ absence-sync absence-types set mileage --company acme --synced yes',
    )
    .action(async (type: string, options: SetOptions, command: Command) => {
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
}

function toChange({ labelDa, labelEn, subjectDa, subjectEn, ...rest }: SetOptions): AbsenceTypeChange {
  const label = { ...(labelDa && { da: labelDa }), ...(labelEn && { en: labelEn }) };
  const subject = { ...(subjectDa && { da: subjectDa }), ...(subjectEn && { en: subjectEn }) };
  return {
    ...rest,
    ...(Object.keys(label).length > 0 && { label }),
    ...(Object.keys(subject).length > 0 && { subject }),
  };
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

function readYesNo(text: string): boolean {
  if (text === 'yes') return true;
  if (text === 'no') return false;
  throw new InvalidArgumentError('It is yes or no.');
}
