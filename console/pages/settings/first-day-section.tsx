import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useTexts } from '../../texts.tsx';
import { FormSection } from './form-section.tsx';
import type { SectionProps } from './section-props.ts';
import { settingsTexts } from './texts.ts';
import { useCompanyChange } from '../../shell/use-company.ts';
import { useDraft } from './use-draft.ts';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  input: { flex: '0 1 20rem', minWidth: 0 },
});

/** From which day on registrations are sent. */
export function FirstDaySection({ company: { id, syncFrom }, isReadOnly }: SectionProps) {
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  const change = useCompanyChange(id);
  const { draft, isChanged, set, discard, settle } = useDraft(id, 'first-day', { syncFrom });
  return (
    <FormSection
      companyId={id}
      title={text.syncFrom}
      hint={text.syncFromHint}
      change={change}
      isChanged={isChanged}
      onDiscard={discard}
      onSave={() => change.mutate(draft, { onSuccess: () => settle(draft) })}
    >
      <Field label={text.syncFromDay}>
        {(field) => (
          <div className={styles.row}>
            <Input
              {...field}
              type="date"
              className={styles.input}
              value={draft.syncFrom ?? ''}
              readOnly={isReadOnly}
              onChange={(_, { value }) => set({ syncFrom: value === '' ? null : value })}
            />
            {!isReadOnly && draft.syncFrom !== null && (
              <Button onClick={() => set({ syncFrom: null })}>{text.syncFromAll}</Button>
            )}
          </div>
        )}
      </Field>
    </FormSection>
  );
}
