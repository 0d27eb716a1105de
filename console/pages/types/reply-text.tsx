import { Button, Field, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { previewReply } from '../../api/operations.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useAccess } from '../../shell/use-session.ts';
import { useTexts, type Language } from '../../texts.tsx';
import { repliesTexts } from './replies-texts.ts';
import { ReplyCard } from './reply-card.tsx';
import { placeholders, refusedText, textFault, type Placeholder, type ReplyFault } from './reply-fault.ts';
import { useRested } from './use-rested.ts';

export type Audience = 'internal' | 'external';

const useStyles = makeStyles({
  field: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    alignContent: 'start',
  },
  insert: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    color: tokens.colorNeutralForeground2,
  },
  preview: { color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly companyId: string;
  readonly audience: Audience;
  readonly language: Language;
  readonly value: string;
  readonly isUnused: boolean;
  /** What the service has said of it when it was to be saved. */
  readonly refusal: ReplyFault | null;
  readonly onChange: (value: string) => void;
}

/** One text of an automatic reply, its placeholders, and how it reads. */
export function ReplyText({ companyId, audience, language, value, isUnused, refusal, onChange }: Props) {
  const text = useTexts(repliesTexts);
  const styles = useStyles();
  const { mayAdminister } = useAccess(companyId);
  const area = useRef<HTMLTextAreaElement>(null);
  const preview = usePreview(companyId, audience, language, value);
  const fault = textFault(value) ?? refusal ?? refusedText(preview.error, audience);
  const insert = (name: Placeholder) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    onChange(`${value.slice(0, selectionStart)}{${name}}${value.slice(selectionEnd)}`);
    area.current?.focus();
  };
  return (
    <div className={styles.field}>
      <Field
        label={text[audience]}
        hint={isUnused ? text.externalUnused : undefined}
        validationState={fault === null ? 'none' : 'error'}
        validationMessage={fault === null ? undefined : faultText(fault, text)}
      >
        <Textarea
          ref={area}
          lang={language}
          rows={4}
          resize="vertical"
          maxLength={10_000}
          readOnly={!mayAdminister}
          value={value}
          onChange={(_, data) => onChange(data.value)}
        />
      </Field>
      {mayAdminister && (
        <div className={styles.insert}>
          {text.insert}
          {placeholders.map((name) => (
            <Button
              key={name}
              size="small"
              aria-label={text.insertInto(text[name], text[audience])}
              onClick={() => insert(name)}
            >
              {text[name]}
            </Button>
          ))}
        </div>
      )}
      {preview.data && <div className={styles.preview}>{text.preview}</div>}
      {preview.data && <ReplyCard html={preview.data[audience]} />}
      {fault === null && <ProblemMessage error={preview.error} />}
    </div>
  );
}

function faultText(fault: ReplyFault, text: (typeof repliesTexts)['da']): string {
  switch (fault.kind) {
    case 'empty':
      return text.empty;
    case 'placeholder':
      return text.placeholder(fault.word);
    case 'sensitive':
      return text.sensitive(fault.word);
    case 'other':
      return fault.message;
  }
}

/** How the text reads in the week from the next Monday; the last one that could be read stays while one types. */
function usePreview(companyId: string, audience: Audience, language: Language, value: string) {
  const rested = useRested(value);
  const week = nextWeek();
  return useQuery({
    queryKey: ['reply-preview', companyId, audience, language, rested, week.from],
    queryFn: () => previewReply(companyId, { ...week, name: 'Anna Holm', language, [audience]: rested }),
    enabled: textFault(rested) === null,
    placeholderData: (previous) => previous,
  });
}

const millisecondsPerDay = 86_400_000;

function nextWeek(): { readonly from: string; readonly to: string } {
  const now = new Date();
  const daysToMonday = (8 - now.getUTCDay()) % 7 || 7;
  const dayAfter = (days: number) =>
    new Date(now.getTime() + days * millisecondsPerDay).toISOString().slice(0, 10);
  return { from: dayAfter(daysToMonday), to: dayAfter(daysToMonday + 4) };
}
