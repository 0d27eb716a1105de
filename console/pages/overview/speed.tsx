import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, type FunctionComponent } from 'react';
import type { OverviewAnswer } from '#api/overview.ts';
import { CheckmarkCircleRegular, WarningRegular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { Table } from '../../components/table.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { speedTexts } from './texts.ts';
import { whenOf } from './when-of.ts';

/** The plot's library comes after the page: what counts is in the sentence above it. */
const SpeedPlot = lazy<FunctionComponent<Props>>(() =>
  import('./speed-plot.tsx').catch(() => ({ default: NoPlot })),
);

const NoPlot: FunctionComponent<Props> = () => <p>{useTexts(speedTexts).failed}</p>;

const useStyles = makeStyles({
  windows: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    border: 'none',
    margin: 0,
    padding: 0,
  },
  sentence: { fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  rest: { color: tokens.colorNeutralForeground2 },
  icon: { verticalAlign: 'text-bottom', marginInlineEnd: tokens.spacingHorizontalXS },
  place: { minHeight: '16rem' },
  empty: {
    minHeight: '17.5rem',
    display: 'grid',
    alignContent: 'center',
    justifyItems: 'center',
    textAlign: 'center',
  },
  summary: { cursor: 'pointer', ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
});

type SpeedAnswer = OverviewAnswer['speed'];

interface Props {
  readonly speed: SpeedAnswer;
}

/**
 * How fast approved absence gets to Outlook: in words, as a plot against the promise, and as a table.
 * @param days the window that is chosen; until its figures are there, those of the one before are shown.
 */
export function Speed({
  speed,
  days,
  className,
}: Props & { readonly days: SpeedAnswer['days']; readonly className: string }) {
  const styles = useStyles();
  const text = useTexts(speedTexts);
  return (
    <Section title={text.title} actions={<Windows days={days} />} className={className}>
      {speed.count === 0 ? (
        <div className={styles.empty}>
          <p className={styles.sentence}>{text.none}</p>
          <p className={styles.rest}>{text.noneDetail}</p>
        </div>
      ) : (
        <>
          <SpeedInWords speed={speed} />
          <div className={styles.place}>
            <Suspense>
              <SpeedPlot speed={speed} />
            </Suspense>
          </div>
          <details>
            <summary className={styles.summary}>{text.asTable}</summary>
            <SpeedTable speed={speed} />
          </details>
        </>
      )}
    </Section>
  );
}

function Windows({ days }: Pick<SpeedAnswer, 'days'>) {
  const styles = useStyles();
  const text = useTexts(speedTexts);
  const [, setValues] = useSearchValues();
  const windows = [
    [1, text.day],
    [7, text.week],
    [30, text.month],
  ] as const;
  return (
    <fieldset className={styles.windows} aria-label={text.window}>
      {windows.map(([each, label]) => (
        <Button
          key={each}
          size="small"
          appearance={each === days ? 'primary' : 'secondary'}
          aria-pressed={each === days}
          onClick={() => setValues({ days: each === 1 ? null : String(each) })}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

function SpeedInWords({ speed: { count, p50Seconds, p95Seconds, promiseSeconds } }: Props) {
  const styles = useStyles();
  const text = useTexts(speedTexts);
  const { number, seconds } = useFormats();
  if (p50Seconds === null || p95Seconds === null) return null;
  const isKept = p95Seconds <= promiseSeconds;
  const Icon = isKept ? CheckmarkCircleRegular : WarningRegular;
  return (
    <div>
      <p className={styles.sentence}>{text.sentence(seconds(p50Seconds), seconds(p95Seconds))}</p>
      <p className={styles.rest}>
        <Icon aria-hidden fontSize={16} className={styles.icon} />
        {isKept ? text.kept : text.missed}. {text.approvals(number(count), count === 1)}
      </p>
    </div>
  );
}

function SpeedTable({ speed }: Props) {
  const text = useTexts(speedTexts);
  const formats = useFormats();
  const { number, seconds } = formats;
  const inWords = (value: number | null) => (value === null ? '–' : seconds(value));
  return (
    <Table
      caption={text.table}
      rows={speed.points.toReversed()}
      keyOf={({ at }) => at}
      columns={[
        { name: text.when, isHeading: true, cell: ({ at }) => whenOf(speed, at, formats) },
        { name: text.half, cell: ({ p50Seconds }) => inWords(p50Seconds) },
        { name: text.most, cell: ({ p95Seconds }) => inWords(p95Seconds) },
        { name: text.count, cell: ({ count }) => number(count) },
      ]}
    />
  );
}
