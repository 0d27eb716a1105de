import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { registration as readRegistration } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useLanguage, useTexts } from '../../texts.tsx';
import { useAbsenceTypeLabels } from './absence-type-labels.ts';
import { Answer } from './answer.tsx';
import { Attempts } from './attempts.tsx';
import { RegistrationFacts } from './registration-facts.tsx';
import { ReplyExplanation } from './reply-explanation.tsx';
import { storyTexts } from './story-texts.ts';
import { Timeline } from './timeline.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    gap: tokens.spacingHorizontalXL,
    alignItems: 'start',
    '@media (max-width: 1100px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, minWidth: 0 },
});

interface Props {
  readonly companyId: string;
  readonly registrationId: string;
}

/** Why is this registration, or why is it not, in Outlook? */
export default function RegistrationPage({ companyId, registrationId }: Props) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  const { data, error, refetch } = useRegistration(companyId, registrationId);
  const title = useTitle(companyId, data);
  return (
    <Page title={title} lead={<AppLink to={paths.registrations(companyId)}>{text.back}</AppLink>}>
      {error && <ProblemMessage error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <Answer companyId={companyId} registration={data} />
          <div className={styles.columns}>
            <div className={styles.column}>
              <Attempts attempts={data.explanation.attempts} />
              <Timeline history={data.history} />
            </div>
            <div className={styles.column}>
              <RegistrationFacts companyId={companyId} registration={data} />
              <ReplyExplanation reply={data.explanation.automaticReply} />
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** Read again every few seconds, and at once while it is on its way. */
function useRegistration(companyId: string, registrationId: string) {
  const language = useLanguage();
  return useQuery({
    queryKey: ['registration', companyId, registrationId, language],
    queryFn: () => readRegistration(companyId, registrationId),
    refetchInterval: ({ state }) => (state.data?.state === 'syncing' ? 1_000 : 3_000),
  });
}

function useTitle(companyId: string, data: ReturnType<typeof useRegistration>['data']): string {
  const text = useTexts(storyTexts);
  const formats = useFormats();
  const labelOf = useAbsenceTypeLabels(companyId);
  if (data === undefined) return text.title;
  const { employeeName, employeeId, absenceType, period } = data;
  const what = [
    ...(absenceType === null ? [] : [labelOf(absenceType)]),
    ...(period === null ? [] : [formats.period(period)]),
  ];
  const who = employeeName ?? employeeId;
  return [...(who === null ? [text.title] : [who]), what.join(' ')].filter((part) => part !== '').join(': ');
}
