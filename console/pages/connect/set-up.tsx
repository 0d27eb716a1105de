import { Field, makeStyles, Switch, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { ConnectionSavedAnswer } from '#api/connections.ts';
import { ActButton } from '../../components/act-button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { ReadOnlyNote } from '../../components/read-only-note.tsx';
import { Section } from '../../components/section.tsx';
import { texts, useTexts } from '../../texts.tsx';
import { ExpiryInput } from './expiry-input.tsx';
import { fieldTexts } from './field-texts.ts';
import { GuideStep, type GuideStepAnswer } from './guide-step.tsx';
import { IdField } from './id-field.tsx';
import { refusalText, refusedField } from './refusal.ts';
import { SecretInput } from './secret-input.tsx';
import { useConnectionForm, type ConnectionForm } from './use-connection-form.ts';
import { useGuide } from './use-guide.ts';

const words = texts(
  {
    title: 'Connect to Microsoft 365',
    lead: 'Five steps, most of them in Entra. Your company’s own application and secret are used, and nobody else sees them. Nothing is saved before Entra has accepted it.',
    steps: 'Steps',
    save: 'Save and connect',
    saving: 'Entra is asked…',
  },
  {
    title: 'Forbind til Microsoft 365',
    lead: 'Fem trin, de fleste i Entra. Virksomhedens egen applikation og hemmelighed bruges, og ingen andre ser dem. Intet gemmes, før Entra har godkendt det.',
    steps: 'Trin',
    save: 'Gem og forbind',
    saving: 'Entra bliver spurgt…',
  },
);

const useStyles = makeStyles({
  form: { display: 'contents' },
  steps: {
    listStyleType: 'none',
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalL,
  },
  save: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
});

interface Props {
  readonly companyId: string;
  readonly onSaved: (answer: ConnectionSavedAnswer) => void;
}

/** From nothing to a connection: the steps in their order in Entra, each with the fields that it fills. */
export function SetUp({ companyId, onSaved }: Props) {
  const text = useTexts(words);
  const styles = useStyles();
  const form = useConnectionForm(companyId, null, onSaved);
  const guide = useGuide(companyId, form.draft);
  return (
    <Page title={text.title} lead={text.lead}>
      <ReadOnlyNote companyId={companyId} />
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        {guide.error && <ProblemMessage error={guide.error} onRetry={() => void guide.refetch()} />}
        {guide.data === undefined && !guide.error && <Loading />}
        {guide.data !== undefined && <Steps companyId={companyId} form={form} steps={guide.data.steps} />}
        {guide.data === undefined && guide.error && <Bare companyId={companyId} form={form} />}
      </form>
    </Page>
  );
}

function Steps({
  companyId,
  form,
  steps,
}: {
  readonly companyId: string;
  readonly form: ConnectionForm;
  readonly steps: readonly GuideStepAnswer[];
}) {
  const text = useTexts(words);
  const styles = useStyles();
  const { faults } = form;
  const fields: Readonly<Record<string, { readonly isDone: boolean | null; readonly content: ReactNode }>> = {
    'copy-ids': {
      isDone: faults.tenantId === null && faults.clientId === null,
      content: <IdFields form={form} />,
    },
    'client-secret': { isDone: faults.clientSecret === null, content: <SecretFields form={form} /> },
    'save-and-test': { isDone: null, content: <SaveFields companyId={companyId} form={form} /> },
  };
  return (
    <>
      <h2 className="visually-hidden">{text.steps}</h2>
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <GuideStep
            key={step.id}
            step={step}
            number={index + 1}
            isDone={fields[step.id]?.isDone ?? null}
            hasFields={fields[step.id] !== undefined}
          >
            {fields[step.id]?.content}
          </GuideStep>
        ))}
      </ol>
    </>
  );
}

/** The fields alone, where the guide doesn't come. */
function Bare({ companyId, form }: { readonly companyId: string; readonly form: ConnectionForm }) {
  return (
    <Section title={useTexts(words).title}>
      <IdFields form={form} />
      <SecretFields form={form} />
      <SaveFields companyId={companyId} form={form} />
    </Section>
  );
}

function IdFields({ form }: { readonly form: ConnectionForm }) {
  return (
    <>
      <IdField form={form} name="clientId" />
      <IdField form={form} name="tenantId" />
    </>
  );
}

function SecretFields({ form }: { readonly form: ConnectionForm }) {
  const text = useTexts(fieldTexts);
  const { draft, error } = form;
  return (
    <>
      <SecretInput
        id={form.fieldId('clientSecret')}
        value={draft.clientSecret}
        isRequired
        hint={text.clientSecretHint}
        refusal={refusedField(error) === 'clientSecret' ? refusalText(error) : null}
        hasBeenLeft={form.hasBeenLeft('clientSecret')}
        onChange={(clientSecret) => form.change({ clientSecret })}
        onLeave={() => form.leave('clientSecret')}
      />
      <ExpiryInput
        value={draft.secretExpiresAt}
        onChange={(secretExpiresAt) => form.change({ secretExpiresAt })}
      />
    </>
  );
}

function SaveFields({ companyId, form }: { readonly companyId: string; readonly form: ConnectionForm }) {
  const text = useTexts(words);
  const field = useTexts(fieldTexts);
  const styles = useStyles();
  return (
    <>
      <Field hint={field.enabledHint}>
        <Switch
          label={field.enabled}
          checked={form.draft.enabled}
          onChange={(_, { checked }) => form.change({ enabled: checked })}
        />
      </Field>
      <div className={styles.save}>
        <ActButton companyId={companyId} type="submit" appearance="primary" isBusy={form.isSaving}>
          {text.save}
        </ActButton>
        <output>{form.isSaving && text.saving}</output>
      </div>
      {form.error !== null && refusedField(form.error) === null && <ProblemMessage error={form.error} />}
    </>
  );
}
