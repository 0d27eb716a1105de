import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Link, useLocation } from 'wouter';
import {
  ArrowRepeatAllRegular,
  BoardRegular,
  CalendarPersonRegular,
  HistoryRegular,
  MailInboxRegular,
  PlugConnectedRegular,
  SettingsRegular,
  TextBulletListSquareRegular,
} from '../components/icons.ts';
import { texts, useTexts } from '../texts.tsx';
import { paths } from './paths.ts';

export const navigationTexts = texts(
  {
    label: 'Pages of the company',
    overview: 'Overview',
    connect: 'Connection',
    registrations: 'Registrations',
    replays: 'Replay',
    mailboxes: 'Mailboxes',
    types: 'Types and texts',
    activity: 'Activity',
    settings: 'Settings',
  },
  {
    label: 'Virksomhedens sider',
    overview: 'Overblik',
    connect: 'Forbindelse',
    registrations: 'Registreringer',
    replays: 'Genafspilning',
    mailboxes: 'Postkasser',
    types: 'Typer og tekster',
    activity: 'Aktivitet',
    settings: 'Indstillinger',
  },
);

const useStyles = makeStyles({
  navigation: {
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    padding: tokens.spacingHorizontalS,
    '@media (max-width: 900px)': {
      borderRight: 'none',
      borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
      overflowX: 'auto',
      minWidth: 0,
    },
  },
  list: {
    listStyleType: 'none',
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    position: 'sticky',
    top: tokens.spacingVerticalS,
    '@media (max-width: 900px)': { flexDirection: 'row' },
  },
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '2.25rem',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    whiteSpace: 'nowrap',
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    fontWeight: tokens.fontWeightSemibold,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (max-width: 900px)': { boxShadow: `inset 0 -3px 0 ${tokens.colorCompoundBrandStroke}` },
  },
});

const pages = [
  ['overview', BoardRegular],
  ['connect', PlugConnectedRegular],
  ['registrations', CalendarPersonRegular],
  ['replays', ArrowRepeatAllRegular],
  ['mailboxes', MailInboxRegular],
  ['types', TextBulletListSquareRegular],
  ['activity', HistoryRegular],
  ['settings', SettingsRegular],
] as const;

export function Navigation({ companyId }: { readonly companyId: string }) {
  const styles = useStyles();
  const text = useTexts(navigationTexts);
  const [path] = useLocation();
  return (
    <nav aria-label={text.label} className={styles.navigation}>
      <ul className={styles.list}>
        {pages.map(([page, Icon]) => {
          const address = paths[page](companyId);
          const isCurrent = page === 'overview' ? path === address : path.startsWith(address);
          return (
            <li key={page}>
              <Link
                href={address}
                className={mergeClasses(styles.link, isCurrent && styles.current)}
                aria-current={isCurrent ? 'page' : undefined}
              >
                <Icon aria-hidden fontSize={20} />
                {text[page]}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
