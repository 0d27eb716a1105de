import { Button } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { CheckmarkRegular, CopyRegular } from './icons.ts';
import { texts, useTexts } from '../texts.tsx';

const words = texts(
  { copy: (what: string) => `Copy ${what}`, short: 'Copy', copied: 'Copied', failed: 'Copy by hand' },
  { copy: (what: string) => `Kopiér ${what}`, short: 'Kopiér', copied: 'Kopieret', failed: 'Kopiér selv' },
);

/** Copies `value`; `what` names it to a screen reader. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const text = useTexts(words);
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 4_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  return (
    <Button
      size="small"
      icon={outcome === 'copied' ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={outcome === null ? text.copy(what) : text[outcome]}
      onClick={() =>
        void navigator.clipboard.writeText(value).then(
          () => setOutcome('copied'),
          () => setOutcome('failed'),
        )
      }
    >
      {outcome === null ? text.short : text[outcome]}
    </Button>
  );
}
