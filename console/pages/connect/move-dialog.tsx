import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useFormats } from '../../formats.ts';
import { texts, useTexts } from '../../texts.tsx';

const words = texts(
  {
    title: 'Move to another tenant or application?',
    stays: (count: string) =>
      `Events of this company that stand in Outlook: ${count}. They were made through the tenant and application that are saved now. In another tenant they are made anew, and those that stand stay where they are.`,
    purge:
      'If they should go first: cancel, switch the connection OFF with a purge, wait until the replay is over, and come back.',
    confirm: 'Move and save',
  },
  {
    title: 'Skift til en anden tenant eller applikation?',
    stays: (count: string) =>
      `Virksomhedens begivenheder i Outlook: ${count}. De er lavet gennem den tenant og applikation, der er gemt nu. I en anden tenant laves de på ny, og de gamle bliver stående, hvor de er.`,
    purge:
      'Skal de væk først: annullér, slå forbindelsen FRA med oprydning, vent, til genafspilningen er slut, og kom tilbage.',
    confirm: 'Skift, og gem',
  },
);

interface Props {
  /** How many events would stay behind; null asks nothing. */
  readonly standing: number | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before events in Outlook are left behind. */
export function MoveDialog({ standing, onConfirm, onClose }: Props) {
  const text = useTexts(words);
  const formats = useFormats();
  return (
    <ConfirmDialog
      isOpen={standing !== null}
      title={text.title}
      confirmLabel={text.confirm}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <p>{text.stays(formats.number(standing ?? 0))}</p>
      <p>{text.purge}</p>
    </ConfirmDialog>
  );
}
