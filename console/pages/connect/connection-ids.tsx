import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionAnswer } from '#api/connections.ts';
import { ActButton } from '../../components/act-button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Facts } from '../../components/facts.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { Section } from '../../components/section.tsx';
import { useSearchValues } from '../../components/use-search-values.ts';
import { texts, useTexts } from '../../texts.tsx';
import { fieldTexts } from './field-texts.ts';
import { IdField } from './id-field.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { refusalText, refusedField } from './refusal.ts';
import { SecretInput } from './secret-input.tsx';
import { useConnectionForm } from './use-connection-form.ts';

const words = texts(
  {
    title: 'Tenant and application',
    change: 'Change',
    lead: 'Another application needs a secret of its own. Entra is asked before anything is saved.',
    save: 'Save',
    saving: 'Entra is asked…',
    cancel: 'Cancel',
  },
  {
    title: 'Tenant og applikation',
    change: 'Ret',
    lead: 'En anden applikation kræver sin egen hemmelighed. Entra bliver spurgt, før noget gemmes.',
    save: 'Gem',
    saving: 'Entra bliver spurgt…',
    cancel: 'Annullér',
  },
);

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: tokens.spacingVerticalM },
  acts: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  id: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase300 },
});

interface Props {
  readonly companyId: string;
  readonly connection: ConnectionAnswer;
  readonly onSaved: () => void;
}

/** Which tenant and application are used, and moving to others. */
export function ConnectionIds({ companyId, connection, onSaved }: Props) {
  const text = useTexts(words);
  const field = useTexts(fieldTexts);
  const [valueOf, set] = useSearchValues();
  const isEditing = valueOf('edit') === 'ids';
  return (
    <Section
      title={text.title}
      actions={
        !isEditing && (
          <ActButton companyId={companyId} onClick={() => set({ edit: 'ids' })}>
            {text.change}
          </ActButton>
        )
      }
    >
      {isEditing ? (
        <EditIds
          companyId={companyId}
          connection={connection}
          onSaved={() => {
            set({ edit: null });
            onSaved();
          }}
        />
      ) : (
        <Facts
          facts={[
            [field.clientId, <Id key="client" id={connection.clientId} what={field.clientId} />],
            [field.tenantId, <Id key="tenant" id={connection.tenantId} what={field.tenantId} />],
          ]}
        />
      )}
    </Section>
  );
}

function Id({ id, what }: { readonly id: string; readonly what: string }) {
  const styles = useStyles();
  return (
    <span className={styles.id}>
      <code className={styles.code}>{id}</code>
      <CopyButton value={id} what={what} />
    </span>
  );
}

function EditIds({ companyId, connection, onSaved }: Props) {
  const text = useTexts(words);
  const field = useTexts(fieldTexts);
  const styles = useStyles();
  const [, set] = useSearchValues();
  const form = useConnectionForm(companyId, connection, onSaved);
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <p>{text.lead}</p>
      <IdField form={form} name="clientId" />
      <IdField form={form} name="tenantId" />
      <SecretInput
        id={form.fieldId('clientSecret')}
        value={form.draft.clientSecret}
        isRequired={false}
        hint={field.clientSecretKept}
        refusal={refusedField(form.error) === 'clientSecret' ? refusalText(form.error) : null}
        hasBeenLeft={form.hasBeenLeft('clientSecret')}
        onChange={(clientSecret) => form.change({ clientSecret })}
        onLeave={() => form.leave('clientSecret')}
      />
      <div className={styles.acts}>
        <ActButton companyId={companyId} type="submit" appearance="primary" isBusy={form.isSaving}>
          {text.save}
        </ActButton>
        <Button onClick={() => set({ edit: null })}>{text.cancel}</Button>
        <output>{form.isSaving && text.saving}</output>
      </div>
      {form.error !== null && form.standing === null && refusedField(form.error) === null && (
        <ProblemMessage error={form.error} />
      )}
      <MoveDialog standing={form.standing} onConfirm={form.confirmMove} onClose={form.forget} />
    </form>
  );
}
