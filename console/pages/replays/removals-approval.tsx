import { makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReplayAnswer } from '#api/replays.ts';
import type { ReplayItemAnswer } from '#api/replay-items.ts';
import { listReplayItems } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { AppLink } from '../../components/app-link.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { WarningRegular } from '../../components/icons.ts';
import { PagedList } from '../../components/paged-list.tsx';
import { Section } from '../../components/section.tsx';
import { useFormats } from '../../formats.ts';
import { paths } from '../../shell/paths.ts';
import { texts, useTexts } from '../../texts.tsx';
import { ActProblem } from './act-problem.tsx';
import { useReplayAct } from './use-replay.ts';

const words = texts(
  {
    title: (count: number, text: string) =>
      count === 1 ? 'One removal waits for your approval' : `${text} removals wait for your approval`,
    why: 'A replay asks before it removes more than 20 calendar events that are also more than a tenth of all the company’s. So many at once may be a mistake in the HR system or in a setting; look whether these absences are really gone.',
    list: 'Registrations whose events would be removed',
    gone: 'None is left.',
    approve: (count: number, text: string) => (count === 1 ? 'Remove the event' : `Remove ${text} events`),
    approveTitle: (count: number, text: string) =>
      count === 1 ? 'Remove one event from Outlook?' : `Remove ${text} events from Outlook?`,
    approveText:
      'They disappear from the employees’ calendars. They come back only if HR registers the absences again.',
    reject: 'Keep them in Outlook',
    rejectTitle: 'Keep these events in Outlook?',
    rejectText:
      'They stay until HR changes their registrations. A replay that an administrator starts asks about them again.',
    back: 'Look again',
  },
  {
    title: (count: number, text: string) =>
      count === 1 ? 'Én fjernelse venter på din godkendelse' : `${text} fjernelser venter på din godkendelse`,
    why: 'En genafspilning spørger, før den fjerner flere end 20 kalenderbegivenheder, der også er mere end en tiendedel af alle virksomhedens. Så mange på én gang kan være en fejl i HR-systemet eller i en indstilling; se efter, om fraværet virkelig er bortfaldet.',
    list: 'Registreringer, hvis begivenheder ville blive fjernet',
    gone: 'Der er ingen tilbage.',
    approve: (count: number, text: string) =>
      count === 1 ? 'Fjern begivenheden' : `Fjern ${text} begivenheder`,
    approveTitle: (count: number, text: string) =>
      count === 1 ? 'Fjern én begivenhed fra Outlook?' : `Fjern ${text} begivenheder fra Outlook?`,
    approveText:
      'De forsvinder fra medarbejdernes kalendere. De kommer kun igen, hvis HR registrerer fraværet på ny.',
    reject: 'Behold dem i Outlook',
    rejectTitle: 'Behold disse begivenheder i Outlook?',
    rejectText:
      'De bliver stående, indtil HR ændrer deres registreringer. En genafspilning, som en administrator starter, spørger igen.',
    back: 'Se igen',
  },
);

const useStyles = makeStyles({
  section: {
    borderTopColor: tokens.colorPaletteMarigoldBorderActive,
    borderTopWidth: tokens.strokeWidthThickest,
  },
  warning: { color: tokens.colorStatusWarningForeground1, flexShrink: 0, fontSize: tokens.fontSizeHero700 },
  why: { display: 'flex', gap: tokens.spacingHorizontalM, maxWidth: '80ch' },
  list: {
    listStyleType: 'none',
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(18rem, 100%), 1fr))',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

interface Props {
  readonly companyId: string;
  readonly replay: ReplayAnswer;
}

/** Unusually many removals: what they are, why they wait, and the decision. */
export function RemovalsApproval({ companyId, replay }: Props) {
  const styles = useStyles();
  const text = useTexts(words);
  const count = useFormats().number(replay.removals);
  const { act, error, busyWith } = useReplayAct(companyId, replay);
  const [asking, ask] = useState<'approve' | 'reject' | null>(null);
  return (
    <Section title={text.title(replay.removals, count)} className={styles.section}>
      <div className={styles.why}>
        <WarningRegular aria-hidden className={styles.warning} />
        <p>{text.why}</p>
      </div>
      <HeldRemovals companyId={companyId} replay={replay} />
      <ActProblem error={error} />
      <div className={styles.buttons}>
        <ActButton
          companyId={companyId}
          appearance="primary"
          isBusy={busyWith === 'approve'}
          onClick={() => ask('approve')}
        >
          {text.approve(replay.removals, count)}
        </ActButton>
        <ActButton companyId={companyId} isBusy={busyWith === 'reject'} onClick={() => ask('reject')}>
          {text.reject}
        </ActButton>
      </div>
      <ConfirmDialog
        isOpen={asking === 'approve'}
        title={text.approveTitle(replay.removals, count)}
        confirmLabel={text.approve(replay.removals, count)}
        closeLabel={text.back}
        onConfirm={() => act('approve')}
        onClose={() => ask(null)}
      >
        {text.approveText}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={asking === 'reject'}
        title={text.rejectTitle}
        confirmLabel={text.reject}
        closeLabel={text.back}
        onConfirm={() => act('reject')}
        onClose={() => ask(null)}
      >
        {text.rejectText}
      </ConfirmDialog>
    </Section>
  );
}

const pageSize = 60;

function HeldRemovals({ companyId, replay: { replayId, removals } }: Props) {
  const styles = useStyles();
  const text = useTexts(words);
  const formats = useFormats();
  return (
    <PagedList<ReplayItemAnswer>
      queryKey={['replay-items', companyId, replayId, 'held', removals]}
      load={(cursor) =>
        listReplayItems(companyId, replayId, { awaitingApproval: true, cursor, limit: pageSize })
      }
      empty={<Empty>{text.gone}</Empty>}
    >
      {(items) => (
        <ul className={styles.list} aria-label={text.list}>
          {items.map(({ registrationId, employeeName, period }) => (
            <li key={registrationId}>
              <AppLink to={paths.registration(companyId, registrationId)}>{registrationId}</AppLink>
              {employeeName !== null && `, ${employeeName}`}
              {period !== null && `, ${formats.period(period)}`}
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}
