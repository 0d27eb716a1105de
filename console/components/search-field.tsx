import { SearchBox } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';

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
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // Only what comes from elsewhere, such as a step back, replaces what is being typed.
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  const ask = (text: string) => {
    if (text === asked.current) return;
    asked.current = text;
    onChange(text);
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
      maxLength={100}
      value={typed}
      onChange={(_, data) => setTyped(data.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(typed.trim());
      }}
    />
  );
}
