import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { ActButton } from '../../components/act-button.tsx';
import { AppLink } from '../../components/app-link.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { paths } from '../../shell/paths.ts';
import { useTexts } from '../../texts.tsx';
import { settingsTexts } from './texts.ts';
import type { CompanyChange } from './use-company-change.ts';

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
        <div aria-live="polite">
          {change.data !== undefined && !isChanged && (
            <Saved companyId={companyId} replayId={change.data.replayId} />
          )}
        </div>
      </form>
    </Section>
  );
}

interface SavedProps {
  readonly companyId: string;
  /** Of the replay that brings the change to Outlook; null where it must wait, undefined where nothing is to be sent. */
  readonly replayId: string | null | undefined;
}

function Saved({ companyId, replayId }: SavedProps) {
  const text = useTexts(settingsTexts);
  return (
    <MessageBar intent="success" layout="multiline">
      <MessageBarBody>
        {text.saved}
        {replayId === null && ` ${text.noReplay}`}
        {typeof replayId === 'string' && (
          <>
            {` ${text.replay} `}
            <AppLink to={paths.replay(companyId, replayId)}>{text.follow}</AppLink>
          </>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
