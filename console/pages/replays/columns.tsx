import { makeStyles, tokens } from '@fluentui/react-components';
import { Children, type ReactNode } from 'react';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: tokens.spacingVerticalXL,
    gridTemplateColumns: 'minmax(0, 1fr)',
    alignItems: 'start',
    '@media (min-width: 1200px)': {
      gridTemplateColumns: 'minmax(0, 1fr) 24rem',
      gridTemplateRows: 'auto 1fr',
      '& > :nth-child(2)': { gridColumn: 2, gridRow: '1 / span 2' },
    },
    '@media (min-width: 1600px)': { gridTemplateColumns: 'minmax(0, 1fr) 30rem' },
  },
  part: { minWidth: 0 },
});

/** Three parts one below the other; where there is room the second stands beside the other two. */
export function Columns({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.columns}>
      {Children.map(children, (part) => (
        <div className={styles.part}>{part}</div>
      ))}
    </div>
  );
}
