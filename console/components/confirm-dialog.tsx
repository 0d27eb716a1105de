import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { texts, useTexts } from '../texts.tsx';

const words = texts({ cancel: 'Cancel' }, { cancel: 'Annullér' });

const useStyles = makeStyles({ button: { '@media (min-width: 481px)': { whiteSpace: 'nowrap' } } });

interface Props {
  readonly isOpen: boolean;
  readonly title: string;
  /** What confirming does, in the words of the button. */
  readonly confirmLabel: string;
  /** Where "Cancel" could be taken for the act itself. */
  readonly closeLabel?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Asks before something that can't be taken back. */
export function ConfirmDialog(props: Props) {
  const { isOpen, title, confirmLabel, closeLabel, onConfirm, onClose, children } = props;
  const styles = useStyles();
  const text = useTexts(words);
  return (
    <Dialog open={isOpen} modalType="alert" onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>
            <Button className={styles.button} onClick={onClose}>
              {closeLabel ?? text.cancel}
            </Button>
            <Button
              className={styles.button}
              appearance="primary"
              onClick={() => {
                onClose();
                onConfirm();
              }}
            >
              {confirmLabel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
