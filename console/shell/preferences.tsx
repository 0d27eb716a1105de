import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { caller } from '../api/http.ts';
import { languages, type Language } from '../texts.tsx';

export type Theme = 'system' | 'light' | 'dark';

interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
  readonly isDark: boolean;
  readonly setLanguage: (language: Language) => void;
  readonly setTheme: (theme: Theme) => void;
}

/** All that this console keeps in the browser: how it looks. */
const keys = { language: 'absence-sync.language', theme: 'absence-sync.theme' } as const;

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext);
  if (preferences === null) throw new Error('outside PreferencesProvider');
  return preferences;
}

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const isSystemDark = useSystemDark();
  // At once and not in an effect: what is rendered now may already ask the service.
  caller.language = language;
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(keys.language, language);
  }, [language]);
  const isDark = theme === 'dark' || (theme === 'system' && isSystemDark);
  useEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    localStorage.setItem(keys.theme, theme);
  }, [theme, isDark]);
  const value = useMemo(
    () => ({ language, theme, isDark, setLanguage, setTheme }),
    [language, theme, isDark],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

function firstLanguage(): Language {
  const stored = localStorage.getItem(keys.language);
  const wanted = [stored, ...navigator.languages].map((tag) => (tag ?? '').slice(0, 2));
  return (
    languages.find((language) => language === wanted.find((tag) => tag === 'da' || tag === 'en')) ?? 'en'
  );
}

function storedTheme(): Theme {
  const stored = localStorage.getItem(keys.theme);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

function useSystemDark(): boolean {
  const [isDark, setDark] = useState(() => darkQuery().matches);
  useEffect(() => {
    const query = darkQuery();
    const follow = () => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return isDark;
}

const darkQuery = () => matchMedia('(prefers-color-scheme: dark)');
