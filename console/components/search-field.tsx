import { SearchBox } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { texts, useTexts } from '../texts.tsx';

const words = texts({ clear: 'Clear the search' }, { clear: 'Ryd søgningen' });

interface Props {
  /** Names the field, also to a screen reader. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className?: string;
}

/** As long as somebody types on, nothing is asked. */
const restMilliseconds = 300;

/** A search that asks once the typing rests, or at Enter. */
export function SearchField({ label, value, onChange, className }: Props) {
  const text = useTexts(words);
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // Only what comes from elsewhere, such as a step back, replaces what is being typed.
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  const ask = (wanted: string) => {
    if (wanted === asked.current) return;
    asked.current = wanted;
    onChange(wanted);
  };
  useEffect(() => {
    const timer = setTimeout(() => ask(typed.trim()), restMilliseconds);
    return () => clearTimeout(timer);
  });
  return (
    <SearchBox
      className={className}
      aria-label={label}
      placeholder={label}
      dismiss={{ 'aria-label': text.clear }}
      maxLength={100}
      value={typed}
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(typed.trim());
      }}
    />
  );
}
