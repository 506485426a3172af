import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { type Messages } from './en';
import { type Language, LANGUAGE_KEY, loadMessages } from './loading';

export type { Messages } from './en';
export { firstLanguage, type Language, loadMessages } from './loading';

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
    localStorage.setItem(LANGUAGE_KEY, next);
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
