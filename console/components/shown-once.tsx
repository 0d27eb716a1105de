import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { CopyButton } from './copy-button.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, alignItems: 'center' },
  value: { flex: '1 1 14rem', minWidth: 0, fontFamily: tokens.fontFamilyMonospace },
});

interface Props {
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
}

/** A key that is seen this once, to be copied; whoever shows it takes it away again. */
export function ShownOnce({ label, value, hint }: Props) {
  const styles = useStyles();
  return (
    <Field label={label} hint={hint}>
      {(field) => (
        <div className={styles.row}>
          <Input
            {...field}
            readOnly
            autoComplete="off"
            value={value}
            className={styles.value}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
          <CopyButton value={value} what={label} />
        </div>
      )}
    </Field>
  );
}
