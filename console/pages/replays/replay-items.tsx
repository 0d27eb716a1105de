import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReplayAnswer } from '#api/replays.ts';
import type { ReplayItemAnswer } from '#api/replay-items.ts';
import { listReplayItems } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Empty } from '../../components/empty.tsx';
import { PagedList } from '../../components/paged-list.tsx';
import { Section } from '../../components/section.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { dryOutcomeTexts, outcomes, outcomeTexts } from './replay-words.ts';
import { hasEnded } from './use-replay.ts';

const words = texts(
  {
    title: 'Registrations',
    titleOf: (outcome: string) => `Registrations: ${outcome.toLowerCase()}`,
    caption: 'What became of each registration',
    registration: 'Registration',
    employee: 'Employee',
    period: 'Period',
    outcome: 'Outcome',
    reason: 'Reason and what to do',
    none: 'None.',
    noneYet: 'None yet.',
  },
  {
    title: 'Registreringer',
    titleOf: (outcome: string) => `Registreringer: ${outcome.toLowerCase()}`,
    caption: 'Hvad der blev af hver registrering',
    registration: 'Registrering',
    employee: 'Medarbejder',
    period: 'Periode',
    outcome: 'Resultat',
    reason: 'Årsag og løsning',
    none: 'Ingen.',
    noneYet: 'Ingen endnu.',
  },
);

const useStyles = makeStyles({
  remedy: { color: tokens.colorNeutralForeground2 },
  reason: { maxWidth: '90ch' },
});

interface Props {
  readonly companyId: string;
  readonly replay: ReplayAnswer;
}

const pageSize = 100;

/** The report, a row for each registration; of one outcome where the address names it. */
export function ReplayItems({ companyId, replay }: Props) {
  const styles = useStyles();
  const text = useTexts(words);
  const formats = useFormats();
  const labels = useTexts(replay.dryRun ? dryOutcomeTexts : outcomeTexts);
  const [value] = useSearchValues();
  const outcome = outcomes.find((each) => each === value('outcome'));
  const columns: readonly Column<ReplayItemAnswer>[] = [
    {
      name: text.registration,
      isHeading: true,
      cell: ({ registrationId }) => (
        <AppLink to={paths.registration(companyId, registrationId)}>{registrationId}</AppLink>
      ),
    },
    { name: text.employee, cell: ({ employeeName }) => employeeName ?? '–' },
    { name: text.period, cell: ({ period }) => (period === null ? '–' : formats.period(period)) },
    {
      name: text.outcome,
      cell: ({ outcome: each }) => labels[each],
    },
    {
      name: text.reason,
      cell: ({ reason }) =>
        reason === null ? (
          '–'
        ) : (
          <div className={styles.reason}>
            {reason.message} <span className={styles.remedy}>{reason.remedy}</span>
          </div>
        ),
    },
  ];
  const title = outcome === undefined ? text.title : text.titleOf(labels[outcome]);
  return (
    <Section title={title}>
      <PagedList<ReplayItemAnswer>
        // At each turn of the replay the list is read anew, and in between while it runs.
        queryKey={['replay-items', companyId, replay.replayId, outcome, replay.state]}
        load={(cursor) => listReplayItems(companyId, replay.replayId, { outcome, cursor, limit: pageSize })}
        {...(!hasEnded(replay) && { refreshMilliseconds: 2_000 })}
        empty={<Empty>{hasEnded(replay) ? text.none : text.noneYet}</Empty>}
      >
        {(items) => (
          <Table
            caption={text.caption}
            columns={columns}
            rows={items}
            keyOf={({ registrationId }) => registrationId}
          />
        )}
      </PagedList>
    </Section>
  );
}
