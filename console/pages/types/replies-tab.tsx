import { Field, makeStyles, Radio, RadioGroup, Switch, tokens } from '@fluentui/react-components';
import type { CompanyAnswer } from '#api/company-schemas.ts';
import { draftStore, useDrafts } from '../../components/draft-store.ts';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReadOnlyNote } from '../../components/read-only-note.tsx';
import { Section } from '../../components/section.tsx';
import { useCompany, useCompanyChange } from '../../shell/use-company.ts';
import { useAccess } from '../../shell/use-session.ts';
import { languages, useTexts } from '../../texts.tsx';
import { repliesTexts } from './replies-texts.ts';
import { refusedText, textFault } from './reply-fault.ts';
import { ReplyText, type Audience } from './reply-text.tsx';
import { SaveBar } from './save-bar.tsx';

type Replies = CompanyAnswer['automaticReplies'];

const store = draftStore<Replies>();

const useStyles = makeStyles({
  tab: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalL },
  texts: {
    display: 'grid',
    gap: tokens.spacingHorizontalXXL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(22rem, 100%), 1fr))',
  },
  choices: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'start',
    gap: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalXXXL}`,
  },
  lead: { maxWidth: '75ch' },
  hint: { color: tokens.colorNeutralForeground2 },
});

export function RepliesTab({ companyId }: { readonly companyId: string }) {
  const chosen = useCompany(companyId);
  if (chosen.data !== undefined) return <Replies companyId={companyId} saved={chosen.data} />;
  return chosen.error ? (
    <ProblemMessage error={chosen.error} onRetry={() => void chosen.refetch()} />
  ) : (
    <Loading />
  );
}

interface Props {
  readonly companyId: string;
  readonly saved: CompanyAnswer;
}

/** Whether mail is answered, to whom, and in what words. */
function Replies({ companyId, saved }: Props) {
  const text = useTexts(repliesTexts);
  const styles = useStyles();
  const { mayAdminister } = useAccess(companyId);
  const draft = useDrafts(store).get(companyId);
  const replies = draft ?? saved.automaticReplies;
  const save = useCompanyChange(companyId);
  const change = (part: Partial<Replies>) => {
    save.reset();
    const next = { ...replies, ...part };
    const isSame = JSON.stringify(next) === JSON.stringify(saved.automaticReplies);
    store.set(companyId, isSame ? undefined : next);
  };
  const isFaulty = languages.some(
    (language) => textFault(replies.internal[language]) ?? textFault(replies.external[language]),
  );
  // The company's own language first: those are the texts that are sent.
  const ordered = [...languages].sort((one) => (one === saved.language ? -1 : 1));
  return (
    <div className={styles.tab}>
      <ReadOnlyNote companyId={companyId} />
      <Section title={text.title}>
        <p className={styles.lead}>{text.lead}</p>
        <div className={styles.choices}>
          <Field hint={text.enabledHint}>
            <Switch
              label={text.enabled}
              checked={replies.enabled}
              disabled={!mayAdminister}
              onChange={(_, { checked }) => change({ enabled: checked })}
            />
          </Field>
          <Field label={text.audience} hint={text.noneHint}>
            <RadioGroup
              value={replies.audience}
              disabled={!mayAdminister}
              onChange={(_, { value }) => change({ audience: audienceOf(value) })}
            >
              {(['all', 'contacts', 'none'] as const).map((audience) => (
                <Radio key={audience} value={audience} label={text[audience]} />
              ))}
            </RadioGroup>
          </Field>
        </div>
      </Section>
      {ordered.map((language) => (
        <Section
          key={language}
          title={language === saved.language ? text.sentNow(text[language]) : text.notSent(text[language])}
        >
          {language !== saved.language && <p className={styles.hint}>{text.notSentHint}</p>}
          <div className={styles.texts}>
            {(['internal', 'external'] as const).map((audience: Audience) => (
              <ReplyText
                key={audience}
                companyId={companyId}
                audience={audience}
                language={language}
                value={replies[audience][language]}
                isUnused={audience === 'external' && replies.audience === 'none'}
                refusal={refusedText(save.error, `automaticReplies.${audience}.${language}`)}
                onChange={(value) => change({ [audience]: { ...replies[audience], [language]: value } })}
              />
            ))}
          </div>
        </Section>
      ))}
      <SaveBar
        companyId={companyId}
        unsaved={unsavedText()}
        isSaving={save.isPending}
        saved={save.data}
        onDiscard={() => {
          save.reset();
          store.set(companyId, undefined);
        }}
        onSave={() => {
          if (isFaulty) return;
          save.mutate(
            { automaticReplies: replies },
            // What has been changed since stays.
            { onSuccess: () => store.all().get(companyId) === draft && store.set(companyId, undefined) },
          );
        }}
      >
        <ProblemMessage error={isShownBesideField(save.error) ? null : save.error} />
      </SaveBar>
    </div>
  );

  function unsavedText(): string | null {
    if (draft === undefined) return null;
    return isFaulty || isShownBesideField(save.error) ? text.faulty : text.unsaved;
  }
}

const isShownBesideField = (error: unknown): boolean =>
  (['internal', 'external'] as const).some((audience) =>
    languages.some((language) => refusedText(error, `automaticReplies.${audience}.${language}`) !== null),
  );

const audienceOf = (value: string): Replies['audience'] =>
  value === 'none' || value === 'contacts' ? value : 'all';
