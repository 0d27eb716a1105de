import { useState } from 'react';

/**
 * What is being entered in place of what is saved. As long as nothing is, what is saved shows, also when it changes
 * elsewhere; what has been entered is never overwritten.
 */
export function useDraft<Values extends object>(saved: Values) {
  const [changes, setChanges] = useState<Partial<Values>>({});
  const draft: Values = { ...saved, ...changes };
  return {
    draft,
    isChanged: JSON.stringify(draft) !== JSON.stringify({ ...saved }),
    set: (changed: Partial<Values>) => setChanges((before) => ({ ...before, ...changed })),
    discard: () => setChanges({}),
    /** What was sent is saved now; what has been entered since stays. */
    settle: (sent: Values) =>
      setChanges(
        (before) =>
          Object.fromEntries(
            Object.entries(before).filter(([name, value]) => sent[name as keyof Values] !== value),
          ) as Partial<Values>,
      ),
  };
}
