import { makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RegistrationWithHistoryAnswer } from '#api/registrations.ts';
import { startReplay, syncRegistration } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { AppLink } from '../../components/app-link.tsx';
import { ArrowUndoRegular, SendRegular } from '../../components/icons.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { paths } from '../../shell/paths.ts';
import { useLanguage, useTexts } from '../../texts.tsx';
import { StartProblem } from '../replays/start-problem.tsx';
import { storyTexts } from './story-texts.ts';

const useStyles = makeStyles({
  acts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

interface Props {
  readonly companyId: string;
  readonly registration: RegistrationWithHistoryAnswer;
}

/** What an administrator can have done with it at once. */
export function ActNow({ companyId, registration }: Props) {
  const styles = useStyles();
  const { reason } = registration;
  return (
    <div className={styles.acts}>
      {reason?.code === 'removed-by-user' ? (
        <Repair companyId={companyId} registrationId={registration.registrationId} />
      ) : (
        <Sync companyId={companyId} registration={registration} />
      )}
    </div>
  );
}

function Sync({ companyId, registration: { registrationId, state, reason } }: Props) {
  const text = useTexts(storyTexts);
  const client = useQueryClient();
  const language = useLanguage();
  // An approval comes from the HR system alone, and is not worth asking Microsoft for.
  const isWorthTrying =
    state === 'attention' || (state === 'waiting' && reason?.code !== 'awaiting-approval');
  const run = useMutation({
    mutationFn: () => syncRegistration(companyId, registrationId),
    onSuccess: (answer) => {
      client.setQueryData(['registration', companyId, registrationId, language], answer);
    },
  });
  return (
    <>
      <ActButton
        companyId={companyId}
        appearance={isWorthTrying ? 'primary' : 'secondary'}
        icon={<SendRegular />}
        isBusy={run.isPending}
        onClick={() => run.mutate()}
      >
        {text.sync}
      </ActButton>
      <output>{run.isSuccess ? text.asked : ''}</output>
      <ProblemMessage error={run.error} />
    </>
  );
}

/** What the employee has deleted is put back by a repair alone. */
function Repair({
  companyId,
  registrationId,
}: {
  readonly companyId: string;
  readonly registrationId: string;
}) {
  const text = useTexts(storyTexts);
  const run = useMutation({
    mutationFn: () => startReplay(companyId, { scope: 'all', registrationId, dryRun: false, repair: true }),
  });
  return (
    <>
      <ActButton
        companyId={companyId}
        icon={<ArrowUndoRegular />}
        isBusy={run.isPending}
        onClick={() => run.mutate()}
      >
        {text.repair}
      </ActButton>
      <output>
        {run.data && (
          <>
            {text.repairing}{' '}
            <AppLink to={paths.replay(companyId, run.data.replayId)}>{text.followReplay}</AppLink>
          </>
        )}
      </output>
      <StartProblem companyId={companyId} error={run.error} />
    </>
  );
}
