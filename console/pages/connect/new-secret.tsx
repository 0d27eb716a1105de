import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useId, useState } from 'react';
import type { ConnectionAnswer, ConnectionSavedAnswer } from '#api/connections.ts';
import { changeConnection, renewSecret } from '../../api/operations.ts';
import { ActButton } from '../../components/act-button.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReplayStarted } from '../../components/replay-started.tsx';
import { Section } from '../../components/section.tsx';
import { texts, useTexts } from '../../texts.tsx';
import { ExpiryInput } from './expiry-input.tsx';
import { fieldTexts } from './field-texts.ts';
import { focusField } from './focus-field.ts';
import { secretFault } from './pasted-values.ts';
import { refusalText, refusedField } from './refusal.ts';
import { SecretInput } from './secret-input.tsx';

const words = texts(
  {
    title: 'New secret',
    lead: 'Paste the Value of a new client secret from Entra. It is tried first; the saved one stays until Entra has accepted the new one. Whatever has waited is then sent by itself.',
    save: 'Save the new secret',
    saving: 'Entra is asked…',
    saved: 'The new secret is saved.',
    onlyDate: 'Only the date is wrong',
    saveDate: 'Save the date',
    dateSaved: 'The date is saved.',
  },
  {
    title: 'Ny hemmelighed',
    lead: 'Indsæt en ny klienthemmeligheds Value fra Entra. Den prøves først; den gemte bliver stående, til Entra har godkendt den nye. Derefter sendes alt, der har ventet, automatisk.',
    save: 'Gem den nye hemmelighed',
    saving: 'Entra bliver spurgt…',
    saved: 'Den nye hemmelighed er gemt.',
    onlyDate: 'Kun datoen er forkert',
    saveDate: 'Gem datoen',
    dateSaved: 'Datoen er gemt.',
  },
);

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  save: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  summary: { cursor: 'pointer' },
  date: { paddingTop: tokens.spacingVerticalM },
});

interface Props {
  readonly companyId: string;
  readonly connection: ConnectionAnswer;
  readonly onSaved: () => void;
}

/** The one field that ends an outage: its Value goes in, and a replay starts by itself. */
export function NewSecret({ companyId, connection, onSaved }: Props) {
  const text = useTexts(words);
  const field = useTexts(fieldTexts);
  const styles = useStyles();
  const client = useQueryClient();
  const inputId = useId();
  const [clientSecret, setClientSecret] = useState('');
  const [expiresAt, setExpiresAt] = useState('');
  const [hasBeenLeft, setLeft] = useState(false);
  const [saved, setSaved] = useState<ConnectionSavedAnswer | null>(null);
  useFocusAt('#new-secret', inputId);
  const renew = useMutation({
    mutationFn: () =>
      renewSecret(companyId, { clientSecret, ...(expiresAt !== '' && { secretExpiresAt: expiresAt }) }),
    // Its function holds the secret: it is let go of as soon as that is saved.
    gcTime: 0,
    onSuccess: async (answer) => {
      setSaved(answer);
      renew.reset();
      setClientSecret('');
      setExpiresAt('');
      setLeft(false);
      await client.invalidateQueries({ queryKey: ['overview', companyId] });
      onSaved();
    },
    onError: () => focusField(inputId),
  });
  const isOfSecret = refusedField(renew.error) === 'clientSecret';
  const change = (value: string) => {
    renew.reset();
    setSaved(null);
    setClientSecret(value);
  };
  const submit = () => {
    setLeft(true);
    if (secretFault(clientSecret) === null) renew.mutate();
    else focusField(inputId);
  };
  const isUrgent = connection.state === 'expired' || connection.state === 'expiring' || isOfSecret;
  return (
    <Section title={text.title} id="new-secret">
      <p>{text.lead}</p>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <SecretInput
          id={inputId}
          value={clientSecret}
          isRequired
          hint={field.clientSecretHint}
          refusal={isOfSecret ? refusalText(renew.error) : null}
          hasBeenLeft={hasBeenLeft}
          onChange={change}
          onLeave={() => setLeft(clientSecret !== '')}
        />
        <ExpiryInput value={expiresAt} onChange={setExpiresAt} />
        <div className={styles.save}>
          <ActButton
            companyId={companyId}
            type="submit"
            appearance={isUrgent || clientSecret !== '' ? 'primary' : 'secondary'}
            isBusy={renew.isPending}
          >
            {text.save}
          </ActButton>
          <output>{renew.isPending && text.saving}</output>
        </div>
        {renew.error !== null && !isOfSecret && <ProblemMessage error={renew.error} />}
        {saved !== null && <ReplayStarted companyId={companyId} title={text.saved} answer={saved} />}
      </form>
      <CorrectDate companyId={companyId} connection={connection} />
    </Section>
  );
}

function CorrectDate({ companyId, connection }: Omit<Props, 'onSaved'>) {
  const text = useTexts(words);
  const styles = useStyles();
  const client = useQueryClient();
  const [date, setDate] = useState(connection.credential?.expiresAt?.slice(0, 10) ?? '');
  const save = useMutation({
    mutationFn: () => changeConnection(companyId, { secretExpiresAt: date === '' ? null : date }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['overview', companyId] }),
  });
  return (
    <details>
      <summary className={styles.summary}>{text.onlyDate}</summary>
      <form
        className={mergeClasses(styles.form, styles.date)}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <ExpiryInput
          value={date}
          onChange={(value) => {
            save.reset();
            setDate(value);
          }}
        />
        <div className={styles.save}>
          <ActButton companyId={companyId} type="submit" isBusy={save.isPending}>
            {text.saveDate}
          </ActButton>
          <output>{save.isSuccess && text.dateSaved}</output>
        </div>
        <ProblemMessage error={save.error} />
      </form>
    </details>
  );
}

/** Moves the focus to the element whenever the address is led to `hash`, also from within the page. */
function useFocusAt(hash: string, elementId: string): void {
  const follow = useCallback(() => {
    if (location.hash !== hash) return;
    const element = document.getElementById(elementId);
    element?.scrollIntoView({ block: 'center' });
    element?.focus();
  }, [hash, elementId]);
  useEffect(() => {
    follow();
    // The second is sent where a link of the console's own has been followed.
    const signals = ['hashchange', 'pushState', 'popstate'];
    for (const signal of signals) window.addEventListener(signal, follow);
    return () => {
      for (const signal of signals) window.removeEventListener(signal, follow);
    };
  }, [follow]);
}
