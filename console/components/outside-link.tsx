import { Link, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { OpenRegular } from './icons.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts({ opens: '(opens in a new tab)' }, { opens: '(åbner i en ny fane)' });

const useStyles = makeStyles({
  icon: { verticalAlign: 'text-bottom', marginLeft: '0.25em' },
});

/** A link to somewhere else: Entra, Temporal, the sandbox. */
export function OutsideLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  const styles = useStyles();
  return (
    <Link inline href={href} target="_blank" rel="noreferrer">
      {children}
      <OpenRegular className={styles.icon} aria-hidden />
      <span className="visually-hidden"> {useTexts(words).opens}</span>
    </Link>
  );
}
