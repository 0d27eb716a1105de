import type { AbsenceType, Language } from './absence-types.ts';
import type { CompanySettings } from './company.ts';
import type { Fault } from './hr-message.ts';
import { replyPlaceholders, sensitiveWordsIn } from './reply-text.ts';

/** A reply that must not be saved as it is, and where it stands. */
export interface ReplyTextFault {
  readonly audience: 'internal' | 'external';
  readonly language: Language;
  readonly kind: 'placeholder' | 'sensitive-word';
  readonly word: string;
}

/** Placeholders that nobody fills, and words that tell of an illness: a reply goes to whoever writes. */
export function replyTextFaults(
  { internal, external }: CompanySettings['automaticReplies'],
  types: Iterable<AbsenceType>,
): ReplyTextFault[] {
  const table = [...types];
  return Object.entries({ internal, external }).flatMap(([audience, texts]) =>
    Object.entries(texts).flatMap(([language, text]) =>
      wordsAgainst(text, table).map((fault) => ({ ...fault, audience, language }) as ReplyTextFault),
    ),
  );
}

/** As `replyTextFaults`, of one text. */
export function wordsAgainst(
  text: string,
  types: Iterable<AbsenceType>,
): Pick<ReplyTextFault, 'kind' | 'word'>[] {
  const placeholders = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const unknown = placeholders.filter((name) => !replyPlaceholders.some((known) => known === name));
  return [
    ...unknown.map((word) => ({ kind: 'placeholder' as const, word })),
    ...sensitiveWordsIn(text, types).map((word) => ({ kind: 'sensitive-word' as const, word })),
  ];
}

const known = replyPlaceholders.map((name) => `{${name}}`).join(', ');

/** What is wrong with the field at `path`, in words. */
export function replyFaultAt(path: string, { kind, word }: Pick<ReplyTextFault, 'kind' | 'word'>): Fault {
  switch (kind) {
    case 'placeholder':
      return { path, message: `names {${word}}, which is no placeholder; there are ${known}` };
    case 'sensitive-word':
      return {
        path,
        message: `names “${word}”: a reply goes to whoever writes, so it may not tell of illness`,
      };
  }
}

export const replyTextPath = ({ audience, language }: ReplyTextFault): string =>
  `automaticReplies.${audience}.${language}`;
