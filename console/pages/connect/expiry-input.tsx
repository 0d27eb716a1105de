import { Field, Input, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import { useTexts } from '../../texts.tsx';
import { fieldTexts } from './field-texts.ts';

const useStyles = makeStyles({ input: { maxWidth: '12rem' } });

interface Props {
  /** A date, or empty. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The day on which a secret ends. */
export function ExpiryInput({ value, onChange }: Props) {
  const text = useTexts(fieldTexts);
  const styles = useStyles();
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const isPast = value !== '' && value < today;
  return (
    <Field
      label={text.expiresAt}
      hint={text.expiresAtHint}
      validationState={isPast ? 'warning' : 'none'}
      validationMessage={isPast ? text.expiresAtPast : undefined}
    >
      <Input
        type="date"
        className={styles.input}
        value={value}
        autoComplete="off"
        onChange={(_, data) => onChange(data.value)}
      />
    </Field>
  );
}
