import { makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  empty: {
    padding: tokens.spacingVerticalXXL,
    textAlign: 'center',
    color: tokens.colorNeutralForeground2,
    display: 'grid',
    gap: tokens.spacingVerticalM,
    justifyItems: 'center',
  },
});

/** Says why there is nothing, and what would bring something. */
export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className={useStyles().empty}>{children}</div>;
}
