import { makeStyles, tokens } from '@fluentui/react-components';
import { CopyButton } from '../../components/copy-button.tsx';
import { useTexts } from '../../texts.tsx';
import { storyTexts } from './story-texts.ts';

const useStyles = makeStyles({
  answer: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
  },
  id: { fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
});

interface Props {
  readonly answer: { readonly status: number; readonly code: string } | null;
  readonly requestId: string | null;
}

/** Microsoft's status, code and request id: what its support asks for. */
export function MicrosoftAnswer({ answer, requestId }: Props) {
  const text = useTexts(storyTexts);
  const styles = useStyles();
  return (
    <span className={styles.answer}>
      {answer && (
        <span>
          {answer.status} {answer.code}
        </span>
      )}
      {requestId !== null && (
        <>
          <code className={styles.id}>{requestId}</code>
          <CopyButton value={requestId} what={text.requestId} />
        </>
      )}
    </span>
  );
}
