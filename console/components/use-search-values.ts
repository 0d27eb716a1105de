import { useCallback } from 'react';
import { useSearchParams } from 'wouter';

/** What a page shows stands in its address, so that it can be sent, kept and gone back to. */
export function useSearchValues() {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (values: Readonly<Record<string, string | null>>) =>
      setParameters(
        (previous) => {
          const next = new URLSearchParams(previous);
          for (const [name, value] of Object.entries(values))
            if (value === null || value === '') next.delete(name);
            else next.set(name, value);
          return next;
        },
        // Each letter of a search would be a step back otherwise.
        { replace: true },
      ),
    [setParameters],
  );
  return [(name: string): string => parameters.get(name) ?? '', set] as const;
}
