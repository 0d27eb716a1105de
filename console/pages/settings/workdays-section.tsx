import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useFormats } from '../../formats.ts';
import { useTexts } from '../../texts.tsx';
import { EditableList } from './editable-list.tsx';
import { FormSection } from './form-section.tsx';
import type { SectionProps } from './section-props.ts';
import { settingsTexts } from './texts.ts';
import { useCompanyChange } from '../../shell/use-company.ts';
import { useDraft } from './use-draft.ts';

const useStyles = makeStyles({
  fieldset: { border: 'none', margin: 0, padding: 0, minWidth: 0 },
  legend: { padding: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  days: { display: 'flex', flexWrap: 'wrap' },
});

/** ISO: Monday is 1. */
const weekdayNumbers = [1, 2, 3, 4, 5, 6, 7] as const;

/** The days on which nobody is expected at work. */
export function WorkdaysSection({ company: { id, nonWorkingDays }, isReadOnly }: SectionProps) {
  const styles = useStyles();
  const text = useTexts(settingsTexts);
  const { local, weekday } = useFormats();
  const change = useCompanyChange(id);
  const { draft, isChanged, set, discard, settle } = useDraft(id, 'workdays', nonWorkingDays);
  const { weekdays, dates } = draft;
  return (
    <FormSection
      companyId={id}
      title={text.workdays}
      hint={text.workdaysHint}
      change={change}
      isChanged={isChanged}
      onDiscard={discard}
      onSave={() =>
        change.mutate(
          { nonWorkingDays: { weekdays: [...weekdays], dates: [...dates] } },
          { onSuccess: () => settle(draft) },
        )
      }
    >
      <fieldset className={styles.fieldset}>
        <legend className={styles.legend}>{text.weekdays}</legend>
        <div className={styles.days}>
          {weekdayNumbers.map((day) => (
            <Checkbox
              key={day}
              label={weekday(day)}
              disabled={isReadOnly}
              checked={weekdays.includes(day)}
              onChange={(_, { checked }) =>
                set({
                  weekdays: weekdayNumbers.filter((each) =>
                    each === day ? checked === true : weekdays.includes(each),
                  ),
                })
              }
            />
          ))}
        </div>
      </fieldset>
      <EditableList
        title={text.dates}
        items={dates}
        onChange={(changed) => set({ dates: changed })}
        show={local}
        inputType="date"
        inputLabel={text.date}
        faultOf={(entry) => {
          if (entry === '') return text.dateWrong;
          return dates.includes(entry) ? text.dateThere : undefined;
        }}
        isReadOnly={isReadOnly}
      />
    </FormSection>
  );
}
