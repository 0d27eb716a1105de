import { useEffect, useState } from 'react';

/** Long enough that not each letter is asked for, short enough to feel live. */
const restMilliseconds = 250;

/** `value` as it is once it has not changed for a moment. `key` tells what counts as a change. */
export function useRested<Value>(value: Value, key: string): Value {
  const [rested, setRested] = useState({ value, key });
  useEffect(() => {
    const timer = setTimeout(() => setRested({ value, key }), restMilliseconds);
    return () => clearTimeout(timer);
    // A value that reads alike is no change, whichever object it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return rested.value;
}
