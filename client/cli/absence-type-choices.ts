import type { Command } from 'commander';
import type { AbsenceTypeChange } from '#api/absence-types.ts';
import { readYesNo } from './yes-no.ts';

/** What may be chosen of a type, as options. */
export interface ChoiceOptions {
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

export function addChoiceOptions(command: Command): Command {
  return command
    .option('--label-da <text>', 'its name in Danish')
    .option('--label-en <text>', 'its name in English')
    .option('--subject-da <text>', 'the subject in Outlook in Danish')
    .option('--subject-en <text>', 'the subject in Outlook in English')
    .option('--show-as <oof|workingElsewhere>', 'how it shows')
    .option('--synced <yes|no>', 'whether it goes to Outlook', readYesNo)
    .option('--show-type <yes|no>', 'whether colleagues may read its name', readYesNo)
    .option('--private <yes|no>', 'whether its events are private', readYesNo)
    .option('--automatic-reply <yes|no>', 'whether it sets automatic replies', readYesNo);
}

/** The choices as the API takes them. */
export function toChange({
  labelDa,
  labelEn,
  subjectDa,
  subjectEn,
  ...rest
}: ChoiceOptions): AbsenceTypeChange {
  const label = { ...(labelDa && { da: labelDa }), ...(labelEn && { en: labelEn }) };
  const subject = { ...(subjectDa && { da: subjectDa }), ...(subjectEn && { en: subjectEn }) };
  return {
    ...rest,
    ...(Object.keys(label).length > 0 && { label }),
    ...(Object.keys(subject).length > 0 && { subject }),
  };
}
