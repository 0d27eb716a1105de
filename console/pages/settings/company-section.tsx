import { Field, Input, Select } from '@fluentui/react-components';
import { Facts } from '../../components/facts.tsx';
import { faultOf } from '../../components/problem-message.tsx';
import { TimeZoneField } from '../../components/time-zone-field.tsx';
import { languages, useTexts } from '../../texts.tsx';
import { FormSection } from './form-section.tsx';
import type { SectionProps } from './section-props.ts';
import { settingsTexts } from './texts.ts';
import { useCompanyChange } from '../../shell/use-company.ts';
import { useDraft } from './use-draft.ts';

/** What the company is called, and the language and time zone of what it puts in Outlook. */
export function CompanySection({ company: { id, name, language, timeZone }, isReadOnly }: SectionProps) {
  const text = useTexts(settingsTexts);
  const change = useCompanyChange(id);
  const { draft, isChanged, set, discard, settle } = useDraft(id, 'company', { name, language, timeZone });
  const isNameMissing = draft.name.trim() === '';
  const isZoneWrong = faultOf(change.error, 'timeZone') !== undefined;
  return (
    <FormSection
      companyId={id}
      title={text.company}
      change={change}
      isChanged={isChanged}
      isFaultShown={isZoneWrong}
      onDiscard={discard}
      onSave={() => !isNameMissing && change.mutate(draft, { onSuccess: () => settle(draft) })}
    >
      <Facts facts={[[text.id, <code key="id">{id}</code>]]} />
      <Field label={text.name} required validationMessage={isNameMissing ? text.nameMissing : undefined}>
        <Input
          value={draft.name}
          maxLength={200}
          readOnly={isReadOnly}
          onChange={(_, { value }) => set({ name: value })}
        />
      </Field>
      <Field label={text.language} hint={text.languageHint}>
        <Select
          value={draft.language}
          disabled={isReadOnly}
          onChange={(_, { value }) => set({ language: languages.find((each) => each === value) ?? language })}
        >
          <option value="da">{text.danish}</option>
          <option value="en">{text.english}</option>
        </Select>
      </Field>
      <TimeZoneField
        value={draft.timeZone}
        onChange={(zone) => set({ timeZone: zone.trim() })}
        isWrong={isZoneWrong}
        isReadOnly={isReadOnly}
      />
    </FormSection>
  );
}
