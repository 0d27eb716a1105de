import { makeStyles, tokens } from '@fluentui/react-components';
import { useMemo } from 'react';

const useStyles = makeStyles({
  card: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground3,
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    whiteSpace: 'pre-line',
    minHeight: '1.25rem',
  },
});

/** An automatic reply as it reads. */
export function ReplyCard({ html }: { readonly html: string }) {
  const styles = useStyles();
  const text = useMemo(() => textOf(html), [html]);
  return <blockquote className={styles.card}>{text}</blockquote>;
}

/** Read in a document of its own, where nothing loads and nothing runs. */
function textOf(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const lineEnd of page.querySelectorAll('br')) lineEnd.replaceWith('\n');
  return page.body.textContent ?? '';
}
