import { makeStyles, tokens } from '@fluentui/react-components';
import type { RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { BuildingRegular, CalendarRegular, PersonRegular, SettingsRegular } from '../../components/icons.ts';
import { Instant } from '../../components/instant.tsx';
import { Section } from '../../components/section.tsx';
import { useTexts } from '../../texts.tsx';
import { storyTexts } from './story-texts.ts';

const useStyles = makeStyles({
  hint: { color: tokens.colorNeutralForeground2 },
  list: { listStyleType: 'none', padding: 0, display: 'flex', flexDirection: 'column' },
  entry: {
    display: 'grid',
    gridTemplateColumns: '2rem minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    position: 'relative',
    paddingBottom: tokens.spacingVerticalL,
    // The line from one to the next.
    ':not(:last-child)::before': {
      content: '""',
      position: 'absolute',
      left: 'calc(1rem - 1px)',
      top: '2rem',
      bottom: 0,
      width: '2px',
      backgroundColor: tokens.colorNeutralStroke2,
    },
  },
  mark: {
    display: 'grid',
    placeItems: 'center',
    width: '2rem',
    height: '2rem',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `0 ${tokens.spacingHorizontalS}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
  },
  who: { fontWeight: tokens.fontWeightSemibold },
});

type Entry = RegistrationWithHistoryAnswer['history'][number];

const actors = {
  byHr: BuildingRegular,
  byAdministrator: PersonRegular,
  byMicrosoft: CalendarRegular,
  byService: SettingsRegular,
} as const;

/** Everything that was recorded of the registration, newest first. */
export function Timeline({ history }: { readonly history: readonly Entry[] }) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  return (
    <Section title={text.timeline}>
      <p className={styles.hint}>{text.timelineHint}</p>
      <ol className={styles.list} reversed>
        {history.toReversed().map((entry) => (
          <TimelineEntry key={entry.sequence} entry={entry} />
        ))}
      </ol>
    </Section>
  );
}

function TimelineEntry({ entry: { at, type, summary } }: { readonly entry: Entry }) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  const actor = actorOf(type);
  const Icon = actors[actor];
  return (
    <li className={styles.entry}>
      <span className={styles.mark}>
        <Icon aria-hidden fontSize={18} />
      </span>
      <div>
        <div className={styles.head}>
          <span className={styles.who}>{text[actor]}</span>
          <Instant at={at} />
        </div>
        <p>{summary}</p>
      </div>
    </li>
  );
}

const administrators: ReadonlySet<string> = new Set([
  'SyncRequested',
  'RestorationRequested',
  'RemovalReleased',
  'RemovalRejected',
]);
/** Decided here, without a question to Microsoft. */
const decisions: ReadonlySet<string> = new Set([
  'Parked',
  'RemovalHeld',
  'CalendarWriteWithheld',
  'CalendarEventLeftBehind',
]);

function actorOf(type: string): keyof typeof actors {
  if (type.startsWith('Registration')) return 'byHr';
  if (administrators.has(type)) return 'byAdministrator';
  return decisions.has(type) ? 'byService' : 'byMicrosoft';
}
