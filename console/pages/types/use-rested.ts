import { useEffect, useState } from 'react';

/** Long enough that not each letter is asked for, short enough to feel live. */
const restMilliseconds = 250;

/** `text` as it is once it has not changed for a moment. */
export function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMilliseconds);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
