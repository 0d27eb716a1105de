import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import type { ClipboardEvent } from 'react';
import { useTexts } from '../../texts.tsx';
import { fieldTexts } from './field-texts.ts';
import { namedIds, trimmed, type IdField as Name } from './pasted-values.ts';
import { refusalText, refusedField } from './refusal.ts';
import type { ConnectionForm } from './use-connection-form.ts';

const useStyles = makeStyles({
  field: { display: 'grid', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
  wide: { width: '100%' },
  // A whole GUID is to be seen at 360 px.
  input: { width: '100%', fontFamily: tokens.fontFamilyMonospace },
});

/** The field of a tenant's or an application's id: looked at as it is pasted. */
export function IdField({ form, name }: { readonly form: ConnectionForm; readonly name: Name }) {
  const text = useTexts(fieldTexts);
  const styles = useStyles();
  const { message, isFault } = useMessage(form, name);
  const isSwapLikely = form.faults[name] === 'swapped' || refusedField(form.error) === name;
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const ids = namedIds(event.clipboardData.getData('text'));
    if (Object.keys(ids).length === 0) return;
    event.preventDefault();
    form.change(ids);
  };
  return (
    <div className={styles.field}>
      <Field
        className={styles.wide}
        label={text[name]}
        required
        hint={text[`${name}Hint`]}
        validationState={isFault ? 'error' : message === undefined ? 'none' : 'success'}
        validationMessage={message}
      >
        <Input
          id={form.fieldId(name)}
          className={styles.input}
          value={form.draft[name]}
          autoComplete="off"
          spellCheck={false}
          onPaste={paste}
          onChange={(_, { value }) => form.change({ [name]: trimmed(value) })}
          onBlur={() => form.leave(name)}
        />
      </Field>
      {isSwapLikely && form.draft.tenantId !== '' && form.draft.clientId !== '' && (
        <Button size="small" onClick={() => form.swap()}>
          {text.swap}
        </Button>
      )}
    </div>
  );
}

function useMessage(form: ConnectionForm, name: Name): { message: string | undefined; isFault: boolean } {
  const text = useTexts(fieldTexts);
  if (refusedField(form.error) === name) return { message: refusalText(form.error), isFault: true };
  const fault = form.faults[name];
  if (fault === null) return { message: text.looksRight, isFault: false };
  const isUnderWay = fault === 'empty' || fault === 'unfinished';
  if (isUnderWay && !form.hasBeenLeft(name)) return { message: undefined, isFault: false };
  return { message: fault === 'empty' ? text['empty-id'] : text[fault], isFault: true };
}
