import { makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ConnectionGuideAnswer } from '#api/connection-guide.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { CheckmarkRegular } from '../../components/icons.ts';
import { OutsideLink } from '../../components/outside-link.tsx';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  { done: 'Done', powershell: 'PowerShell for chosen mailboxes (RBAC for Applications)' },
  { done: 'Færdig', powershell: 'PowerShell til udvalgte postkasser (RBAC for Applications)' },
);

export type GuideStepAnswer = ConnectionGuideAnswer['steps'][number];

const useStyles = makeStyles({
  step: {
    display: 'grid',
    gridTemplateColumns: '2rem minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    '@media (max-width: 640px)': {
      padding: tokens.spacingHorizontalM,
      gridTemplateColumns: 'minmax(0, 1fr)',
    },
  },
  number: {
    width: '2rem',
    height: '2rem',
    borderRadius: tokens.borderRadiusCircular,
    display: 'grid',
    placeItems: 'center',
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
  },
  done: {
    backgroundColor: tokens.colorPaletteGreenBackground2,
    color: tokens.colorPaletteGreenForeground2,
  },
  content: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXXXL}`,
    alignItems: 'start',
    '@media (min-width: 1200px)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  },
  part: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  title: { minHeight: '2rem', display: 'flex', alignItems: 'center' },
  text: { maxWidth: '75ch' },
  links: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
  },
  values: {
    display: 'grid',
    gridTemplateColumns: 'max-content minmax(0, max-content) max-content',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    alignItems: 'center',
    '@media (max-width: 640px)': { gridTemplateColumns: 'minmax(0, 1fr) max-content' },
  },
  value: { display: 'contents' },
  label: {
    color: tokens.colorNeutralForeground2,
    '@media (max-width: 640px)': { gridColumn: '1 / -1' },
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  commands: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
    paddingTop: tokens.spacingVerticalM,
  },
  summary: { cursor: 'pointer', ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  commandHead: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
  command: {
    margin: `${tokens.spacingVerticalXS} 0 0`,
    padding: tokens.spacingHorizontalM,
    overflowX: 'auto',
    whiteSpace: 'pre',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase300,
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'normal',
  },
});

interface Props {
  readonly step: GuideStepAnswer;
  readonly number: number;
  /** Whether what it asks for is there; null where nobody can tell. */
  readonly isDone: boolean | null;
  /** Whether the ids are entered beside the step, and so not shown in it. */
  readonly hasFields: boolean;
  readonly children?: ReactNode;
}

/** One step in Entra or Exchange, and beside it the fields that take what one finds there. */
export function GuideStep({ step, number, isDone, hasFields, children }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  return (
    <li className={styles.step}>
      <div className={mergeClasses(styles.number, isDone === true && styles.done)} aria-hidden>
        {isDone === true ? <CheckmarkRegular /> : number}
      </div>
      <div className={styles.content}>
        <div className={styles.part}>
          <Subtitle2 as="h3" className={styles.title}>
            {step.title}
            {isDone === true && <span className="visually-hidden"> ({text.done})</span>}
          </Subtitle2>
          {step.text.split('\n\n').map((paragraph) => (
            <p key={paragraph} className={styles.text}>
              {paragraph}
            </p>
          ))}
          <StepLinks step={step} />
        </div>
        <div className={styles.part}>
          {!(hasFields && step.id === 'copy-ids') && <StepValues step={step} />}
          {step.commands.length > 0 && (
            <details>
              <summary className={styles.summary}>{text.powershell}</summary>
              <div className={styles.commands}>
                {step.commands.map((command) => (
                  <Command key={command.label} label={command.label} text={command.text} />
                ))}
              </div>
            </details>
          )}
          {children}
        </div>
      </div>
    </li>
  );
}

function StepLinks({ step: { links } }: { readonly step: GuideStepAnswer }) {
  const styles = useStyles();
  if (links.length === 0) return null;
  return (
    <div className={styles.links}>
      {links.map(({ label, url }) => (
        <OutsideLink key={label} href={url}>
          {label}
        </OutsideLink>
      ))}
    </div>
  );
}

function StepValues({ step: { values } }: { readonly step: GuideStepAnswer }) {
  const styles = useStyles();
  if (values.length === 0) return null;
  return (
    <div className={styles.values}>
      {values.map(({ label, value }) => (
        <div key={`${label} ${value}`} className={styles.value}>
          <span className={styles.label}>{label}</span>
          <code className={styles.code}>{value}</code>
          <CopyButton value={value} what={value} />
        </div>
      ))}
    </div>
  );
}

function Command({ label, text }: { readonly label: string; readonly text: string }) {
  const styles = useStyles();
  return (
    <div>
      <div className={styles.commandHead}>
        <span>{label}</span>
        <CopyButton value={text} what={label} />
      </div>
      <section className={styles.command} tabIndex={0} aria-label={label}>
        {text}
      </section>
    </div>
  );
}
