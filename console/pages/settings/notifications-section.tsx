import {
  Button,
  Field,
  Input,
  makeStyles,
  MessageBar,
  MessageBarBody,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import { faultOf } from '../../components/problem-message.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';
import { useTexts } from '../../texts.tsx';
import { EditableList } from './editable-list.tsx';
import { FormSection } from './form-section.tsx';
import type { SectionProps } from './section-props.ts';
import { settingsTexts } from './texts.ts';
import { useCompanyChange } from '../../shell/use-company.ts';
import { useDraft } from './use-draft.ts';

const useStyles = makeStyles({
  secret: { display: 'grid', gap: tokens.spacingVerticalM },
  kept: { justifySelf: 'start' },
});

const isAddress = (text: string): boolean => /^[^\s@/\\?#%,;:<>()[\]"]+@[^\s@/\\?#%,;:<>()[\]"]+$/.test(text);

/** Who is told of a secret that runs out, and of a connection that carries nothing. */
export function NotificationsSection({ company: { id, notifications }, isReadOnly }: SectionProps) {
  const text = useTexts(settingsTexts);
  const change = useCompanyChange(id);
  const saved = { mail: notifications.mail, url: notifications.webhook?.url ?? '' };
  const { draft, isChanged, set, discard, settle } = useDraft(id, 'notifications', saved);
  const [signingSecret, setSigningSecret] = useState<string | null>(null);
  const isUrlWrong = faultOf(change.error, 'notifications.webhook.url') !== undefined;
  const save = () => {
    const url = draft.url.trim();
    change.mutate(
      { notifications: { mail: [...draft.mail], webhook: url === '' ? null : { url } } },
      {
        onSuccess: ({ notifications: { webhook } }) => {
          setSigningSecret((before) => (webhook === null ? null : (webhook.signingSecret ?? before)));
          settle(draft);
        },
      },
    );
  };
  return (
    <FormSection
      companyId={id}
      title={text.notifications}
      hint={text.notificationsHint}
      change={change}
      isChanged={isChanged}
      isFaultShown={isUrlWrong}
      onDiscard={discard}
      onSave={save}
    >
      <EditableList
        title={text.mail}
        items={draft.mail}
        onChange={(mail) => set({ mail })}
        inputType="email"
        inputLabel={text.address}
        faultOf={(entry) => {
          if (!isAddress(entry)) return text.addressWrong;
          return draft.mail.includes(entry.toLowerCase()) ? text.addressThere : undefined;
        }}
        isReadOnly={isReadOnly}
      />
      <Field
        label={text.webhook}
        hint={text.webhookHint}
        validationMessage={isUrlWrong ? text.webhookWrong : undefined}
      >
        <Input
          type="url"
          value={draft.url}
          readOnly={isReadOnly}
          autoComplete="off"
          onChange={(_, { value }) => set({ url: value })}
        />
      </Field>
      {signingSecret !== null && (
        <WebhookSecret
          secret={signingSecret}
          onKept={() => {
            setSigningSecret(null);
            change.reset();
          }}
        />
      )}
    </FormSection>
  );
}

function WebhookSecret({ secret, onKept }: { readonly secret: string; readonly onKept: () => void }) {
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  return (
    <div className={styles.secret}>
      <MessageBar intent="warning" layout="multiline" role="alert">
        <MessageBarBody>{text.secretOnce}</MessageBarBody>
      </MessageBar>
      <ShownOnce label={text.secretTitle} value={secret} />
      <Button className={styles.kept} onClick={onKept}>
        {text.secretKept}
      </Button>
    </div>
  );
}
