import { Button, makeStyles, Subtitle2, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '../../components/icons.ts';
import { Table, type Column } from '../../components/table.tsx';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { saveFile, type SavedFile } from './faulty-rows-file.ts';
import { importTexts } from './import-texts.ts';

export interface Fault {
  readonly line: number;
  readonly column: string;
  readonly message: string;
}

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
  },
});

/** Nobody reads more of them in a page. */
const shownFaults = 100;

interface Props {
  readonly faults: readonly Fault[];
  readonly downloadLabel: string;
  readonly file: () => SavedFile;
}

export function FaultyRows({ faults, downloadLabel, file }: Props) {
  const text = useTexts(importTexts);
  const styles = useStyles();
  const formats = useFormats();
  const columns = useColumns();
  return (
    <>
      <div className={styles.head}>
        <Subtitle2 as="h3">{text.faulty}</Subtitle2>
        <Button icon={<ArrowDownloadRegular />} onClick={() => saveFile(file())}>
          {downloadLabel}
        </Button>
      </div>
      <Table
        caption={text.faulty}
        rows={faults.slice(0, shownFaults)}
        keyOf={({ line, column, message }) => `${line} ${column} ${message}`}
        columns={columns}
      />
      {faults.length > shownFaults && <p>{text.moreFaults(formats.number(shownFaults))}</p>}
    </>
  );
}

function useColumns(): readonly Column<Fault>[] {
  const text = useTexts(importTexts);
  const formats = useFormats();
  return [
    { name: text.line, cell: ({ line }) => formats.number(line) },
    { name: text.column, cell: ({ column }) => <code>{column}</code> },
    { name: text.fault, cell: ({ message }) => message },
  ];
}
