import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReplayAnswer } from '#api/replays.ts';
import { listReplays } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { Instant } from '../../components/instant.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Section } from '../../components/section.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { ReplayStateBadge } from './replay-state-badge.tsx';
import { causeTexts, dryOutcomeTexts, outcomes, outcomeTexts, wordOf } from './replay-words.ts';

const words = texts(
  {
    title: 'All replays',
    caption: 'Replays, newest first',
    started: 'Started',
    cause: 'Why',
    state: 'State',
    result: 'Result',
    dryRun: 'Dry run',
    nothing: 'Nothing to do',
    empty: 'There is none yet.',
  },
  {
    title: 'Alle genafspilninger',
    caption: 'Genafspilninger, den nyeste først',
    started: 'Startet',
    cause: 'Hvorfor',
    state: 'Tilstand',
    result: 'Resultat',
    dryRun: 'Prøvekørsel',
    nothing: 'Intet at gøre',
    empty: 'Der er ingen endnu.',
  },
);

const useStyles = makeStyles({
  cause: { display: 'inline-flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

const pageSize = 20;

export function ReplayList({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(words);
  const causes = useTexts(causeTexts);
  const columns: readonly Column<ReplayAnswer>[] = [
    {
      name: text.started,
      isHeading: true,
      cell: ({ replayId, startedAt }) => (
        <AppLink to={paths.replay(companyId, replayId)}>
          <Instant at={startedAt} />
        </AppLink>
      ),
    },
    {
      name: text.cause,
      cell: ({ cause, dryRun }) => (
        <span className={styles.cause}>
          {wordOf(causes, cause)}
          {dryRun && <Badge appearance="outline">{text.dryRun}</Badge>}
        </span>
      ),
    },
    { name: text.state, cell: ({ state }) => <ReplayStateBadge state={state} /> },
    { name: text.result, cell: (replay) => <Counts replay={replay} /> },
  ];
  return (
    <Section title={text.title}>
      <PagedList
        queryKey={['replays', companyId]}
        load={(cursor) => listReplays(companyId, { cursor, limit: pageSize })}
        refreshMilliseconds={5_000}
        empty={<Empty>{text.empty}</Empty>}
      >
        {(items) => (
          <Table caption={text.caption} columns={columns} rows={items} keyOf={({ replayId }) => replayId} />
        )}
      </PagedList>
    </Section>
  );
}

/** What was done, in a line; what was right already is no news. */
function Counts({ replay: { counts, dryRun, state } }: { readonly replay: ReplayAnswer }) {
  const text = useTexts(words);
  const formats = useFormats();
  const wet = useTexts(outcomeTexts);
  const dry = useTexts(dryOutcomeTexts);
  const told = outcomes
    .filter((outcome) => outcome !== 'unchanged' && outcome !== 'skipped' && (counts[outcome] ?? 0) > 0)
    .map((outcome) => `${(dryRun ? dry : wet)[outcome]}: ${formats.number(counts[outcome] ?? 0)}`);
  if (told.length > 0) return <>{told.join(', ')}</>;
  return <>{state === 'completed' ? text.nothing : '–'}</>;
}
