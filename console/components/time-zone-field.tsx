import { Field, Input } from '@fluentui/react-components';
import { useId, useMemo } from 'react';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  {
    label: 'Time zone',
    hint: 'Used for employees whose registrations name none. Type to search, such as Copenhagen.',
    wrong: 'Choose a time zone from the list, such as Europe/Copenhagen.',
  },
  {
    label: 'Tidszone',
    hint: 'Bruges for medarbejdere, hvis registreringer ikke angiver nogen. Skriv for at søge, fx Copenhagen.',
    wrong: 'Vælg en tidszone fra listen, fx Europe/Copenhagen.',
  },
);

interface Props {
  readonly value: string;
  readonly onChange: (zone: string) => void;
  /** The service has refused the zone. */
  readonly isWrong: boolean;
  readonly isReadOnly?: boolean;
}

/** An IANA time zone, with the browser's own list to choose from. */
export function TimeZoneField({ value, onChange, isWrong, isReadOnly = false }: Props) {
  const text = useTexts(words);
  const listId = useId();
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  return (
    <>
      <Field
        label={text.label}
        hint={text.hint}
        required
        validationMessage={isWrong ? text.wrong : undefined}
      >
        <Input
          value={value}
          readOnly={isReadOnly}
          list={listId}
          autoComplete="off"
          spellCheck={false}
          onChange={(_, data) => onChange(data.value)}
        />
      </Field>
      <datalist id={listId}>
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </datalist>
    </>
  );
}
