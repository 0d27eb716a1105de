import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { RegistrationState } from '../../api/operations.ts';
import { AppLink } from '../../components/app-link.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { overviewTexts } from './texts.ts';

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    padding: 0,
    display: 'grid',
    gap: tokens.spacingHorizontalM,
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 10rem), 1fr))',
    '@media (max-width: 480px)': { gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalXS },
    '@media (min-width: 1200px)': { gridTemplateColumns: 'repeat(5, minmax(0, 1fr))' },
    '@media (min-width: 1600px)': { gridTemplateColumns: 'repeat(7, minmax(0, 1fr))' },
  },
  tile: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    justifyItems: 'start',
    height: '100%',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    '@media (max-width: 480px)': {
      display: 'flex',
      flexDirection: 'row-reverse',
      justifyContent: 'space-between',
      alignItems: 'center',
      padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    },
    ':hover': {
      backgroundColor: tokens.colorSubtleBackgroundHover,
      color: tokens.colorNeutralForeground1,
      textDecorationLine: 'none',
    },
  },
  count: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
    '@media (max-width: 480px)': { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
  },
  none: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
});

const order = ['synced', 'waiting', 'syncing', 'parked', 'attention', 'removed', 'ignored'] as const;

interface Props {
  readonly companyId: string;
  readonly registrations: Readonly<Record<RegistrationState, number>>;
}

/** How many stand where; each leads to them. */
export function StateCounts({ companyId, registrations }: Props) {
  const styles = useStyles();
  const text = useTexts(overviewTexts);
  const { number } = useFormats();
  return (
    <ul className={styles.list} aria-label={text.counts}>
      {order.map((state) => (
        <li key={state}>
          <AppLink to={paths.registrations(companyId, { state })} className={styles.tile}>
            <span className={mergeClasses(styles.count, registrations[state] === 0 && styles.none)}>
              {number(registrations[state])}
            </span>{' '}
            <StateBadge state={state} />
          </AppLink>
        </li>
      ))}
    </ul>
  );
}
