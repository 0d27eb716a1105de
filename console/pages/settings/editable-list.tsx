import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { AddRegular, DismissRegular } from '../../components/icons.ts';
import { useTexts } from '../../texts.tsx';
import { settingsTexts } from './texts.ts';

const useStyles = makeStyles({
  part: { display: 'grid', gap: tokens.spacingVerticalS },
  title: { fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  list: {
    listStyleType: 'none',
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalS,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    paddingInlineStart: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  none: { color: tokens.colorNeutralForeground2 },
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'start' },
  input: { flex: '0 1 20rem', minWidth: 0 },
});

interface Props {
  readonly title: string;
  readonly items: readonly string[];
  readonly onChange: (items: readonly string[]) => void;
  readonly show?: (item: string) => string;
  readonly inputType: 'date' | 'email';
  readonly inputLabel: string;
  /** What is wrong with an entry, in words; undefined where nothing is. */
  readonly faultOf: (entry: string) => string | undefined;
  readonly isReadOnly: boolean;
}

/** A list to which one adds and from which one takes away; saved with its section. */
export function EditableList(props: Props) {
  const { title, items, onChange, show = (item) => item, inputType, inputLabel, faultOf, isReadOnly } = props;
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  const [entry, setEntry] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  const add = () => {
    const trimmed = entry.trim();
    const found = faultOf(trimmed);
    setFault(found);
    if (found !== undefined) return;
    onChange([...items, trimmed].toSorted());
    setEntry('');
  };
  return (
    <div className={styles.part}>
      <h3 className={styles.title}>{title}</h3>
      {items.length === 0 ? (
        <p className={styles.none}>{text.none}</p>
      ) : (
        <ul className={styles.list} aria-label={title}>
          {items.map((item) => (
            <li key={item} className={styles.item}>
              {show(item)}
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                disabled={isReadOnly}
                aria-label={text.remove(show(item))}
                onClick={() => onChange(items.filter((each) => each !== item))}
              />
            </li>
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <Field label={inputLabel} validationMessage={fault}>
          {(field) => (
            <div className={styles.row}>
              <Input
                {...field}
                type={inputType}
                value={entry}
                autoComplete="off"
                className={styles.input}
                onChange={(_, { value }) => {
                  setEntry(value);
                  setFault(undefined);
                }}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter') return;
                  // Enter adds the entry; it doesn't save what stands elsewhere in the section.
                  event.preventDefault();
                  add();
                }}
              />
              <Button icon={<AddRegular />} aria-label={`${text.add}: ${inputLabel}`} onClick={add}>
                {text.add}
              </Button>
            </div>
          )}
        </Field>
      )}
    </div>
  );
}
