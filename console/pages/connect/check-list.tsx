import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ErrorCircleRegular,
  SubtractCircleRegular,
  WarningRegular,
} from '../../components/icons.ts';
import { useFormats } from '../../formats.ts';
import { texts, useTexts } from '../../texts.tsx';
import { outcomeOf, type Check } from './check-outcome.ts';

export const checkTexts = texts(
  {
    tenant: 'Entra knows the tenant',
    application: 'The application is in the tenant',
    credential: 'Entra accepts the client secret',
    'Calendars.ReadWrite': 'Permission to write calendars (Calendars.ReadWrite)',
    'MailboxSettings.ReadWrite': 'Permission to set automatic replies (MailboxSettings.ReadWrite)',
    mailbox: 'Mailbox',
    'outside-mailbox': 'Out of reach, as it should be',
    'secret-expiry': 'The last day of the secret',
  },
  {
    tenant: 'Entra kender denne tenant',
    application: 'Applikationen findes i denne tenant',
    credential: 'Entra godtager klienthemmeligheden',
    'Calendars.ReadWrite': 'Tilladelse til at skrive i kalendere (Calendars.ReadWrite)',
    'MailboxSettings.ReadWrite': 'Tilladelse til at sætte automatiske svar (MailboxSettings.ReadWrite)',
    mailbox: 'Postkasse',
    'outside-mailbox': 'Kan ikke nås, som det skal være',
    'secret-expiry': 'Hemmelighedens sidste dag',
  },
);

const words = texts(
  {
    passed: 'OK',
    failed: 'Does not work',
    skipped: 'Not tried',
    warning: 'Note',
    works: 'Works there:',
    none: 'none of the permissions',
    asAbove: 'The cause is the one above.',
    microsoft: (code: string, requestId: string) => `Microsoft’s answer: ${code}, request ${requestId}`,
    lastDay: (day: string) => `Last day: ${day}`,
  },
  {
    passed: 'OK',
    failed: 'Virker ikke',
    skipped: 'Ikke prøvet',
    warning: 'Bemærk',
    works: 'Virker dér:',
    none: 'ingen af tilladelserne',
    asAbove: 'Årsagen er den samme som ovenfor.',
    microsoft: (code: string, requestId: string) => `Microsofts svar: ${code}, request ${requestId}`,
    lastDay: (day: string) => `Sidste dag: ${day}`,
  },
);

const icons = {
  passed: CheckmarkCircleRegular,
  failed: ErrorCircleRegular,
  skipped: SubtractCircleRegular,
  warning: WarningRegular,
} as const;

const useStyles = makeStyles({
  list: { listStyleType: 'none', padding: 0, display: 'grid', gap: tokens.spacingVerticalM },
  check: { display: 'grid', gridTemplateColumns: '1.5rem minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  icon: { fontSize: '1.25rem', lineHeight: 0, paddingTop: '1px' },
  passed: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
  skipped: { color: tokens.colorNeutralForeground3 },
  warning: { color: tokens.colorStatusWarningForeground3 },
  body: { display: 'grid', gap: tokens.spacingVerticalXXS },
  head: { display: 'flex', flexWrap: 'wrap', gap: `0 ${tokens.spacingHorizontalM}` },
  outcome: { fontWeight: tokens.fontWeightSemibold },
  detail: { color: tokens.colorNeutralForeground2, maxWidth: '75ch' },
});

/** Each check with its outcome; what failed, with the cause and the way out. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  const styles = useStyles();
  return (
    <ul className={styles.list}>
      {checks.map((check, index) => (
        <CheckRow
          key={`${check.name} ${check.mailbox ?? ''}`}
          check={check}
          isSaid={isSaidBefore(check, checks.slice(0, index))}
        />
      ))}
    </ul>
  );
}

const isSaidBefore = ({ reason }: Check, before: readonly Check[]): boolean =>
  before.some((other) => other.reason !== null && other.reason.code === reason?.code);

/** @param isSaid whether its cause stands with a check above. */
function CheckRow({ check, isSaid }: { readonly check: Check; readonly isSaid: boolean }) {
  const text = useTexts(words);
  const styles = useStyles();
  const formats = useFormats();
  const name = useTexts(checkTexts)[check.name as keyof (typeof checkTexts)['en']] ?? check.name;
  const outcome = outcomeOf(check);
  const Icon = icons[outcome];
  const { reason, mailbox, permissions, expiresAt } = check;
  return (
    <li className={styles.check}>
      <span className={mergeClasses(styles.icon, styles[outcome])}>
        <Icon aria-hidden />
      </span>
      <div className={styles.body}>
        <div className={styles.head}>
          <span>{mailbox === undefined ? name : `${mailbox}: ${name.toLowerCase()}`}</span>
          <span className={mergeClasses(styles.outcome, styles[outcome])}>{text[outcome]}</span>
        </div>
        {expiresAt && (
          <div className={styles.detail}>{text.lastDay(formats.local(expiresAt.slice(0, 10)))}</div>
        )}
        {reason && <div className={styles.detail}>{isSaid ? text.asAbove : reason.message}</div>}
        {reason && !isSaid && <div className={styles.detail}>{reason.remedy}</div>}
        {permissions && check.name === 'mailbox' && (
          <div className={styles.detail}>
            {text.works} {permissions.length === 0 ? text.none : permissions.join(', ')}
          </div>
        )}
        {reason?.microsoft && !isSaid && (
          <div className={styles.detail}>
            {text.microsoft(reason.microsoft.code, reason.microsoft.requestId)}
          </div>
        )}
      </div>
    </li>
  );
}
