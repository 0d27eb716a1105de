import { faultOf } from '../../components/problem-message.tsx';

export const placeholders = ['firstDay', 'lastDay', 'returnDay', 'name'] as const;
export type Placeholder = (typeof placeholders)[number];

export type ReplyFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'placeholder'; readonly word: string }
  | { readonly kind: 'sensitive'; readonly word: string }
  | { readonly kind: 'other'; readonly message: string };

/** What is wrong with a text before the service is asked; null where nothing is known to be. */
export function textFault(text: string): ReplyFault | null {
  if (text.trim() === '') return { kind: 'empty' };
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const unknown = names.find((name) => !placeholders.some((known) => known === name));
  return unknown === undefined ? null : { kind: 'placeholder', word: unknown };
}

/** What the service has found wrong with the field at `path`. It names the word that tells of illness in quotes. */
export function refusedText(error: unknown, path: string): ReplyFault | null {
  const message = faultOf(error, path);
  if (message === undefined) return null;
  const word = /“(.+?)”/.exec(message)?.[1];
  return word === undefined ? { kind: 'other', message } : { kind: 'sensitive', word };
}
