import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { AbsenceTypePreviewAnswer } from '#api/absence-type-preview.ts';
import { LockClosedRegular } from '../../components/icons.ts';
import { useFormats } from '../../formats.ts';
import { texts, useLanguage, useTexts, type Language } from '../../texts.tsx';

type PreviewedEvent = NonNullable<AbsenceTypePreviewAnswer['event']>;

const words = texts(
  {
    oof: 'Away',
    workingElsewhere: 'Working elsewhere',
    private: 'Private: colleagues read “Private appointment” in place of the subject.',
    allDay: (period: string) => `${period}, all day`,
  },
  {
    oof: 'Ikke til stede',
    workingElsewhere: 'Arbejder andet sted',
    private: 'Privat: kolleger læser “Privat aftale” i stedet for emnet.',
    allDay: (period: string) => `${period}, hele dagen`,
  },
);

const useStyles = makeStyles({
  card: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    margin: 0,
  },
  week: {
    display: 'grid',
    gridTemplateColumns: 'repeat(5, minmax(0, 1fr))',
    columnGap: '2px',
    rowGap: tokens.spacingVerticalXS,
  },
  day: {
    textAlign: 'center',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    paddingBottom: tokens.spacingVerticalXXS,
  },
  event: {
    gridColumn: '1 / -1',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    borderLeftWidth: '5px',
    borderLeftStyle: 'solid',
    fontWeight: tokens.fontWeightSemibold,
    minHeight: '1.25rem',
  },
  oof: {
    backgroundColor: tokens.colorPalettePurpleBackground2,
    color: tokens.colorPalettePurpleForeground2,
    borderLeftColor: tokens.colorPalettePurpleBorderActive,
  },
  workingElsewhere: {
    backgroundColor: tokens.colorPaletteTealBackground2,
    color: tokens.colorPaletteTealForeground2,
    borderLeftColor: tokens.colorPaletteTealBorderActive,
    borderLeftStyle: 'dashed',
  },
  lock: { flexShrink: 0, fontSize: '1.125rem' },
  facts: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

interface Props {
  readonly event: PreviewedEvent;
  /** The language of the subject. */
  readonly language: Language;
}

/** A calendar event as a week in Outlook shows it. */
export function EventCard({ event, language }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const formats = useFormats();
  const days = daysOf(event);
  const period = formats.period({ from: days[0] ?? '', to: days.at(-1) ?? '' });
  return (
    <figure className={styles.card}>
      <div className={styles.week}>
        {days.map((day) => (
          <Day key={day} day={day} />
        ))}
        <div className={mergeClasses(styles.event, styles[event.showAs])}>
          <span lang={language}>{event.subject}</span>
          {event.isPrivate && <LockClosedRegular className={styles.lock} aria-hidden />}
        </div>
      </div>
      <figcaption className={styles.facts}>
        <div>
          {text[event.showAs]} · {event.isAllDay ? text.allDay(period) : period}
        </div>
        {event.isPrivate && <div>{text.private}</div>}
      </figcaption>
    </figure>
  );
}

function Day({ day }: { readonly day: string }) {
  const styles = useStyles();
  const locale = useLanguage() === 'da' ? 'da-DK' : 'en-GB';
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return (
    <div className={styles.day}>
      {weekday.format(new Date(`${day}T00:00Z`))} {Number(day.slice(8))}
    </div>
  );
}

const millisecondsPerDay = 86_400_000;

/** The days that it covers, five at most; the midnight at which it ends is no day of it. */
function daysOf({ start, end }: PreviewedEvent): string[] {
  const first = Date.parse(`${start.slice(0, 10)}T00:00Z`);
  const until = Date.parse(`${end.slice(0, 19)}Z`);
  const count = Math.max(1, Math.min(5, Math.ceil((until - first) / millisecondsPerDay)));
  return Array.from({ length: count }, (_, index) =>
    new Date(first + index * millisecondsPerDay).toISOString().slice(0, 10),
  );
}
