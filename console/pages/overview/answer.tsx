import { makeStyles, mergeClasses, Title3, tokens } from '@fluentui/react-components';
import type { OverviewAnswer } from '#api/overview.ts';
import {
  ArrowSyncRegular,
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  WarningRegular,
} from '../../components/icons.ts';
import { useFormats, type Formats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { StateCounts } from './state-counts.tsx';
import { overviewTexts } from './texts.ts';
import { verdictOf, type Verdict } from './verdict.ts';

const useStyles = makeStyles({
  answer: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    padding: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderInlineStartWidth: '6px',
    borderRadius: tokens.borderRadiusXLarge,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalL },
  },
  head: { display: 'flex', gap: tokens.spacingHorizontalL, alignItems: 'start' },
  icon: { flexShrink: 0, fontSize: '2.25rem', lineHeight: 1, display: 'inline-flex' },
  detail: { color: tokens.colorNeutralForeground2, marginTop: tokens.spacingVerticalXS, maxWidth: '80ch' },
  good: { borderInlineStartColor: tokens.colorStatusSuccessBorderActive },
  goodIcon: { color: tokens.colorStatusSuccessForeground1 },
  calm: { borderInlineStartColor: tokens.colorCompoundBrandStroke },
  calmIcon: { color: tokens.colorCompoundBrandForeground1 },
  warning: { borderInlineStartColor: tokens.colorStatusWarningBorderActive },
  warningIcon: { color: tokens.colorStatusWarningForeground3 },
  bad: { borderInlineStartColor: tokens.colorStatusDangerBorderActive },
  badIcon: { color: tokens.colorStatusDangerForeground1 },
});

interface Props {
  readonly companyId: string;
  readonly overview: OverviewAnswer;
}

/** The one sentence, and the counts that it rests on. */
export function Answer({ companyId, overview }: Props) {
  const styles = useStyles();
  const verdict = verdictOf(overview);
  const { title, detail } = worded(verdict, useTexts(overviewTexts), useFormats());
  const { Icon, tone } = looks[verdict.kind];
  return (
    <section className={mergeClasses(styles.answer, styles[tone])}>
      <div className={styles.head}>
        <span className={mergeClasses(styles.icon, styles[`${tone}Icon`])}>
          <Icon aria-hidden />
        </span>
        <div aria-live="polite">
          <Title3 as="h2" block>
            {title}
          </Title3>
          <p className={styles.detail}>{detail}</p>
        </div>
      </div>
      <StateCounts companyId={companyId} registrations={overview.registrations} />
    </section>
  );
}

const looks = {
  'all-well': { tone: 'good', Icon: CheckmarkCircleRegular },
  approval: { tone: 'good', Icon: CheckmarkCircleRegular },
  waiting: { tone: 'calm', Icon: ClockRegular },
  syncing: { tone: 'calm', Icon: ArrowSyncRegular },
  empty: { tone: 'calm', Icon: ClockRegular },
  parked: { tone: 'warning', Icon: WarningRegular },
  attention: { tone: 'warning', Icon: WarningRegular },
  'not-connected': { tone: 'warning', Icon: WarningRegular },
  off: { tone: 'warning', Icon: WarningRegular },
  expired: { tone: 'bad', Icon: ErrorCircleRegular },
  refused: { tone: 'bad', Icon: ErrorCircleRegular },
} as const;

const details = {
  attention: 'attentionDetail',
  parked: 'parkedDetail',
  syncing: 'syncingDetail',
  waiting: 'waitingDetail',
  empty: 'emptyDetail',
  'all-well': 'allWellDetail',
} as const;

function worded(verdict: Verdict, text: (typeof overviewTexts)['da'], { number }: Formats) {
  switch (verdict.kind) {
    case 'not-connected':
    case 'off':
    case 'expired':
    case 'refused': {
      const { kind, parked } = verdict;
      return {
        title: text[kind],
        detail: parked === 0 ? text.nothingWaits : text.parkedMeanwhile(number(parked), parked === 1),
      };
    }
    case 'attention':
    case 'parked':
    case 'syncing':
    case 'waiting': {
      const { kind, count } = verdict;
      return { title: text[kind](number(count), count === 1), detail: text[details[kind]] };
    }
    case 'approval':
      return {
        title: text['all-well'],
        detail: text.approvalDetail(number(verdict.count), verdict.count === 1),
      };
    case 'empty':
    case 'all-well':
      return { title: text[verdict.kind], detail: text[details[verdict.kind]] };
  }
}
