import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReplayAnswer } from '#api/replays.ts';
import type { ReplayOutcome } from '#domain/replay.ts';
import { AppLink } from '../../components/app-link.tsx';
import { Section } from '../../components/section.tsx';
import { Table, type Column } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { dryOutcomeTexts, outcomeHints, outcomes, outcomeTexts } from './replay-words.ts';

const words = texts(
  {
    did: 'What it did',
    would: 'What it would do',
    caption: 'How many registrations came to what',
    outcome: 'Outcome',
    count: 'Registrations',
    all: 'All',
    asksFirst:
      'Done in earnest, it asks before it removes more than 20 events that are also more than a tenth of all.',
  },
  {
    did: 'Hvad den gjorde',
    would: 'Hvad den ville gøre',
    caption: 'Antal registreringer efter resultat',
    outcome: 'Resultat',
    count: 'Registreringer',
    all: 'Alle',
    asksFirst:
      'Når det gøres for alvor, spørger den, før den fjerner flere end 20 begivenheder, der også er mere end en tiendedel af alle.',
  },
);

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  count: { fontVariantNumeric: 'tabular-nums' },
  chosen: { fontWeight: tokens.fontWeightSemibold },
});

interface Row {
  readonly outcome: ReplayOutcome | null;
  readonly count: number;
}

interface Props {
  readonly companyId: string;
  readonly replay: ReplayAnswer;
}

/** As in domain/replay.ts: so many removals may wait for approval. */
const removalLimit = 20;

/** How many registrations came to what; each row shows its own below. */
export function ReplayOutcomes({ companyId, replay: { replayId, counts, done, dryRun } }: Props) {
  const styles = useStyles();
  const text = useTexts(words);
  const wet = useTexts(outcomeTexts);
  const dry = useTexts(dryOutcomeTexts);
  const hints = useTexts(outcomeHints);
  const formats = useFormats();
  const [value] = useSearchValues();
  const chosen = value('outcome');
  const labelOf = (outcome: ReplayOutcome | null) =>
    outcome === null ? text.all : (dryRun ? dry : wet)[outcome];
  const columns: readonly Column<Row>[] = [
    {
      name: text.outcome,
      isHeading: true,
      cell: ({ outcome, count }) => (
        <>
          {count > 0 || outcome === null || outcome === chosen ? (
            <AppLink
              to={`${paths.replay(companyId, replayId)}${outcome === null ? '' : `?outcome=${outcome}`}`}
              aria-current={(outcome ?? '') === chosen ? 'true' : undefined}
              className={mergeClasses((outcome ?? '') === chosen && styles.chosen)}
            >
              {labelOf(outcome)}
            </AppLink>
          ) : (
            labelOf(outcome)
          )}
          {outcome !== null && <div className={styles.hint}>{hints[outcome]}</div>}
        </>
      ),
    },
    { name: text.count, cell: ({ count }) => <span className={styles.count}>{formats.number(count)}</span> },
  ];
  const rows: readonly Row[] = [
    ...outcomes.map((outcome) => ({ outcome, count: counts[outcome] ?? 0 })),
    { outcome: null, count: done },
  ];
  const title = dryRun ? text.would : text.did;
  return (
    <Section title={title}>
      <Table caption={text.caption} columns={columns} rows={rows} keyOf={({ outcome }) => outcome ?? 'all'} />
      {dryRun && (counts.removed ?? 0) > removalLimit && <p>{text.asksFirst}</p>}
    </Section>
  );
}
