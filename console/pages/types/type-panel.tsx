import { Field, Input, makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import type { AbsenceTypeAnswer } from '#api/absence-types.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Section } from '../../components/section.tsx';
import { paths } from '../../shell/paths.ts';
import { useAccess } from '../../shell/use-session.ts';
import { useLanguage, useTexts, type Language } from '../../texts.tsx';
import { typesTexts } from './texts.ts';
import { isSensitive, type TypeDrafts } from './type-drafts.ts';
import { TypePreview } from './type-preview.tsx';

const useStyles = makeStyles({
  back: { '@media (min-width: 1240px)': { display: 'none' } },
  fields: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  panel: { outlineStyle: 'none' },
});

interface Props {
  readonly companyId: string;
  readonly row: AbsenceTypeAnswer;
  readonly drafts: TypeDrafts;
  /** Whether the reader has opened it; on a narrow screen it then takes the place of the list. */
  readonly isNamed: boolean;
}

/** One type: what colleagues see of it, and its texts. */
export function TypePanel({ companyId, row, drafts, isNamed }: Props) {
  const text = useTexts(typesTexts);
  const styles = useStyles();
  const language = useLanguage();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The list that the focus was in has gone.
    if (isNamed && matchMedia('(max-width: 1239px)').matches) panel.current?.focus();
  }, [isNamed]);
  return (
    <div ref={panel} tabIndex={-1} className={styles.panel}>
      <Section title={row.label[language]}>
        <div className={styles.back}>
          <AppLink to={paths.types(companyId)}>‹ {text.back}</AppLink>
        </div>
        <TypePreview companyId={companyId} row={row} draft={drafts.draftOf(row.type)} />
        {isSensitive(row.type) && (
          <MessageBar intent={row.showType && row.synced ? 'warning' : 'info'} layout="multiline">
            <MessageBarBody>
              {row.showType && row.synced ? text.sensitiveShown : text.sensitiveLead}
            </MessageBarBody>
          </MessageBar>
        )}
        <div className={styles.fields}>
          {(['da', 'en'] as const).map((each) => (
            <Subject key={each} companyId={companyId} row={row} drafts={drafts} language={each} />
          ))}
        </div>
      </Section>
    </div>
  );
}

const labels = { da: 'subjectDa', en: 'subjectEn' } as const;

function Subject({
  companyId,
  row,
  drafts,
  language,
}: Omit<Props, 'isNamed'> & { readonly language: Language }) {
  const text = useTexts(typesTexts);
  const { mayAdminister } = useAccess(companyId);
  const isEmpty = row.subject[language].trim() === '';
  return (
    <Field
      label={text[labels[language]]}
      hint={language === 'en' ? text.subjectHint : undefined}
      validationState={isEmpty ? 'error' : 'none'}
      validationMessage={isEmpty ? text.textFault : undefined}
    >
      <Input
        lang={language}
        value={row.subject[language]}
        readOnly={!mayAdminister}
        maxLength={255}
        onChange={(_, { value }) => drafts.change(row, { subject: { ...row.subject, [language]: value } })}
      />
    </Field>
  );
}
