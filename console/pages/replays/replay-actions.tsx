import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { ReplayAnswer } from '#api/replays.ts';
import { replayReport } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ArrowDownloadRegular, DismissRegular, PauseRegular, PlayRegular } from '../../components/icons.ts';
import { texts, useLanguage, useTexts } from '../../texts.tsx';
import { ActProblem } from './act-problem.tsx';
import { inEarnest } from './replay-choices.ts';
import { StartProblem } from './start-problem.tsx';
import { hasEnded, useReplayAct } from './use-replay.ts';
import { useStartReplay } from './use-start-replay.ts';

const words = texts(
  {
    pause: 'Pause',
    resume: 'Resume',
    cancel: 'Cancel the replay',
    cancelTitle: 'Cancel the replay?',
    cancelText:
      'What is under way is finished, and what it has done stays in Outlook. The rest is left as it is; a later replay does it.',
    goOn: 'Let it go on',
    report: 'Download the report',
    doIt: 'Do it now',
  },
  {
    pause: 'Sæt på pause',
    resume: 'Genoptag',
    cancel: 'Afbryd genafspilningen',
    cancelTitle: 'Afbryd genafspilningen?',
    cancelText:
      'Det, der er undervejs, gøres færdigt, og det, den har gjort, bliver i Outlook. Resten bliver, som det er; en senere genafspilning tager det.',
    goOn: 'Lad den fortsætte',
    report: 'Hent rapporten',
    doIt: 'Gør det nu',
  },
);

interface Props {
  readonly companyId: string;
  readonly replay: ReplayAnswer;
}

/** What can be done with a replay as it stands. */
export function ReplayActions({ companyId, replay }: Props) {
  const language = useLanguage();
  const text = useTexts(words);
  return (
    <>
      {hasEnded(replay) ? (
        replay.dryRun && <DoItNow companyId={companyId} replay={replay} />
      ) : (
        <WhileUnderWay companyId={companyId} replay={replay} />
      )}
      <Button
        as="a"
        href={replayReport(companyId, replay.replayId, { language })}
        download
        icon={<ArrowDownloadRegular />}
      >
        {text.report}
      </Button>
    </>
  );
}

function DoItNow({ companyId, replay }: Props) {
  const text = useTexts(words);
  const starting = useStartReplay(companyId);
  return (
    <>
      <StartProblem companyId={companyId} error={starting.error} />
      <ActButton
        companyId={companyId}
        appearance="primary"
        isBusy={starting.isPending}
        onClick={() => starting.mutate(inEarnest(replay))}
      >
        {text.doIt}
      </ActButton>
    </>
  );
}

function WhileUnderWay({ companyId, replay }: Props) {
  const text = useTexts(words);
  const { act, error, busyWith } = useReplayAct(companyId, replay);
  const [isAsking, setAsking] = useState(false);
  const toggle = replay.state === 'paused' ? 'resume' : 'pause';
  return (
    <>
      <ActProblem error={error} />
      {replay.state !== 'awaiting-approval' && (
        <ActButton
          companyId={companyId}
          appearance={toggle === 'resume' ? 'primary' : 'secondary'}
          icon={toggle === 'resume' ? <PlayRegular /> : <PauseRegular />}
          isBusy={busyWith === toggle}
          onClick={() => act(toggle)}
        >
          {text[toggle]}
        </ActButton>
      )}
      <ActButton
        companyId={companyId}
        icon={<DismissRegular />}
        isBusy={busyWith === 'cancel'}
        onClick={() => setAsking(true)}
      >
        {text.cancel}
      </ActButton>
      <ConfirmDialog
        isOpen={isAsking}
        title={text.cancelTitle}
        confirmLabel={text.cancel}
        closeLabel={text.goOn}
        onConfirm={() => act('cancel')}
        onClose={() => setAsking(false)}
      >
        {text.cancelText}
      </ConfirmDialog>
    </>
  );
}
