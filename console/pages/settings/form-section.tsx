import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ActButton } from '../../components/act-button.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReplayStarted } from '../../components/replay-started.tsx';
import { Section } from '../../components/section.tsx';
import { useTexts } from '../../texts.tsx';
import { settingsTexts } from './texts.ts';
import type { CompanyChange } from '../../shell/use-company.ts';

const useStyles = makeStyles({
  form: { display: 'grid', gap: tokens.spacingVerticalL, alignContent: 'start' },
  hint: { color: tokens.colorNeutralForeground2, maxWidth: '60ch' },
  acts: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
});

interface Props {
  readonly companyId: string;
  readonly title: string;
  readonly hint?: string;
  readonly change: CompanyChange;
  readonly isChanged: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  /** The problem is shown beside its field. */
  readonly isFaultShown?: boolean;
  readonly children: ReactNode;
}

/** A part of the settings, saved by itself; what came of it stands below. */
export function FormSection(props: Props) {
  const { companyId, title, hint, change, isChanged, onSave, onDiscard, isFaultShown, children } = props;
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  return (
    <Section title={title}>
      <form
        noValidate
        aria-label={title}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged && !change.isPending) onSave();
        }}
      >
        {hint && <p className={styles.hint}>{hint}</p>}
        {children}
        <div className={styles.acts}>
          <ActButton
            companyId={companyId}
            type="submit"
            appearance="primary"
            isBusy={change.isPending}
            disabledFocusable={!isChanged}
          >
            {text.save}
          </ActButton>
          {isChanged && !change.isPending && (
            <Button
              onClick={() => {
                change.reset();
                onDiscard();
              }}
            >
              {text.discard}
            </Button>
          )}
        </div>
        {isFaultShown !== true && <ProblemMessage error={change.error} />}
        {change.data !== undefined && !isChanged && (
          <ReplayStarted companyId={companyId} title={text.saved} does={text.replay} answer={change.data} />
        )}
      </form>
    </Section>
  );
}
