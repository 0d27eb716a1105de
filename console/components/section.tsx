import { makeStyles, mergeClasses, Subtitle1, tokens } from '@fluentui/react-components';
import { useId, type ReactNode } from 'react';

const useStyles = makeStyles({
  section: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    minWidth: 0,
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
});

interface Props {
  readonly title: string;
  readonly id?: string;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A part of a page under a heading of its own. */
export function Section({ title, id, actions, className, children }: Props) {
  const styles = useStyles();
  const headingId = useId();
  return (
    <section id={id} aria-labelledby={headingId} className={mergeClasses(styles.section, className)}>
      <div className={styles.head}>
        <Subtitle1 as="h2" id={headingId}>
          {title}
        </Subtitle1>
        {actions}
      </div>
      {children}
    </section>
  );
}
