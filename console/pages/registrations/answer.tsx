import { makeStyles, mergeClasses, Subtitle1, tokens } from '@fluentui/react-components';
import { useId } from 'react';
import type { RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { Facts } from '../../components/facts.tsx';
import { Instant } from '../../components/instant.tsx';
import { StateBadge } from '../../components/state-badge.tsx';
import { useTexts } from '../../texts.tsx';
import { ActNow } from './act-now.tsx';
import { MicrosoftAnswer } from './microsoft-answer.tsx';
import { storyTexts } from './story-texts.ts';
import { WayOut } from './way-out.tsx';

const useStyles = makeStyles({
  answer: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: tokens.spacingHorizontalXL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderLeftWidth: '4px',
    borderRadius: tokens.borderRadiusXLarge,
  },
  good: { borderLeftColor: tokens.colorStatusSuccessBorderActive },
  bad: { borderLeftColor: tokens.colorStatusDangerBorderActive },
  careful: { borderLeftColor: tokens.colorStatusWarningBorderActive },
  calm: { borderLeftColor: tokens.colorNeutralStrokeAccessible },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
});

const looks = {
  synced: 'good',
  syncing: 'calm',
  waiting: 'calm',
  parked: 'careful',
  attention: 'bad',
  removed: 'calm',
  ignored: 'calm',
} as const;

interface Props {
  readonly companyId: string;
  readonly registration: RegistrationWithHistoryAnswer;
}

/** In Outlook or not, why, the way out, and what happens next. */
export function Answer({ companyId, registration }: Props) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  const headingId = useId();
  const { state, reason, explanation } = registration;
  const { next } = explanation;
  const headline = text[headlineOf(registration)];
  const why = reason?.message ?? explanation.message;
  return (
    <section className={mergeClasses(styles.answer, styles[looks[state]])} aria-labelledby={headingId}>
      <div className={styles.head} aria-live="polite">
        <Subtitle1 as="h2" id={headingId}>
          {headline}
        </Subtitle1>
        <StateBadge state={state} />
      </div>
      <Facts
        facts={[
          [text.why, why],
          [
            text.wayOut,
            reason && <WayOut companyId={companyId} reason={reason} mailbox={registration.mailbox} />,
          ],
          [text.next, <NextStep key="next" {...next} />],
          [text.belongs, reason && reason.code !== explanation.rule ? explanation.message : null],
          [
            text.microsoft,
            reason?.microsoft && (
              <MicrosoftAnswer answer={reason.microsoft} requestId={reason.microsoft.requestId} />
            ),
          ],
        ]}
      />
      <ActNow companyId={companyId} registration={registration} />
    </section>
  );
}

function NextStep({ message, at }: { readonly message: string; readonly at: string | null }) {
  const text = useTexts(storyTexts);
  return (
    <>
      {message}
      {at !== null && (
        <div>
          {text.nextTime}: <Instant at={at} /> (<Instant at={at} isRelative />)
        </div>
      )}
    </>
  );
}

function headlineOf({ state, calendarEventId }: RegistrationWithHistoryAnswer) {
  switch (state) {
    case 'synced':
    case 'syncing':
    case 'removed':
    case 'ignored':
      return state;
    case 'waiting':
    case 'parked':
    case 'attention':
      return calendarEventId === null ? 'notInOutlook' : 'outdated';
  }
}
