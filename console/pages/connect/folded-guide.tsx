import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionAnswer } from '#api/connections.ts';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { texts, useTexts } from '../../texts.tsx';
import { GuideStep } from './guide-step.tsx';
import { useGuide } from './use-guide.ts';

const words = texts(
  {
    title: 'Set-up in Entra, step by step',
    show: 'Show the steps, with this company’s ids filled in',
  },
  {
    title: 'Opsætningen i Entra, trin for trin',
    show: 'Vis trinnene med virksomhedens id’er indsat',
  },
);

const useStyles = makeStyles({
  summary: { cursor: 'pointer' },
  steps: {
    listStyleType: 'none',
    padding: 0,
    paddingTop: tokens.spacingVerticalM,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
  },
});

interface Props {
  readonly companyId: string;
  readonly connection: ConnectionAnswer;
}

/** The guide for whoever has to look something up again, such as the permissions. */
export function FoldedGuide({ companyId, connection }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const [valueOf, set] = useSearchValues();
  const isOpen = valueOf('guide') === 'open';
  return (
    <Section title={text.title}>
      <details open={isOpen} onToggle={(event) => set({ guide: event.currentTarget.open ? 'open' : null })}>
        <summary className={styles.summary}>{text.show}</summary>
        {isOpen && <Steps companyId={companyId} connection={connection} />}
      </details>
    </Section>
  );
}

function Steps({ companyId, connection }: Props) {
  const styles = useStyles();
  const guide = useGuide(companyId, connection);
  if (guide.error) return <ProblemMessage error={guide.error} onRetry={() => void guide.refetch()} />;
  if (guide.data === undefined) return <Loading />;
  return (
    <ol className={styles.steps}>
      {guide.data.steps.map((step, index) => (
        <GuideStep key={step.id} step={step} number={index + 1} isDone={null} hasFields={false} />
      ))}
    </ol>
  );
}
