import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  makeStyles,
  Select,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { setAbsenceType } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { AddRegular } from '../../components/icons.ts';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { useTexts } from '../../texts.tsx';
import { typesTexts } from './texts.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
});

interface Props {
  readonly companyId: string;
  /** The codes that are in the table already. */
  readonly taken: readonly string[];
}

/** Adds a type that only this company's HR system knows. */
export function AddType({ companyId, taken }: Props) {
  const text = useTexts(typesTexts);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActButton companyId={companyId} icon={<AddRegular />} onClick={() => setOpen(true)}>
        {text.add}
      </ActButton>
      <Dialog open={isOpen} onOpenChange={(_, { open, type }) => type !== 'backdropClick' && setOpen(open)}>
        <DialogSurface>
          {isOpen && <AddForm companyId={companyId} taken={taken} onClose={() => setOpen(false)} />}
        </DialogSurface>
      </Dialog>
    </>
  );
}

interface Draft {
  readonly code: string;
  readonly da: string;
  readonly en: string;
  readonly showAs: 'oof' | 'workingElsewhere';
}

function AddForm({ companyId, taken, onClose }: Props & { readonly onClose: () => void }) {
  const text = useTexts(typesTexts);
  const styles = useStyles();
  const client = useQueryClient();
  const [, set] = useSearchValues();
  const [draft, setDraft] = useState<Draft>({ code: '', da: '', en: '', showAs: 'oof' });
  const [hasTried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const faults = faultsOf(draft, taken, text);
  const save = useMutation({
    mutationFn: () =>
      setAbsenceType(companyId, draft.code, {
        label: { da: draft.da.trim(), en: draft.en.trim() },
        showAs: draft.showAs,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['absence-types', companyId] });
      set({ type: draft.code });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(faults).every((fault) => fault === undefined)) save.mutate();
  };
  const shown = (fault: string | undefined) => (hasTried ? fault : undefined);
  return (
    <form noValidate onSubmit={submit}>
      <DialogBody>
        <DialogTitle>{text.addTitle}</DialogTitle>
        <DialogContent className={styles.fields}>
          <p>{text.addLead}</p>
          <Field label={text.code} hint={text.codeHint} required validationMessage={shown(faults.code)}>
            <Input
              value={draft.code}
              autoComplete="off"
              onChange={(_, { value }) => change({ code: value.trim().toLowerCase() })}
            />
          </Field>
          <Field label={text.nameDa} required validationMessage={shown(faults.da)}>
            <Input value={draft.da} maxLength={255} onChange={(_, { value }) => change({ da: value })} />
          </Field>
          <Field label={text.nameEn} required validationMessage={shown(faults.en)}>
            <Input value={draft.en} maxLength={255} onChange={(_, { value }) => change({ en: value })} />
          </Field>
          <Field label={text.showAs}>
            <Select
              value={draft.showAs}
              onChange={(_, { value }) => change({ showAs: value === 'oof' ? 'oof' : 'workingElsewhere' })}
            >
              <option value="oof">{text.oof}</option>
              <option value="workingElsewhere">{text.workingElsewhere}</option>
            </Select>
          </Field>
          <ProblemMessage error={save.error} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{text.cancel}</Button>
          <ActButton companyId={companyId} type="submit" appearance="primary" isBusy={save.isPending}>
            {text.add}
          </ActButton>
        </DialogActions>
      </DialogBody>
    </form>
  );
}

function faultsOf({ code, da, en }: Draft, taken: readonly string[], text: (typeof typesTexts)['da']) {
  const emptiness = (value: string) => (value.trim() === '' ? text.textFault : undefined);
  const codeFault = () => {
    if (!/^[a-z0-9-]{1,40}$/.test(code)) return text.codeFault;
    return taken.includes(code) ? text.codeTaken : undefined;
  };
  return { code: codeFault(), da: emptiness(da), en: emptiness(en) };
}
