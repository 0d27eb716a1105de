import { createContext, use } from 'react';

export type Language = 'da' | 'en';
export const languages: readonly Language[] = ['da', 'en'];

type Text = string | ((...values: never[]) => string);

/** A page's sentences in both languages; the compiler names the one that is missing. */
export function texts<Shape extends Readonly<Record<string, Text>>>(
  en: Shape,
  da: { readonly [Name in keyof Shape]: Shape[Name] extends string ? string : Shape[Name] },
) {
  return { en, da };
}

interface Localised<Shape> {
  readonly en: Shape;
  readonly da: { readonly [Name in keyof Shape]: Shape[Name] extends string ? string : Shape[Name] };
}

export const LanguageContext = createContext<Language>('en');

export const useLanguage = (): Language => use(LanguageContext);

/** The sentences of `localised` in the language that the reader has chosen. */
export function useTexts<Shape>(localised: Localised<Shape>): Localised<Shape>['da'] {
  return localised[useLanguage()] as Localised<Shape>['da'];
}
