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
  MessageBar,
  MessageBarBody,
  Select,
  tokens,
} from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { ApiProblem } from '../../api/http.ts';
import { addCompany } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { faultOf, ProblemMessage } from '../../components/problem-message.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { TimeZoneField } from '../../components/time-zone-field.tsx';
import { paths } from '../../shell/paths.ts';
import { useLanguage, useTexts } from '../../texts.tsx';
import { addTexts, companiesTexts } from './texts.ts';

const useStyles = makeStyles({ content: { display: 'grid', gap: tokens.spacingVerticalL } });

type Made = Awaited<ReturnType<typeof addCompany>>;

/** Asks for a new company, then shows its two keys: the only time that they are seen. */
export function AddCompany({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [made, setMade] = useState<Made | null>(null);
  return (
    <Dialog
      open
      // Another dialog, so that the focus goes to what is new in it.
      key={made === null ? 'entry' : 'keys'}
      onOpenChange={(_, { open, type }) => {
        // A click beside it loses no entry; once the keys stand there, only the button that says so leads on.
        if (!open && type !== 'backdropClick' && made === null) onClose();
      }}
    >
      <DialogSurface>
        {made === null ? (
          <NewCompany
            onClose={onClose}
            onMade={(company) => {
              setMade(company);
              void client.invalidateQueries({ queryKey: ['companies'] });
            }}
          />
        ) : (
          <Keys company={made} />
        )}
      </DialogSurface>
    </Dialog>
  );
}

interface Draft {
  readonly name: string;
  /** Null for as long as it follows the name. */
  readonly id: string | null;
  readonly language: string;
  readonly timeZone: string;
}

function useDraft() {
  const language = useLanguage();
  const [draft, setDraft] = useState<Draft>(() => ({
    name: '',
    id: null,
    language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }));
  const set = (changed: Partial<Draft>) => setDraft((before) => ({ ...before, ...changed }));
  return [{ ...draft, id: draft.id ?? idFrom(draft.name) }, set] as const;
}

/** As far as a name can be one: "Ørsted & Co. A/S" gives "orsted-co-a-s". */
const idFrom = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('æ', 'ae')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');

interface NewCompanyProps {
  readonly onClose: () => void;
  readonly onMade: (company: Made) => void;
}

function NewCompany({ onClose, onMade }: NewCompanyProps) {
  const styles = useStyles();
  const text = useTexts(companiesTexts);
  const words = useTexts(addTexts);
  const [draft, set] = useDraft();
  const [isTried, setTried] = useState(false);
  // The keys are kept nowhere but in the dialog that shows them.
  const add = useMutation({ mutationFn: addCompany, onSuccess: onMade, gcTime: 0 });
  const isNameMissing = draft.name.trim() === '';
  const isIdWrong = !/^[a-z0-9-]{1,40}$/.test(draft.id);
  const isTaken =
    add.error instanceof ApiProblem && add.error.status === 409 && add.variables?.id === draft.id;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isNameMissing && !isIdWrong) add.mutate({ ...draft, name: draft.name.trim() });
  };
  return (
    <form onSubmit={submit} noValidate>
      <DialogBody>
        <DialogTitle>{words.title}</DialogTitle>
        <DialogContent className={styles.content}>
          <Field
            label={words.name}
            required
            validationMessage={isTried && isNameMissing ? words.nameMissing : undefined}
          >
            <Input value={draft.name} maxLength={200} onChange={(_, { value }) => set({ name: value })} />
          </Field>
          <Field label={words.id} required hint={words.idHint} validationMessage={faultOfId()}>
            <Input
              value={draft.id}
              maxLength={40}
              autoComplete="off"
              spellCheck={false}
              onChange={(_, { value }) => set({ id: value })}
            />
          </Field>
          <Field label={words.language} hint={words.languageHint}>
            <Select value={draft.language} onChange={(_, { value }) => set({ language: value })}>
              <option value="da">{words.danish}</option>
              <option value="en">{words.english}</option>
            </Select>
          </Field>
          <TimeZoneField
            value={draft.timeZone}
            onChange={(timeZone) => set({ timeZone })}
            isWrong={faultOf(add.error, 'timeZone') !== undefined}
          />
          {!isTaken && faultOf(add.error, 'timeZone') === undefined && <ProblemMessage error={add.error} />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{text.cancel}</Button>
          <ActButton companyId={null} type="submit" appearance="primary" isBusy={add.isPending}>
            {words.add}
          </ActButton>
        </DialogActions>
      </DialogBody>
    </form>
  );

  function faultOfId(): string | undefined {
    if (isTaken) return words.idTaken;
    return isTried && !isNameMissing && isIdWrong ? words.idWrong : undefined;
  }
}

function Keys({ company: { id, name, apiKey, signingSecret } }: { readonly company: Made }) {
  const styles = useStyles();
  const words = useTexts(addTexts);
  const [, navigate] = useLocation();
  return (
    <DialogBody>
      <DialogTitle>{words.madeTitle(name)}</DialogTitle>
      <DialogContent className={styles.content}>
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.once}</MessageBarBody>
        </MessageBar>
        <ShownOnce label={words.apiKey} value={apiKey} hint={words.apiKeyHint} />
        <ShownOnce label={words.signingSecret} value={signingSecret} hint={words.signingSecretHint} />
      </DialogContent>
      <DialogActions>
        <Button appearance="primary" onClick={() => navigate(paths.connect(id))}>
          {words.kept}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
