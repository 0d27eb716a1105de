import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocation, useRoute } from 'wouter';
import { texts, useTexts } from '../texts.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { Header } from './header.tsx';
import { Navigation } from './navigation.tsx';

const words = texts({ skip: 'Skip to the content' }, { skip: 'Gå til indholdet' });

const useStyles = makeStyles({
  frame: {
    minHeight: '100vh',
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateRows: 'auto auto 1fr',
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  body: {
    display: 'grid',
    gridTemplateColumns: '14rem minmax(0, 1fr)',
    '@media (max-width: 900px)': { gridTemplateColumns: 'minmax(0, 1fr)', gridTemplateRows: 'auto 1fr' },
  },
  plain: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)' },
  main: {
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXL}`,
    width: '100%',
    maxWidth: '100rem',
    boxSizing: 'border-box',
    outlineStyle: 'none',
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalM },
  },
  skip: {
    position: 'absolute',
    left: '-100vw',
    ':focus': {
      left: tokens.spacingHorizontalM,
      top: tokens.spacingVerticalM,
      zIndex: 10,
      padding: tokens.spacingHorizontalM,
      backgroundColor: tokens.colorNeutralBackground1,
    },
  },
});

/** What stands around every page. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const styles = useStyles();
  const text = useTexts(words);
  const [, match] = useRoute('/companies/:companyId/*?');
  const companyId = match?.companyId ?? null;
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  useScrollToTop(path);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
        {text.skip}
      </a>
      <Header companyId={companyId} />
      <div>{companyId !== null && <ConnectionBanner companyId={companyId} />}</div>
      <div className={companyId === null ? styles.plain : styles.body}>
        {companyId !== null && <Navigation companyId={companyId} />}
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          {children}
        </main>
      </div>
    </div>
  );
}

function useScrollToTop(path: string): void {
  useEffect(() => {
    if (location.hash === '') window.scrollTo(0, 0);
  }, [path]);
}
