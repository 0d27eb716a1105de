import { makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { Section } from '../../components/section.tsx';

const useStyles = makeStyles({
  fact: { display: 'block' },
  rest: { color: tokens.colorNeutralForeground2 },
  link: { marginTop: 'auto' },
});

interface Props {
  readonly title: string;
  /** What one reads at a glance. */
  readonly fact: string;
  readonly link: ReactNode;
  readonly children: ReactNode;
}

/** One thing of the company: how it stands, what that means, and where it is looked after. */
export function Glance({ title, fact, link, children }: Props) {
  const styles = useStyles();
  return (
    <Section title={title}>
      <div>
        <Subtitle2 className={styles.fact}>{fact}</Subtitle2>
        <div className={styles.rest}>{children}</div>
      </div>
      <p className={styles.link}>{link}</p>
    </Section>
  );
}
