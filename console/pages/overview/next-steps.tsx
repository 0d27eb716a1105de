import { makeStyles, tokens } from '@fluentui/react-components';
import type { OverviewAnswer } from '#api/overview.ts';
import { AppLink } from '../../components/app-link.tsx';
import { CheckmarkCircleRegular } from '../../components/icons.ts';
import { Section } from '../../components/section.tsx';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { overviewTexts } from './texts.ts';

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalL,
    paddingInlineStart: tokens.spacingHorizontalXL,
    '& li::marker': { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground2 },
  },
  way: { marginTop: tokens.spacingVerticalXS },
  well: { display: 'flex', gap: tokens.spacingHorizontalM, alignItems: 'start' },
  icon: { flexShrink: 0, fontSize: '1.25rem', color: tokens.colorStatusSuccessForeground1 },
});

interface Props {
  readonly companyId: string;
  readonly overview: OverviewAnswer;
}

/** The most urgent first, each with the page where it is done. */
export function NextSteps({ companyId, overview }: Props) {
  const styles = useStyles();
  const text = useTexts(overviewTexts);
  const { nextSteps } = overview;
  const [first] = nextSteps;
  return (
    <Section title={text.next}>
      {first?.code === 'all-well' ? (
        <p className={styles.well}>
          <CheckmarkCircleRegular className={styles.icon} aria-hidden />
          {first.message}
        </p>
      ) : (
        <ol className={styles.list}>
          {nextSteps.map(({ code, message }) => {
            const way = wayOf(code, companyId, overview);
            return (
              <li key={code}>
                <p>{message}</p>
                {way !== null && (
                  <p className={styles.way}>
                    <AppLink to={way.to}>{text[way.label]}</AppLink>
                  </p>
                )}
              </li>
            );
          })}
        </ol>
      )}
    </Section>
  );
}

/** Where a step is taken; null where the sentence says it all, or comes from a newer service. */
function wayOf(code: string, companyId: string, { replay }: OverviewAnswer) {
  switch (code) {
    case 'connect':
    case 'mend-connection':
    case 'switch-on':
      return { to: paths.connect(companyId), label: 'connect-link' } as const;
    case 'renew-secret':
    case 'secret-expires-soon':
      return { to: paths.renewSecret(companyId), label: 'renew-link' } as const;
    case 'enter-expiry-date':
      return { to: paths.connect(companyId), label: 'date-link' } as const;
    case 'approve-removals':
      return {
        to: replay === null ? paths.replays(companyId) : paths.replay(companyId, replay.replayId),
        label: 'removals-link',
      } as const;
    case 'registrations-parked':
      return { to: paths.replays(companyId), label: 'replays-link' } as const;
    case 'mailboxes-in-trouble':
      return { to: paths.mailboxes(companyId, { state: 'attention' }), label: 'mailboxes-link' } as const;
    case 'registrations-need-attention':
      return { to: paths.registrations(companyId, { state: 'attention' }), label: 'attention-link' } as const;
    case 'import-registrations':
      return { to: paths.registrations(companyId, { import: 'file' }), label: 'import-link' } as const;
    default:
      return null;
  }
}
