import { Button, Field, Input, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { EyeOffRegular, EyeRegular } from '../../components/icons.ts';
import { useTexts } from '../../texts.tsx';
import { fieldTexts } from './field-texts.ts';
import { secretFault, trimmed } from './pasted-values.ts';

const useStyles = makeStyles({
  input: { width: '100%', fontFamily: tokens.fontFamilyMonospace },
  // Not type="password": browsers would offer to keep it.
  hidden: { '& input': { WebkitTextSecurity: 'disc' } as object },
});

interface Props {
  readonly id: string;
  readonly value: string;
  readonly isRequired: boolean;
  readonly hint: string;
  /** What the service has said of it. */
  readonly refusal: string | null;
  readonly hasBeenLeft: boolean;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

/** The Value of a client secret: hidden unless one wants to see it, and looked at as it is pasted. */
export function SecretInput({ id, value, isRequired, hint, refusal, hasBeenLeft, onChange, onLeave }: Props) {
  const text = useTexts(fieldTexts);
  const styles = useStyles();
  const [isShown, setShown] = useState(false);
  const fault = value === '' && (!isRequired || !hasBeenLeft) ? null : secretFault(value);
  const local = fault === 'empty' ? text['empty-secret'] : fault === null ? null : text[fault];
  const message = refusal ?? local;
  return (
    <Field
      label={text.clientSecret}
      required={isRequired}
      hint={hint}
      validationState={message === null ? 'none' : 'error'}
      validationMessage={message}
    >
      <Input
        id={id}
        className={mergeClasses(styles.input, !isShown && styles.hidden)}
        value={value}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        // A secret that was refused is replaced as a whole.
        onFocus={(event) => event.currentTarget.select()}
        onChange={(_, data) => onChange(trimmed(data.value))}
        onBlur={onLeave}
        contentAfter={
          <Button
            appearance="transparent"
            size="small"
            aria-label={isShown ? text.hide : text.show}
            icon={isShown ? <EyeOffRegular /> : <EyeRegular />}
            onClick={() => setShown(!isShown)}
          />
        }
      />
    </Field>
  );
}
