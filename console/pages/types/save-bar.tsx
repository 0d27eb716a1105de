import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, type ReactNode } from 'react';
import type { WithReplay } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ReplayStarted } from '../../components/replay-started.tsx';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  { save: 'Save', discard: 'Discard the changes', saved: 'Saved.' },
  { save: 'Gem', discard: 'Fortryd ændringerne', saved: 'Gemt.' },
);

const useStyles = makeStyles({
  place: { position: 'sticky', bottom: 0, zIndex: 1, display: 'grid', gap: tokens.spacingVerticalS },
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalM,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow16,
  },
  told: { flexGrow: 1 },
});

interface Props {
  readonly companyId: string;
  /** What is changed and not saved, in words; null where nothing is. */
  readonly unsaved: string | null;
  readonly isSaving: boolean;
  /** What the last save has answered. */
  readonly saved: WithReplay | undefined;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
  /** What went wrong. */
  readonly children?: ReactNode;
}

/** Stays in sight as long as something is changed and not saved. */
export function SaveBar({ companyId, unsaved, isSaving, saved, onSave, onDiscard, children }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  useRoomBelow(unsaved !== null);
  return (
    <div className={styles.place}>
      {children}
      {unsaved !== null && (
        <div className={styles.bar}>
          <output className={styles.told}>{unsaved}</output>
          <Button onClick={onDiscard} disabledFocusable={isSaving}>
            {text.discard}
          </Button>
          <ActButton companyId={companyId} appearance="primary" isBusy={isSaving} onClick={onSave}>
            {text.save}
          </ActButton>
        </div>
      )}
      {unsaved === null && saved !== undefined && (
        <ReplayStarted companyId={companyId} title={text.saved} answer={saved} />
      )}
    </div>
  );
}

/** What takes the focus is scrolled clear of the bar. */
function useRoomBelow(isBarShown: boolean): void {
  useEffect(() => {
    if (!isBarShown) return;
    const { style } = document.documentElement;
    style.scrollPaddingBottom = '6rem';
    const { activeElement } = document;
    if (activeElement !== document.body) activeElement?.scrollIntoView({ block: 'nearest' });
    return () => {
      style.scrollPaddingBottom = '';
    };
  }, [isBarShown]);
}
