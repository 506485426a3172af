import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Messages } from './en';
import { orReloading } from '../ui/or-reloading';

export type { Messages } from './en';
export type Language = 'en' | 'ru';

const KEY = 'kadr.language';
/** One file for each language; only that of the reader is downloaded. */
const LOADERS: Record<Language, () => Promise<{ readonly default: Messages }>> = {
  en: orReloading(() => import('./en')),
  ru: orReloading(() => import('./ru')),
};

/** What was chosen here, else the first that the browser asks for and we speak. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  if (chosen === 'en' || chosen === 'ru') return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find((tag): tag is Language => tag === 'en' || tag === 'ru') ?? 'en';
}

/** Numbers and times are written as in the reader's country, where the browser says which. */
export async function loadMessages(language: Language): Promise<Messages> {
  const { default: messages } = await LOADERS[language]();
  return { ...messages, locale: navigator.languages.find((tag) => tag.startsWith(language)) ?? language };
}

interface Spoken {
  readonly messages: Messages;
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const Context = createContext<Spoken | null>(null);

export function Speaking({
  first,
  children,
}: {
  readonly first: { readonly language: Language; readonly messages: Messages };
  readonly children: ReactNode;
}) {
  const [{ language, messages }, set] = useState(first);
  const speak = useCallback((next: Language) => {
    localStorage.setItem(KEY, next);
    void loadMessages(next).then((loaded) => set({ language: next, messages: loaded }));
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => ({ messages, language, speak }), [messages, language, speak]);
  return <Context value={value}>{children}</Context>;
}

export function useSpoken(): Spoken {
  const spoken = useContext(Context);
  if (!spoken) throw new Error('there is no language here');
  return spoken;
}

export const useMessages = (): Messages => useSpoken().messages;
