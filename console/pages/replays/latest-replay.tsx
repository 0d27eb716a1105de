import { makeStyles, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { ReplayAnswer } from '#api/replays.ts';
import { listReplays } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { Loading } from '../../components/loading.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { paths } from '../../shell/paths.ts';
import { texts, useLanguage, useTexts } from '../../texts.tsx';
import { ReplayProgress } from './replay-progress.tsx';
import { causeTexts, wordOf } from './replay-words.ts';
import { hasEnded, useReplay } from './use-replay.ts';

const words = texts(
  {
    running: 'Under way',
    latest: 'The latest',
    dryRun: 'Dry run',
    none: 'No replay yet. The first one starts by itself when the company is connected to Microsoft 365.',
    follow: 'Follow it',
    decide: 'Look at the removals and decide',
    report: 'See its report',
  },
  {
    running: 'I gang',
    latest: 'Den seneste',
    dryRun: 'Prøvekørsel',
    none: 'Ingen genafspilning endnu. Den første starter selv, når virksomheden forbindes med Microsoft 365.',
    follow: 'Følg den',
    decide: 'Se fjernelserne, og tag stilling',
    report: 'Se rapporten',
  },
);

const useStyles = makeStyles({
  about: { color: tokens.colorNeutralForeground2 },
});

/** The replay that is under way; where none is, the one that was last. */
export function LatestReplay({ companyId }: { readonly companyId: string }) {
  const text = useTexts(words);
  const language = useLanguage();
  const newest = useQuery({
    queryKey: ['replays', companyId, 'newest', language],
    queryFn: () => listReplays(companyId, { limit: 1 }),
    refetchInterval: 3_000,
  });
  const [found] = newest.data?.items ?? [];
  if (found !== undefined) return <Told companyId={companyId} found={found} />;
  return (
    <Section title={text.latest}>
      {newest.error ? (
        <ProblemMessage error={newest.error} onRetry={() => void newest.refetch()} />
      ) : newest.data === undefined ? (
        <Loading />
      ) : (
        <Empty>{text.none}</Empty>
      )}
    </Section>
  );
}

function Told({ companyId, found }: { readonly companyId: string; readonly found: ReplayAnswer }) {
  const styles = useStyles();
  const text = useTexts(words);
  const causes = useTexts(causeTexts);
  const followed = useReplay(companyId, found.replayId);
  // Until the first answer the list's own row is as good.
  const replay = followed.data ?? found;
  return (
    <Section title={hasEnded(replay) ? text.latest : text.running}>
      <div className={styles.about}>
        {replay.dryRun && `${text.dryRun} · `}
        {wordOf(causes, replay.cause)} · <Instant at={replay.startedAt} />
      </div>
      <ReplayProgress replay={replay} />
      <div>
        <AppLink to={paths.replay(companyId, replay.replayId)}>
          {replay.state === 'awaiting-approval' ? text.decide : hasEnded(replay) ? text.report : text.follow}
        </AppLink>
      </div>
    </Section>
  );
}
