import { makeStyles, tokens } from '@fluentui/react-components';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useOverview } from '../../shell/use-overview.ts';
import { useTexts } from '../../texts.tsx';
import { Answer } from './answer.tsx';
import { MailboxesInTrouble } from './mailboxes-in-trouble.tsx';
import { NextSteps } from './next-steps.tsx';
import { RunningReplay } from './running-replay.tsx';
import { SecretCountdown } from './secret-countdown.tsx';
import { Speed } from './speed.tsx';
import { overviewTexts } from './texts.ts';

const useStyles = makeStyles({
  main: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media (min-width: 1200px)': { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
  },
  speed: { '@media (min-width: 1200px)': { gridColumn: 'span 2' } },
  cards: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 17rem), 1fr))',
  },
});

/** Is everything in Outlook? One sentence first, then what it rests on and what to do. */
export default function OverviewPage({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(overviewTexts);
  const days = useDays();
  const { data, error, refetch } = useOverview(companyId, days);
  return (
    <Page title={text.title} lead={text.lead}>
      {error !== null && <ProblemMessage error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined && (
        <>
          <Answer companyId={companyId} overview={data} />
          <div className={styles.main}>
            <NextSteps companyId={companyId} overview={data} />
            <Speed speed={data.speed} days={days} className={styles.speed} />
          </div>
          <div className={styles.cards}>
            <SecretCountdown companyId={companyId} overview={data} />
            <RunningReplay companyId={companyId} replay={data.replay} />
            <MailboxesInTrouble companyId={companyId} count={data.mailboxesInTrouble} />
          </div>
        </>
      )}
    </Page>
  );
}

function useDays(): 1 | 7 | 30 {
  const [valueOf] = useSearchValues();
  switch (valueOf('days')) {
    case '7':
      return 7;
    case '30':
      return 30;
    default:
      return 1;
  }
}
