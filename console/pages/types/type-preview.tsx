import { makeStyles, Subtitle2, Tab, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AbsenceTypeAnswer, AbsenceTypeChange } from '#api/absence-types.ts';
import type { AbsenceTypePreviewAnswer } from '#api/absence-type-preview.ts';
import { previewAbsenceType } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { paths } from '../../shell/paths.ts';
import { useCompany } from '../../shell/use-company.ts';
import { texts, useTexts, type Language } from '../../texts.tsx';
import { EventCard } from './event-card.tsx';
import { ReplyCard } from './reply-card.tsx';
import { useRested } from './use-rested.ts';

const words = texts(
  {
    title: 'What colleagues see',
    language: 'Language of the preview',
    da: 'Danish',
    en: 'English',
    notSent: 'Nothing: absence of this type stays in the HR system.',
    reply: 'What is answered meanwhile',
    noReply: 'No automatic reply is set for this type.',
    repliesOff: 'No automatic reply: they are OFF for the company.',
    repliesOn: 'Set up automatic replies',
  },
  {
    title: 'Det ser kolleger',
    language: 'Forhåndsvisningens sprog',
    da: 'Dansk',
    en: 'Engelsk',
    notSent: 'Intet: fravær af denne type bliver i HR-systemet.',
    reply: 'Det svares imens',
    noReply: 'Der sættes intet automatisk svar for denne type.',
    repliesOff: 'Intet automatisk svar: de er slået FRA for virksomheden.',
    repliesOn: 'Sæt automatiske svar op',
  },
);

const useStyles = makeStyles({
  preview: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalS },
  head: { display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', alignItems: 'center' },
  nothing: { color: tokens.colorNeutralForeground2 },
  // The card and the reply come and go as the switches are turned; the fields below stay where they are.
  place: { minHeight: '9.5rem' },
});

interface Props {
  readonly companyId: string;
  readonly row: AbsenceTypeAnswer;
  readonly draft: AbsenceTypeChange;
}

/** An absence of the type as it would stand in Outlook, by the service's own rules and with what isn't saved yet. */
export function TypePreview({ companyId, row, draft }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const chosen = useCompany(companyId);
  const [language, setLanguage] = useState<Language | null>(null);
  const shown = language ?? chosen.data?.language ?? 'da';
  const preview = usePreview(companyId, row, draft, shown);
  return (
    <div className={styles.preview}>
      <div className={styles.head}>
        <Subtitle2 as="h3">{text.title}</Subtitle2>
        <TabList
          size="small"
          aria-label={text.language}
          selectedValue={shown}
          onTabSelect={(_, { value }) => setLanguage(value === 'en' ? 'en' : 'da')}
        >
          <Tab value="da">{text.da}</Tab>
          <Tab value="en">{text.en}</Tab>
        </TabList>
      </div>
      <div className={styles.place} aria-live="polite">
        {preview.data?.event === null && <p className={styles.nothing}>{text.notSent}</p>}
        {preview.data?.event && <EventCard event={preview.data.event} language={shown} />}
      </div>
      <ProblemMessage error={preview.error} />
      {preview.data?.event && (
        <Reply
          companyId={companyId}
          reply={preview.data.automaticReply}
          areRepliesOn={chosen.data?.automaticReplies.enabled ?? true}
        />
      )}
    </div>
  );
}

function usePreview(companyId: string, row: AbsenceTypeAnswer, draft: AbsenceTypeChange, language: Language) {
  const rested = JSON.parse(useRested(JSON.stringify(draft))) as AbsenceTypeChange;
  const isWhole = Object.values({ ...rested.subject, ...rested.label }).every((each) => each.trim() !== '');
  return useQuery({
    queryKey: ['absence-type-preview', companyId, row.type, rested, language],
    queryFn: () => previewAbsenceType(companyId, row.type, { ...rested, language }),
    enabled: isWhole,
    placeholderData: (previous) => previous,
    staleTime: 0,
  });
}

interface ReplyProps {
  readonly companyId: string;
  readonly reply: AbsenceTypePreviewAnswer['automaticReply'];
  readonly areRepliesOn: boolean;
}

function Reply({ companyId, reply, areRepliesOn }: ReplyProps) {
  const text = useTexts(words);
  const styles = useStyles();
  return (
    <>
      <Subtitle2 as="h3">{text.reply}</Subtitle2>
      {reply !== null && <ReplyCard html={reply.internal} />}
      {reply === null && areRepliesOn && <p className={styles.nothing}>{text.noReply}</p>}
      {!areRepliesOn && (
        <p className={styles.nothing}>
          {text.repliesOff} <AppLink to={`${paths.types(companyId)}?tab=replies`}>{text.repliesOn}</AppLink>
        </p>
      )}
    </>
  );
}
