import {
  Button,
  Spinner,
  Tooltip,
  useRestoreFocusTarget,
  type ButtonProps,
} from '@fluentui/react-components';
import { useAccess } from '../shell/use-session.ts';
import { useTexts } from '../texts.tsx';
import { readOnlyTexts } from './read-only-note.tsx';

type Props = Omit<ButtonProps, 'as'> & {
  /** The company that it changes; null where it changes the service itself. */
  readonly companyId: string | null;
  readonly isBusy?: boolean;
};

const prevent = (event: Pick<Event, 'preventDefault'>) => event.preventDefault();

/** A button that changes something: who may not is told so and can still reach it by keyboard. */
export function ActButton({ companyId, isBusy = false, icon, children, onClick, ...rest }: Props) {
  const text = useTexts(readOnlyTexts);
  const access = useAccess(companyId);
  const isAllowed = companyId === null ? access.mayAdministerService : access.mayAdminister;
  const isOff = !isAllowed || isBusy || rest.disabledFocusable === true;
  // Where it opens a dialog, the focus comes back to it.
  const focusTarget = useRestoreFocusTarget();
  const button = (
    <Button
      {...focusTarget}
      {...(rest as ButtonProps)}
      icon={isBusy ? <Spinner size="tiny" /> : icon}
      disabledFocusable={isOff}
      // The button's own type would still send its form, also by Enter in one of the form's fields.
      {...(isOff && { onClickCapture: prevent })}
      onClick={onClick as never}
    >
      {children}
    </Button>
  );
  if (isAllowed) return button;
  return (
    <Tooltip content={text.readOnly} relationship="description">
      {button}
    </Tooltip>
  );
}
