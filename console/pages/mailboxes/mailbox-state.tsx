import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { MailboxAnswer } from '#api/mailboxes.ts';
import { CheckmarkCircleRegular, ErrorCircleRegular, SubtractCircleRegular } from '../../components/icons.ts';
import { useTexts } from '../../texts.tsx';
import { mailboxTexts } from './texts.ts';

const looks = {
  ok: { color: 'success', icon: <CheckmarkCircleRegular /> },
  attention: { color: 'danger', icon: <ErrorCircleRegular /> },
  unknown: { color: 'subtle', icon: <SubtractCircleRegular /> },
} as const;

const useStyles = makeStyles({
  state: {
    display: 'inline-grid',
    justifyItems: 'start',
    gap: tokens.spacingVerticalXS,
    '@media (min-width: 641px)': { minWidth: '12rem' },
    maxWidth: '60ch',
  },
  badge: { whiteSpace: 'nowrap' },
  remedy: { color: tokens.colorNeutralForeground2 },
});

/** Whether Microsoft lets the application in; if not, the reason and the way out. */
export function MailboxState({ mailbox: { state, reason } }: { readonly mailbox: MailboxAnswer }) {
  const text = useTexts(mailboxTexts);
  const styles = useStyles();
  const { color, icon } = looks[state];
  return (
    <div className={styles.state}>
      <Badge className={styles.badge} appearance="tint" size="large" color={color} icon={icon}>
        {text[state]}
      </Badge>
      {reason && (
        <>
          <span>{reason.message}</span>
          <span className={styles.remedy}>{reason.remedy}</span>
        </>
      )}
    </div>
  );
}
