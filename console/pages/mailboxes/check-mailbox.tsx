import { makeStyles, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import { checkMailbox } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Instant } from '../../components/instant.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useTexts } from '../../texts.tsx';
import { mailboxTexts } from './texts.ts';

const useStyles = makeStyles({
  check: { display: 'inline-grid', justifyItems: 'start', gap: tokens.spacingVerticalXS, maxWidth: '36ch' },
  button: { whiteSpace: 'nowrap' },
  times: {
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    '@media (min-width: 641px)': { minWidth: '8rem' },
  },
});

interface Props {
  readonly companyId: string;
  readonly mailbox: MailboxAnswer;
  /** Called before the list is read again, in which the mailbox may be no longer. */
  readonly onWorks: (mailbox: string) => void;
}

/** Asks Microsoft now, and says in place what came of it. */
export function CheckMailbox({ companyId, mailbox: { mailbox, checkedAt, nextCheckAt }, onWorks }: Props) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  const client = useQueryClient();
  const run = useMutation({
    mutationFn: () => checkMailbox(companyId, mailbox),
    onSuccess: ({ state }) => {
      if (state !== 'attention') onWorks(mailbox);
      return Promise.all([
        client.invalidateQueries({ queryKey: ['mailboxes', companyId] }),
        client.invalidateQueries({ queryKey: ['overview', companyId] }),
      ]);
    },
  });
  return (
    <div className={styles.check}>
      <Times checkedAt={checkedAt} nextCheckAt={nextCheckAt} />
      <ActButton
        companyId={companyId}
        className={styles.button}
        aria-label={text.checkOf(mailbox)}
        isBusy={run.isPending}
        onClick={() => run.mutate()}
      >
        {text.check}
      </ActButton>
      <output>{run.data && (run.data.state === 'attention' ? text.stillInTrouble : text.works)}</output>
      <ProblemMessage error={run.error} />
    </div>
  );
}

function Times({ checkedAt, nextCheckAt }: Pick<MailboxAnswer, 'checkedAt' | 'nextCheckAt'>) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  return (
    <div className={styles.times}>
      {checkedAt === null ? (
        text.never
      ) : (
        <div>
          {text.last}: <Instant at={checkedAt} />
        </div>
      )}
      {nextCheckAt !== null && (
        <div>
          {text.next}: <Instant at={nextCheckAt} />
        </div>
      )}
    </div>
  );
}
